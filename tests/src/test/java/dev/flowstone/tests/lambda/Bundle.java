package dev.flowstone.tests.lambda;

import dev.flowstone.lambda.FlowFunction;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The jar that is deployed, as the build has packaged it, beside the classes of this very build.
final class Bundle {
  private static final String INTERFACE_CLIENT = "aws-lambda-java-";

  private Bundle() {}

  /// The bundle, what the managed runtime brings, and the layers.
  static String classPath(List<Path> layers) {
    return classPath(jar(), layers);
  }

  /// The same with the bundle of a project.
  static String classPath(Path bundle, List<Path> layers) {
    List<String> entries = new ArrayList<>();
    entries.add(bundle.toString());
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> Path.of(entry).getFileName().toString().startsWith(INTERFACE_CLIENT))
        .forEach(entries::add);
    layers.forEach(layer -> entries.add(layer.toString()));
    return entries.stream().collect(Collectors.joining(File.pathSeparator));
  }

  static Path jar() {
    Path target = place(FlowFunction.class).getParent();
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith("-bundle.jar"))
          .findFirst()
          .orElseThrow(() ->
              new IllegalStateException(
                  "there is no bundle in "
                      + target
                      + ": ./mvnw verify packages it before the tests"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The jar or folder that a class comes from.
  static Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
