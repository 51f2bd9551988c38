package dev.flowstone.grammar.yaml;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.testing.Flows;
import dev.flowstone.grammar.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is said of YAML that is no workflow.
class YamlProblemsTest {

  private static final Path CASES = Path.of("src/test/resources/yaml/bad");

  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(CASES)) {
      return files.filter(file -> file.toString().endsWith(".flow.yaml")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void saysWhatIsWrongAndWhere(Path file) throws IOException {
    SourceText source = new SourceText(file.getFileName().toString(), Files.readString(file));
    Parsed<Workflow> parsed = YamlParser.parse(source);
    assertTrue(parsed.value().isEmpty(), "a tree came of " + file);
    String found = Flows.render(source, parsed.diagnostics());
    assertFalse(found.isEmpty(), "nothing was found in " + file);
    Golden.check(Path.of(file.toString().replace(".flow.yaml", ".txt")), found);
  }

  @Test
  void hasManyCases() throws IOException {
    assertTrue(files().size() >= 90, "bad workflows: " + files().size());
  }
}
