package dev.flowstone.grammar.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.ast.TreePrinter;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.format.Formatter;
import dev.flowstone.grammar.testing.Flows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every example of `docs/language/yaml.md` is in both spellings, and they give one tree with the
/// same comments.
class SpellingsPageTest {

  private static final Path PAGE = Path.of("../docs/language/yaml.md");
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```(flow|yaml)\\n(.*?)^```$");

  private record Pair(String flow, String yaml) {}

  private static List<Pair> pairs() throws IOException {
    List<MatchResult> blocks = BLOCK.matcher(Files.readString(PAGE)).results().toList();
    return Stream.iterate(0, i -> i < blocks.size(), i -> i + 2)
        .map(i -> pair(blocks.get(i), blocks.get(i + 1)))
        .toList();
  }

  private static Pair pair(MatchResult flow, MatchResult yaml) {
    assertEquals("flow", flow.group(1), flow.group(2));
    assertEquals("yaml", yaml.group(1), yaml.group(2));
    return new Pair(flow.group(2), yaml.group(2));
  }

  /// Statements alone are examples too.
  private static Workflow text(String text) {
    boolean whole = text.contains("workflow ");
    return Flows.parse(whole ? text : "workflow example\n" + text);
  }

  private static Workflow yaml(String yaml) {
    boolean whole = yaml.contains("workflow: ");
    return SpellingsTest.read(whole ? yaml : "workflow: example\ndo:\n" + yaml);
  }

  @TestFactory
  Stream<DynamicTest> bothSpellingsOfAnExampleAreOne() throws IOException {
    return pairs().stream()
        .map(pair ->
            DynamicTest.dynamicTest(
                pair.yaml.lines().findFirst().orElseThrow(),
                () -> {
                  Workflow text = text(pair.flow);
                  Workflow yaml = yaml(pair.yaml);
                  assertEquals(TreePrinter.print(text), TreePrinter.print(yaml));
                  assertEquals(Formatter.format(text), Formatter.format(yaml));
                }));
  }

  @Test
  void thePageHasExamples() throws IOException {
    assertTrue(pairs().size() >= 10, "examples: " + pairs().size());
  }
}
