package dev.flowstone.tests.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.flowstone.tests.docs.Markdown;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// CEL's own conformance cases, which lie beside the project and not in it, and the project's cases
/// in the same form, which always run.
class ConformanceTest {

  private static final int MOST_DEVIATIONS = 10;

  @TestFactory
  Stream<DynamicTest> celsCases() {
    Path file = cases();
    if (!Files.exists(file)) {
      String absent = "NOT RUN: CEL's conformance cases are not at " + file.normalize();
      System.out.println(absent);
      return Stream.of(dynamicTest(absent, () -> {}));
    }
    return Stream.of(
        dynamicTest(
            "CEL's conformance cases deviate only where that is documented", () -> runAll(file)));
  }

  private static Path cases() {
    return Markdown.root().resolve("../shared/conformance/cel/cases.jsonl");
  }

  private static void runAll(Path file) throws IOException {
    Map<String, String> deviations = deviations();
    Map<String, String> unexpected = new TreeMap<>();
    Map<String, String> passing = new TreeMap<>(deviations);
    int count = 0;
    for (String line : Files.readAllLines(file)) {
      ConformanceCase one = ConformanceCase.parse(line);
      count++;
      one.complaint()
          .ifPresent(complaint -> {
            if (passing.remove(one.name()) == null) {
              unexpected.put(one.name(), complaint);
            }
          });
    }
    assertTrue(count >= 693, "only " + count + " cases");
    assertEquals("", lines(unexpected), "cases that deviate and are not listed");
    assertEquals("", lines(passing), "listed deviations that pass: strike them off the list");
  }

  @Test
  void theProjectsOwnCasesPass() throws IOException {
    Map<String, String> complaints = new TreeMap<>();
    List<String> lines = resource("own-cases.jsonl");
    for (String line : lines) {
      ConformanceCase one = ConformanceCase.parse(line);
      one.complaint().ifPresent(complaint -> complaints.put(one.name(), complaint));
    }
    assertTrue(lines.size() >= 30, "only " + lines.size() + " cases");
    assertEquals("", lines(complaints));
  }

  @Test
  void deviationsAreFewAndHaveAReason() throws IOException {
    Map<String, String> deviations = deviations();
    assertTrue(deviations.size() <= MOST_DEVIATIONS, deviations::toString);
    deviations.forEach((name, reason) -> assertTrue(reason.length() > 10, name));
  }

  /// Lines `file/section/name: reason`.
  private static Map<String, String> deviations() throws IOException {
    Map<String, String> deviations = new LinkedHashMap<>();
    for (String line : resource("deviations.txt")) {
      if (!line.startsWith("#")) {
        int colon = line.indexOf(": ");
        deviations.put(line.substring(0, colon), line.substring(colon + 2));
      }
    }
    return deviations;
  }

  private static List<String> resource(String name) throws IOException {
    try (var stream =
        Objects.requireNonNull(
            ConformanceTest.class.getResourceAsStream("/expression/" + name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank())
          .toList();
    }
  }

  private static String lines(Map<String, String> all) {
    List<String> lines = new ArrayList<>();
    all.forEach((name, text) -> lines.add(name + ": " + text + "\n"));
    return String.join("", lines);
  }
}
