package dev.flowstone.grammar.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The table of functions in docs/language/expressions.md is that of the checker.
class FunctionsPageTest {

  private static final Pattern SIGNATURE = Pattern.compile("`([^`]*\\([^`]*\\): [^`]+)`");

  @Test
  void thePageAndTheCheckerKnowTheSameFunctions() throws IOException {
    Path root =
        Stream.iterate(Path.of("").toAbsolutePath(), Path::getParent)
            .filter(folder -> Files.exists(folder.resolve("mvnw")))
            .findFirst()
            .orElseThrow();
    String page = Files.readString(root.resolve("docs/language/expressions.md"));
    String section = page.substring(page.indexOf("## Functions"), page.indexOf("## Types"));
    Set<String> written =
        section
            .lines()
            .filter(line -> line.startsWith("| "))
            .flatMap(line -> SIGNATURE.matcher(line).results())
            .map(found -> found.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> known =
        Functions.lines().stream()
            .map(line -> line.substring(0, line.indexOf(" = ")))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(String.join("\n", known), String.join("\n", written));
  }
}
