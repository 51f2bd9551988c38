package dev.flowstone.tests.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.ast.TreePrinter;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.format.Formatter;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.yaml.YamlParser;
import dev.flowstone.grammar.yaml.YamlPrinter;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.testing.SuiteChecks;
import dev.flowstone.tests.docs.Markdown.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// The page of tests: each example stands there in both spellings, which are one tree and laid out
/// as the formatter does it, and each test of it passes.
final class TestingPageTest {

  private static final Path ROOT = Markdown.root();
  private static final Path PAGE = ROOT.resolve("docs/language/testing.md");

  private static List<Block> blocks() {
    return Markdown.read(PAGE).blocks().stream()
        .filter(block -> List.of("flow", "yaml").contains(block.language()))
        .filter(block -> !block.says("fails"))
        .toList();
  }

  @TestFactory
  Stream<DynamicTest> bothSpellingsAreOneTree() {
    List<DynamicTest> tests = new ArrayList<>();
    List<Block> blocks = blocks();
    for (int i = 0; i < blocks.size(); i += 2) {
      Block text = blocks.get(i);
      Block yaml = blocks.get(i + 1);
      tests.add(dynamicTest(text.place(), () -> oneTree(text, yaml)));
    }
    return tests.stream();
  }

  private static void oneTree(Block text, Block yaml) {
    assertTrue(text.language().equals("flow") && yaml.language().equals("yaml"), text.place());
    assertEquals(text.says("tests"), yaml.says("tests"), text.place());
    if (text.says("tests")) {
      Suite one = tree(TextParser.parseSuite(source(text)));
      Suite other = tree(YamlParser.parseSuite(source(yaml)));
      assertEquals(TreePrinter.print(one), TreePrinter.print(other));
      assertEquals(text.text(), Formatter.format(one));
      assertEquals(yaml.text(), YamlPrinter.print(other));
    } else {
      Workflow one = tree(TextParser.parse(source(text)));
      Workflow other = tree(YamlParser.parse(source(yaml)));
      assertEquals(TreePrinter.print(one), TreePrinter.print(other));
      assertEquals(text.text(), Formatter.format(one));
      assertEquals(yaml.text(), YamlPrinter.print(other));
    }
  }

  private static SourceText source(Block block) {
    return new SourceText(block.place(), block.text());
  }

  private static <T> T tree(Parsed<T> parsed) {
    return parsed.value().orElseThrow(() -> new AssertionError(parsed.diagnostics()));
  }

  @Test
  void everyTestPasses(@TempDir Path folder) throws IOException {
    int files = 0;
    for (Block block : blocks()) {
      String ending = block.language().equals("flow") ? ".flow" : ".flow.yaml";
      if (block.says("tests")) {
        Files.writeString(folder.resolve("page" + ++files + ".test" + ending), block.text());
      } else if (block.language().equals("flow")) {
        String name = tree(TextParser.parse(source(block))).name().text();
        Files.writeString(folder.resolve(name + ending), block.text());
      }
    }
    List<SuiteChecks.InFile> suites = SuiteChecks.in(folder, HandlerRegistry.of());
    assertEquals(files, suites.size());
    for (SuiteChecks.InFile suite : suites) {
      assertFalse(suite.checks().isEmpty(), suite.file().toString());
      suite.checks().forEach(check -> check.run().run());
    }
  }

  /// What stands there of JUnit is what a new project gets.
  @Test
  void theJavaIsThatOfANewProject() throws IOException {
    String template =
        Files.readString(
            ROOT.resolve("cli/src/main/resources/dev/flowstone/cli/init/GreetingTest.java"));
    List<Block> java =
        Markdown.read(PAGE).blocks().stream()
            .filter(block -> block.language().equals("java"))
            .toList();
    assertEquals(1, java.size());
    assertTrue(template.contains(java.getFirst().text()), java.getFirst().text());
  }
}
