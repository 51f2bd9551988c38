package dev.flowstone.tests.tidy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The doors between the rooms are one-way: an arrow that Maven allows through a third room counts
/// too.
class RoomsTest {

  /// What each room may name. A new room is a new line here, and one more name in `tests`.
  static final Map<String, Set<String>> MAY_NAME =
      Map.of(
          "grammar", Set.of(),
          "interpreter", Set.of("grammar"),
          "stdlib", Set.of("grammar", "interpreter"),
          "lambda-host", Set.of("grammar", "interpreter", "stdlib"),
          "cli", Set.of("grammar", "interpreter", "stdlib"),
          "workflows", Set.of("grammar", "interpreter", "stdlib"),
          "tests", Set.of("grammar", "interpreter", "stdlib", "lambda-host", "cli", "workflows"));

  static Set<String> rooms() {
    return new TreeSet<>(MAY_NAME.keySet());
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void aRoomNamesOnlyTheRoomsItsArrowsLeadTo(String room) {
    staysIn(packageOf(room), MAY_NAME.getOrDefault(room, Set.of())).check(Product.CLASSES);
  }

  @Test
  void aTrespassIsFound() {
    ArchRule rule = staysIn("dev.flowstone.tests.tidy.planted", Set.of("grammar"));
    assertTrue(rule.evaluate(Product.PLANTED).hasViolation());
  }

  @Test
  void everyModuleIsARoomOfTheTable() throws Exception {
    Set<String> modules = new TreeSet<>();
    SourceFile pom =
        Product.files().stream()
            .filter(f -> f.path().toString().equals("pom.xml"))
            .findFirst()
            .orElseThrow();
    var matcher = Pattern.compile("<module>([^<]+)</module>").matcher(pom.text());
    while (matcher.find()) {
      String module = matcher.group(1);
      if (!module.startsWith("build/")) {
        modules.add(module);
      }
    }
    assertEquals(rooms(), modules);
  }

  @Test
  void classesOfEveryRoomAreLookedAt() {
    Set<String> seen = new TreeSet<>(Set.of("tests"));
    for (JavaClass type : Product.CLASSES) {
      String name = type.getPackageName().split("\\.", -1)[2];
      seen.add(name.equals("lambda") ? "lambda-host" : name);
    }
    assertEquals(rooms(), seen);
  }

  private static String packageOf(String room) {
    return "dev.flowstone." + (room.equals("lambda-host") ? "lambda" : room);
  }

  private static ArchRule staysIn(String packageName, Set<String> mayName) {
    String[] forbidden =
        rooms().stream()
            .filter(other -> !mayName.contains(other))
            .map(RoomsTest::packageOf)
            .filter(other -> !packageName.startsWith(other))
            .map(other -> other + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(packageName + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden)
        .allowEmptyShould(true);
  }
}
