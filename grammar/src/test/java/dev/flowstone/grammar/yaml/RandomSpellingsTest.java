package dev.flowstone.grammar.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.grammar.ast.TreePrinter;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.format.AllComments;
import dev.flowstone.grammar.format.Formatter;
import dev.flowstone.grammar.generate.RandomWorkflows;
import dev.flowstone.grammar.testing.Flows;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// I7 on workflows at random: from either spelling to the other and back, nothing is lost but
/// layout.
class RandomSpellingsTest {

  private static final int TREES = 2_000;

  @Test
  void bothWaysAndBack() {
    for (int seed = 0; seed < TREES; seed++) {
      Workflow workflow = new RandomWorkflows(seed, true).workflow();
      String yaml = YamlPrinter.print(workflow);
      Workflow fromYaml = read(yaml, seed);
      same(workflow, fromYaml, "seed " + seed + " in YAML:\n" + yaml);
      String text = Formatter.format(fromYaml);
      Workflow fromText = Flows.parse(text);
      same(workflow, fromText, "seed " + seed + " from YAML in text:\n" + text);
      String yamlOfText = YamlPrinter.print(fromText);
      Workflow again = read(yamlOfText, seed);
      same(workflow, again, "seed " + seed + " from text in YAML:\n" + yamlOfText);
      assertEquals(comments(workflow), comments(again), "seed " + seed + " in YAML:\n" + yaml);
      assertEquals(text, Formatter.format(again), "seed " + seed + " in text again");
      assertEquals(yamlOfText, YamlPrinter.print(again), "seed " + seed + " in YAML again");
    }
  }

  private static Workflow read(String yaml, int seed) {
    try {
      return SpellingsTest.read(yaml);
    } catch (AssertionError e) {
      throw new AssertionError("seed " + seed, e);
    }
  }

  private static void same(Workflow one, Workflow other, String which) {
    assertEquals(TreePrinter.print(one), TreePrinter.print(other), which);
  }

  private static List<String> comments(Workflow workflow) {
    // A comment with a comma in it counts as two where it stands in a list.
    return AllComments.of(workflow).stream()
        .flatMap(comment -> Stream.of(comment.split(", ")))
        .sorted()
        .toList();
  }
}
