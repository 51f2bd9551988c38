package dev.flowstone.grammar.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.source.SourceText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AnalysisTest {

  private static final Path CASES = Path.of("src/test/resources/analysis");

  static List<Path> badFlows() throws IOException {
    return flows("bad");
  }

  static List<Path> goodFlows() throws IOException {
    return flows("good");
  }

  private static List<Path> flows(String folder) throws IOException {
    try (Stream<Path> files = Files.list(CASES.resolve(folder))) {
      return files.filter(file -> file.toString().endsWith(".flow")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("badFlows")
  void tellsWhatIsWrong(Path file) throws IOException {
    SourceText source = new SourceText(file.getFileName().toString(), Files.readString(file));
    String found = Rendered.of(source, Analysis.of(workflow(source)).diagnostics());
    assertFalse(found.isEmpty(), "nothing was found in " + file);
    Golden.check(Path.of(file.toString().replace(".flow", ".txt")), found);
  }

  @ParameterizedTest
  @MethodSource("goodFlows")
  void findsNothingInAGoodWorkflow(Path file) throws IOException {
    SourceText source = new SourceText(file.getFileName().toString(), Files.readString(file));
    assertEquals("", Rendered.of(source, Analysis.of(workflow(source)).diagnostics()));
  }

  @Test
  void hasACaseForEveryRule() throws IOException {
    assertTrue(badFlows().size() >= 90, "bad workflows: " + badFlows().size());
    assertTrue(goodFlows().size() >= 5, "good workflows: " + goodFlows().size());
  }

  static Workflow workflow(SourceText source) {
    Parsed<Workflow> parsed = TextParser.parse(source);
    return parsed
        .value()
        .orElseThrow(() ->
            new AssertionError("does not parse:\n" + Rendered.of(source, parsed.diagnostics())));
  }
}
