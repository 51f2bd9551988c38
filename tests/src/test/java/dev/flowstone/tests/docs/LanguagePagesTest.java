package dev.flowstone.tests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.grammar.yaml.YamlParser;
import dev.flowstone.interpreter.machine.EngineError;
import dev.flowstone.tests.docs.Markdown.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The pages of the language: each example stands there in both spellings, which are one tree; each
/// workflow is played with what the `yaml run` blocks after it give, and comes to what they expect.
final class LanguagePagesTest {

  private static final Path ROOT = Markdown.root();
  private static final Path LANGUAGE = ROOT.resolve("docs/language");

  private static final Path COMING_FROM = ROOT.resolve("docs/coming-from.md");

  /// Pages of other kinds, with tests of their own.
  private static final Set<String> OTHERS = Set.of("yaml.md", "expressions.md", "testing.md");

  /// A row of the table of the engine's errors.
  private static final Pattern ERROR = Pattern.compile("(?m)^\\| `([A-Z]\\w+)` \\|");

  /// An example in both spellings, and what is played with it.
  private record Example(Block text, Block yaml, List<Story> stories) {
    boolean whole() {
      return text.text().contains("workflow ");
    }
  }

  @TestFactory
  Stream<DynamicContainer> everyExampleOfAPage() {
    return Markdown.all(ROOT).stream()
        .filter(page -> page.file().startsWith(LANGUAGE) || page.file().equals(COMING_FROM))
        .filter(page -> !OTHERS.contains(page.file().getFileName().toString()))
        .map(page ->
            DynamicContainer.dynamicContainer(
                page.file().getFileName().toString(), tests(examples(page))));
  }

  @Test
  void theListOfTheEnginesErrorsIsWhole() throws IOException {
    Set<String> engine = new TreeSet<>();
    for (EngineError error : EngineError.values()) {
      engine.add(error.errorName());
    }
    Set<String> page = new TreeSet<>();
    ERROR
        .matcher(Files.readString(LANGUAGE.resolve("errors.md")))
        .results()
        .forEach(row -> page.add(row.group(1)));
    page.retainAll(engine);
    assertEquals(engine, page);
  }

  @Test
  void whatStepFunctionsWouldBeGivenIsJson() throws IOException {
    for (Block block : Markdown.read(COMING_FROM).blocks()) {
      if (block.language().equals("json")) {
        assertInstanceOf(ValueJson.Parsed.Ok.class, ValueJson.parse(block.text()), block.place());
      }
    }
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
    Map<String, Program> programs = new LinkedHashMap<>();
    for (Example example : examples) {
      tests.add(
          dynamicTest(example.text().place() + " in both spellings", () -> spellings(example)));
      if (example.whole()) {
        Workflow tree = text(example.text());
        String name = tree.name().text();
        programs.put(name, program(example, tree));
        tests.add(dynamicTest(name + " is played", () -> assertTrue(isPlayed(name, examples))));
        for (Story story : example.stories()) {
          tests.add(dynamicTest(story + " runs", () -> play(story, name, programs)));
        }
      }
    }
    return tests.stream();
  }

  /// By itself, or by another workflow of its page.
  private static boolean isPlayed(String workflow, List<Example> examples) {
    Pattern called = Pattern.compile("\\b(call|start) " + workflow + "\\(");
    return examples.stream()
        .anyMatch(example ->
            called.matcher(example.text().text()).find()
                || example.stories().stream()
                    .anyMatch(story ->
                        story
                            .workflow()
                            .orElseGet(() -> text(example.text()).name().text())
                            .equals(workflow)));
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

  private static void play(Story story, String last, Map<String, Program> programs) {
    Program program =
        Objects.requireNonNull(programs.get(story.workflow().orElse(last)), story.toString());
    Map<String, Value> all = Rehearsal.play(programs, program, story);
    Map<Value, Value> expected = story.expected();
    Map<Value, Value> seen = new LinkedHashMap<>();
    expected
        .keySet()
        .forEach(
            key -> seen.put(key, all.getOrDefault(((Value.Text) key).value(), Value.Null.NULL)));
    assertEquals(expected, seen, () -> story + ": " + all);
  }

  private static Program program(Example example, Workflow tree) {
    Compilation compilation = Compiler.compile(tree, Analysis.of(tree));
    List<String> problems =
        compilation.diagnostics().stream()
            .filter(each -> each.severity() != Diagnostic.Severity.INFO)
            .map(each -> each.code() + " " + each.message())
            .toList();
    assertEquals(List.of(), problems, example.text().place());
    return compilation.program().orElseThrow();
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
