package dev.flowstone.tests.deploy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkClient;

/// Every call of a method of an AWS client in the compiled classes of the host, as the permission
/// that it takes and the class that makes it: `sqs:SendMessage wake.Wakes`.
final class AwsCalls {
  private static final String HOST = "dev.flowstone.lambda";

  /// Operations whose permission has another name, by the service's own documentation.
  private static final Map<String, String> NAMED_OTHERWISE =
      Map.of("s3:ListObjectsV2", "s3:ListBucket", "s3:DeleteObjects", "s3:DeleteObject");

  private static final Map<String, String> PREFIXES = Map.of("eventbridge", "events");
  private static final Set<String> NO_OPERATIONS =
      Set.of("builder", "create", "close", "utilities", "serviceMetadata");

  private AwsCalls() {}

  static Set<String> all() {
    JavaClasses host =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .withImportOption(location -> !location.contains("/test-classes/"))
            .importPackages(HOST);
    return host.stream()
        .flatMap(type -> type.getMethodCallsFromSelf().stream())
        .filter(call -> call.getTargetOwner().isAssignableTo(SdkClient.class))
        .filter(call -> !NO_OPERATIONS.contains(call.getName()))
        .map(call -> permission(call) + " " + caller(call.getOriginOwner()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String caller(JavaClass type) {
    JavaClass outer = type.getEnclosingClass().orElse(type);
    return outer.getName().substring(HOST.length() + 1);
  }

  private static String permission(JavaMethodCall call) {
    String service = call.getTargetOwner().getPackageName().replaceAll(".*\\.services\\.", "");
    String prefix = PREFIXES.getOrDefault(service, service);
    String name = call.getName().replaceAll("Paginator$|AsBytes$", "");
    String action =
        prefix + ":" + name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
    return NAMED_OTHERWISE.getOrDefault(action, action);
  }
}
