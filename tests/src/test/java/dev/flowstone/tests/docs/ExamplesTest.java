package dev.flowstone.tests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.compile.Compilation;
import dev.flowstone.grammar.compile.Compiler;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Diagnostic.Severity;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.tests.docs.Markdown.Block;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// No example in the documents stands there unproven: each kind of block on each page has a test,
/// and the workflows that no other test takes are checked and compiled here.
final class ExamplesTest {

  private static final Path ROOT = Markdown.root();

  /// The tests of single pages, by the kinds of blocks that they take.
  private static final Map<String, Set<String>> TESTED_ELSEWHERE =
      Map.of(
          "docs/diagnostics.md", Set.of("flow", "yaml", "text"), // DiagnosticsPageTest
          "docs/language/yaml.md", Set.of("flow", "yaml"), // SpellingsPageTest
          "docs/language/expressions.md", Set.of("cel", "json"), // ExpressionsPageTest
          "docs/handlers.md", Set.of("java", "sh"), // HandlerPagesTest, HandlerShellExampleTest
          "docs/ARCHITECTURE.md", Set.of("mermaid"), // TransitionTableTest
          "docs/cli.md", Set.of("text")); // HelpTest

  private static Stream<Block> blocks() {
    return Markdown.all(ROOT).stream().flatMap(page -> page.blocks().stream());
  }

  private static boolean testedElsewhere(Block block) {
    String page = ROOT.relativize(block.file()).toString().replace('\\', '/');
    return TESTED_ELSEWHERE.getOrDefault(page, Set.of()).contains(block.language());
  }

  @TestFactory
  Stream<DynamicTest> everyOtherWorkflowCompilesWithoutAWord() {
    return blocks()
        .filter(block -> block.language().equals("flow") && !testedElsewhere(block))
        .map(block -> dynamicTest(block.place(), () -> compiles(block)));
  }

  private static void compiles(Block block) {
    Parsed<Workflow> parsed = TextParser.parse(new SourceText(block.place(), block.text()));
    assertEquals(List.of(), parsed.diagnostics());
    Workflow tree = parsed.value().orElseThrow();
    Compilation compilation = Compiler.compile(tree, Analysis.of(tree));
    List<Diagnostic> worthAWord =
        compilation.diagnostics().stream().filter(it -> it.severity() != Severity.INFO).toList();
    assertEquals(List.of(), worthAWord);
    assertTrue(compilation.program().isPresent());
  }

  @TestFactory
  Stream<DynamicTest> everyCommandInAnShBlockNamesAFileOfTheProject() {
    return blocks()
        .filter(block -> block.language().equals("sh") && !testedElsewhere(block))
        .flatMap(block -> block.text().lines().map(line -> dynamicTest(line, () -> exists(line))));
  }

  private static void exists(String line) {
    Path program = ROOT.resolve(line.split(" ", 2)[0]);
    assertTrue(Files.isExecutable(program), () -> program + " cannot be run");
  }

  /// A block without a language is a drawing or a listing, and claims nothing that could be run.
  @Test
  void noKindOfBlockIsLeftOut() {
    List<String> unproven =
        blocks()
            .filter(block -> !Set.of("", "console", "sh", "flow").contains(block.language()))
            .filter(block -> !testedElsewhere(block))
            .map(block -> block.place() + " " + block.language())
            .toList();
    assertEquals(List.of(), unproven);
  }
}
