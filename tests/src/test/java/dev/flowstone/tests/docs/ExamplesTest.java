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
import java.io.IOException;
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
          "docs/language/testing.md", Set.of("flow", "yaml", "java"), // TestingPageTest
          "docs/language/expressions.md", Set.of("cel", "json"), // ExpressionsPageTest
          "docs/coming-from.md", Set.of("flow", "yaml", "json"), // LanguagePagesTest
          "docs/handlers.md", Set.of("java", "sh"), // HandlerPagesTest, HandlerShellExampleTest
          "docs/ARCHITECTURE.md", Set.of("mermaid"), // TransitionTableTest
          "docs/cli.md", Set.of("text")); // HelpTest

  /// Those of the other pages under docs/language: LanguagePagesTest.
  private static final Set<String> ON_LANGUAGE_PAGES = Set.of("flow", "yaml");

  /// Programs of others that an example calls, and that are not at hand everywhere.
  private static final Set<String> OTHER_TOOLS = Set.of("mvn", "sam");

  private static Stream<Block> blocks() {
    return Markdown.all(ROOT).stream().flatMap(page -> page.blocks().stream());
  }

  private static boolean testedElsewhere(Block block) {
    String page = ROOT.relativize(block.file()).toString().replace('\\', '/');
    Set<String> languages = TESTED_ELSEWHERE.getOrDefault(page, Set.of());
    return languages.contains(block.language())
        || (page.startsWith("docs/language/") && ON_LANGUAGE_PAGES.contains(block.language()));
  }

  @TestFactory
  Stream<DynamicTest> everyOtherWorkflowCompilesWithoutAWord() {
    return blocks()
        .filter(block -> block.language().equals("flow") && !testedElsewhere(block))
        .filter(block -> !block.says("tests")) // a console block beside it runs them
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

  private static void exists(String line) throws IOException {
    List<String> words = List.of(line.split(" "));
    if (OTHER_TOOLS.contains(words.getFirst())) {
      return;
    }
    Path program = ROOT.resolve(words.getFirst());
    assertTrue(Files.isExecutable(program), () -> program + " cannot be run");
    if (words.getFirst().equals("./flow")) {
      String usage = usage(words.get(1));
      words.stream()
          .filter(word -> word.startsWith("--"))
          .forEach(option -> assertTrue(usage.contains(option), () -> option + " is unknown"));
    }
  }

  /// What the page of the command line tells of a command, options of every command included.
  private static String usage(String command) throws IOException {
    String page = Files.readString(ROOT.resolve("docs/cli.md"));
    int from = page.indexOf("### flow " + command + "\n");
    assertTrue(from > 0, () -> "there is no command " + command);
    int to = page.indexOf("\n### ", from);
    return page.substring(from, to < 0 ? page.length() : to);
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
