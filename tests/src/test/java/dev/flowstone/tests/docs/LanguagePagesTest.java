package dev.flowstone.tests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.TreePrinter;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.compile.Compilation;
import dev.flowstone.grammar.compile.Compiler;
import dev.flowstone.grammar.format.Formatter;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.yaml.YamlParser;
import dev.flowstone.tests.docs.Markdown.Block;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// The pages of the language: each example stands there in both spellings, which are one tree; each
/// workflow is played with what the `yaml run` blocks after it give, and comes to what they expect.
final class LanguagePagesTest {

  private static final Path ROOT = Markdown.root();
  private static final Path LANGUAGE = ROOT.resolve("docs/language");

  /// Pages of other kinds, with tests of their own.
  private static final Set<String> OTHERS = Set.of("yaml.md", "expressions.md");

  /// An example in both spellings, and what is played with it.
  private record Example(Block text, Block yaml, List<Story> stories) {
    boolean whole() {
      return text.text().contains("workflow ");
    }
  }

  @TestFactory
  Stream<DynamicContainer> everyExampleOfAPage() {
    return Markdown.all(ROOT).stream()
        .filter(page -> page.file().startsWith(LANGUAGE))
        .filter(page -> !OTHERS.contains(page.file().getFileName().toString()))
        .map(page ->
            DynamicContainer.dynamicContainer(
                page.file().getFileName().toString(), tests(examples(page))));
  }

  private static List<Example> examples(Markdown page) {
    List<Example> examples = new ArrayList<>();
    List<Block> blocks =
        page.blocks().stream()
            .filter(block -> Set.of("flow", "yaml").contains(block.language()))
            .toList();
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      if (block.says("run")) {
        examples.getLast().stories().add(Story.of(block));
      } else {
        assertEquals("flow", block.language(), block.place());
        Block yaml = i + 1 < blocks.size() ? blocks.get(++i) : block;
        assertTrue(yaml.language().equals("yaml") && !yaml.says("run"), yaml.place());
        examples.add(new Example(block, yaml, new ArrayList<>()));
      }
    }
    return examples;
  }

  private static Stream<DynamicTest> tests(List<Example> examples) {
    List<DynamicTest> tests = new ArrayList<>();
    Map<String, Optional<Program>> programs = new LinkedHashMap<>();
    for (Example example : examples) {
      tests.add(
          dynamicTest(example.text().place() + " in both spellings", () -> spellings(example)));
      if (example.whole()) {
        Workflow tree = text(example.text());
        String name = tree.name().text();
        programs.put(name, program(example, tree));
        assertFalse(
            example.stories().isEmpty() && examples.size() == 1, example.text().place());
        for (Story story : example.stories()) {
          tests.add(dynamicTest(story + " runs", () -> play(story, name, programs)));
        }
      }
    }
    return tests.stream();
  }

  private static void spellings(Example example) {
    Workflow text = text(example.text());
    Workflow yaml = yaml(example.yaml());
    assertEquals(TreePrinter.print(text), TreePrinter.print(yaml));
    assertEquals(Formatter.format(text), Formatter.format(yaml));
    if (example.whole()) {
      assertEquals(Formatter.format(text), example.text().text(), "it is not in its format");
    }
  }

  private static void play(Story story, String last, Map<String, Optional<Program>> programs) {
    Optional<Program> program = programs.getOrDefault(story.workflow().orElse(last), Optional.empty());
    if (program.isEmpty()) {
      return;
    }
    Map<String, Value> all = Rehearsal.play(program.get(), story);
    Map<Value, Value> expected = story.expected();
    Map<Value, Value> seen = new LinkedHashMap<>();
    expected
        .keySet()
        .forEach(key ->
            seen.put(key, all.getOrDefault(((Value.Text) key).value(), Value.Null.NULL)));
    assertEquals(expected, seen, () -> story + ": " + all);
  }

  /// The program of a sound workflow; none where this release cannot run it yet.
  private static Optional<Program> program(Example example, Workflow tree) {
    Compilation compilation = Compiler.compile(tree, Analysis.of(tree));
    List<String> problems =
        compilation.diagnostics().stream()
            .filter(each -> each.severity() != Diagnostic.Severity.INFO)
            .filter(each -> !each.code().equals("FL901"))
            .map(each -> each.code() + " " + each.message())
            .toList();
    assertEquals(List.of(), problems, example.text().place());
    return compilation.program();
  }

  private static Workflow text(Block block) {
    boolean whole = block.text().contains("workflow ");
    String text = whole ? block.text() : "workflow example\n" + block.text();
    return sound(block, TextParser.parse(new SourceText(block.place(), text)));
  }

  private static Workflow yaml(Block block) {
    boolean whole = block.text().contains("workflow: ");
    String text = whole ? block.text() : "workflow: example\ndo:\n" + block.text();
    return sound(block, YamlParser.parse(new SourceText(block.place(), text)));
  }

  private static Workflow sound(Block block, Parsed<Workflow> parsed) {
    assertEquals(List.of(), parsed.diagnostics(), block.place());
    return parsed.value().orElseThrow();
  }
}
