package dev.flowstone.grammar.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.analysis.SuiteAnalysis;
import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.ast.TreePrinter;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.compile.Compiler;
import dev.flowstone.grammar.format.Formatter;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.testing.Flows;
import dev.flowstone.grammar.testing.Golden;
import dev.flowstone.grammar.yaml.YamlParser;
import dev.flowstone.grammar.yaml.YamlPrinter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Test files in both spellings: what is read, how it is written, and what is said of errors.
class SuiteSyntaxTest {

  private static final Path EVERY_LINE = Flows.file("suites/good/every_line.test.flow");

  static List<Path> badFlows() throws IOException {
    return Flows.in("suites/bad").stream()
        .filter(file -> file.toString().endsWith(".test.flow"))
        .toList();
  }

  private static Suite text(SourceText source) {
    return suite(source, TextParser.parseSuite(source));
  }

  private static Suite yaml(String text) {
    SourceText source = new SourceText("x.test.flow.yaml", text);
    return suite(source, YamlParser.parseSuite(source));
  }

  private static Suite suite(SourceText source, Parsed<Suite> parsed) {
    return parsed
        .value()
        .orElseThrow(() ->
            new AssertionError(
                "not read:\n" + Flows.render(source, parsed.diagnostics()) + source.text()));
  }

  @Test
  void everyLineIsReadAndFormatted() throws IOException {
    Suite suite = text(Flows.read(EVERY_LINE));
    String formatted = Formatter.format(suite);
    Golden.check(Flows.golden(EVERY_LINE, ".tree.txt"), TreePrinter.print(suite));
    Golden.check(Flows.golden(EVERY_LINE, ".formatted.txt"), formatted);
    Suite again = text(new SourceText("again.test.flow", formatted));
    assertEquals(TreePrinter.print(suite), TreePrinter.print(again));
    assertEquals(formatted, Formatter.format(again));
  }

  @Test
  void bothSpellingsGiveOneTreeWithItsComments() throws IOException {
    Suite suite = text(Flows.read(EVERY_LINE));
    String printed = YamlPrinter.print(suite);
    Golden.check(Flows.golden(EVERY_LINE, ".printed.yaml"), printed);
    Suite fromYaml = yaml(printed);
    assertEquals(TreePrinter.print(suite), TreePrinter.print(fromYaml));
    assertEquals(Formatter.format(suite), Formatter.format(fromYaml));
    assertEquals(printed, YamlPrinter.print(fromYaml));
  }

  @ParameterizedTest
  @MethodSource("badFlows")
  void saysWhatIsWrong(Path file) throws IOException {
    SourceText source = Flows.read(file);
    Parsed<Suite> parsed = TextParser.parseSuite(source);
    String said =
        parsed
            .value()
            .map(suite -> Flows.render(source, analysed(suite)))
            .orElseGet(() -> Flows.render(source, parsed.diagnostics()));
    assertTrue(!said.isEmpty(), "nothing was said of " + file);
    Golden.check(Flows.golden(file, ".txt"), said);
  }

  private static List<dev.flowstone.grammar.source.Diagnostic> analysed(Suite suite) {
    try {
      Workflow workflow = Flows.parse(Flows.read(Flows.file("suites/bad/analysis.flow")));
      Optional<Program> program = Compiler.compile(workflow, Analysis.of(workflow)).program();
      return SuiteAnalysis.of(suite, program).diagnostics();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void saysWhatIsWrongInYaml() throws IOException {
    Path file = Flows.file("suites/bad/keys.test.flow.yaml");
    SourceText source = Flows.read(file);
    Parsed<Suite> parsed = YamlParser.parseSuite(source);
    assertTrue(parsed.value().isEmpty());
    Golden.check(
        Flows.file("suites/bad/keys.test.txt"), Flows.render(source, parsed.diagnostics()));
  }

  @Test
  void everyLineIsUnderstood() throws IOException {
    Suite suite = text(Flows.read(EVERY_LINE));
    SourceText source = Flows.read(EVERY_LINE);
    assertEquals("", Flows.render(source, SuiteAnalysis.of(suite, Optional.empty()).diagnostics()));
  }
}
