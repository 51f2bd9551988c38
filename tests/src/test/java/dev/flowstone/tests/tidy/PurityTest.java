package dev.flowstone.tests.tidy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// I5: no clock, random, environment, thread or I/O class is named in machine, expression, program,
/// or anywhere in grammar. What these compute follows from what they are given, and from nothing
/// else.
class PurityTest {

  private static final List<String> IMPURE_PACKAGES =
      List.of(
          "java.io.",
          "java.lang.foreign.",
          "java.lang.management.",
          "java.net.",
          "java.nio.",
          "java.sql.",
          "java.util.concurrent.",
          "java.util.logging.",
          "java.util.prefs.",
          "java.util.random.",
          "javax.",
          "jdk.",
          "org.sqlite.",
          "sun.");

  private static final Set<String> IMPURE_TYPES =
      Set.of(
          "java.lang.InheritableThreadLocal",
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandle",
          "java.lang.Runtime",
          "java.lang.ScopedValue",
          "java.lang.Thread",
          "java.lang.ThreadGroup",
          "java.lang.ThreadLocal",
          "java.security.SecureRandom",
          "java.time.Clock",
          "java.time.InstantSource",
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.util.Timer",
          "java.util.TimerTask");

  /// Of the packages above, what only shuffles memory. The streams are here as their own types
  /// only: a parameter of type InputStream could be anything.
  private static final Set<String> PURE_TYPES =
      Set.of(
          "java.io.ByteArrayInputStream",
          "java.io.ByteArrayOutputStream",
          "java.io.IOException",
          "java.io.Serializable",
          "java.io.StringReader",
          "java.io.StringWriter",
          "java.io.UncheckedIOException",
          "java.net.URI",
          "java.net.URISyntaxException",
          "java.nio.ByteBuffer",
          "java.nio.CharBuffer",
          "java.util.concurrent.TimeUnit",
          // A keyed digest of what it is given; that with random keys needs a SecureRandom.
          "javax.crypto.Mac",
          "javax.crypto.spec.SecretKeySpec");

  private static final String PURE_PACKAGE = "java.nio.charset.";

  private static final Set<String> IMPURE_MEMBERS =
      Set.of(
          "java.lang.Math.random",
          "java.lang.StrictMath.random",
          "java.nio.charset.Charset.defaultCharset",
          "java.time.ZoneId.systemDefault",
          "java.util.Locale.getDefault",
          "java.util.TimeZone.getDefault",
          "java.util.UUID.randomUUID",
          "org.antlr.v4.runtime.CharStreams.fromChannel",
          "org.antlr.v4.runtime.CharStreams.fromFileName",
          "org.antlr.v4.runtime.CharStreams.fromPath",
          "org.antlr.v4.runtime.CharStreams.fromStream");

  @Test
  void grammarIsPure() {
    namesTheWorldIn("dev.flowstone.grammar").check(Product.CLASSES);
  }

  @Test
  void theMachineIsPure() {
    namesTheWorldIn("dev.flowstone.interpreter.machine").check(Product.CLASSES);
  }

  @Test
  void expressionsArePure() {
    namesTheWorldIn("dev.flowstone.interpreter.expression").check(Product.CLASSES);
  }

  @Test
  void everyWayOutIsFound() {
    String report =
        namesTheWorldIn("dev.flowstone.tests.tidy.planted")
            .evaluate(Product.PLANTED)
            .getFailureReport()
            .toString();
    Set<String> notFound = new TreeSet<>();
    for (JavaClass type : Product.PLANTED) {
      if (type.getName().contains("Impurity$") && !report.contains("." + simpleName(type) + ".")) {
        notFound.add(type.getName());
      }
    }
    assertEquals(Set.of(), notFound);
  }

  private static String simpleName(JavaClass type) {
    return type.getName().substring(type.getPackageName().length() + 1);
  }

  private static ArchRule namesTheWorldIn(String packageName) {
    return noClasses()
        .that()
        .resideInAPackage(packageName + "..")
        .should()
        .dependOnClassesThat(DescribedPredicate.describe("touch the world", PurityTest::isImpure))
        .orShould()
        .accessTargetWhere(
            new DescribedPredicate<JavaAccess<?>>("the target answers from the world") {
              @Override
              public boolean test(JavaAccess<?> access) {
                return isImpure(access.getTarget());
              }
            })
        .allowEmptyShould(true);
  }

  private static boolean isImpure(JavaClass type) {
    String name = type.getBaseComponentType().getName();
    String topLevel = name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
    if (PURE_TYPES.contains(topLevel) || topLevel.startsWith(PURE_PACKAGE)) {
      return false;
    }
    return IMPURE_TYPES.contains(topLevel)
        || IMPURE_PACKAGES.stream().anyMatch(topLevel::startsWith);
  }

  private static boolean isImpure(AccessTarget target) {
    String owner = target.getOwner().getName();
    String member = owner + "." + target.getName();
    boolean ofSystem = owner.equals("java.lang.System") && !target.getName().equals("arraycopy");
    boolean now = owner.startsWith("java.time.") && target.getName().equals("now");
    return ofSystem || now || IMPURE_MEMBERS.contains(member) || shufflesByChance(target);
  }

  private static boolean shufflesByChance(AccessTarget target) {
    return target.getFullName().equals("java.util.Collections.shuffle(java.util.List)");
  }
}
