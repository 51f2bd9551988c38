package dev.flowstone.grammar.suite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.grammar.analysis.SuiteAnalysis;
import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.ast.TreePrinter;
import dev.flowstone.grammar.format.Formatter;
import dev.flowstone.grammar.generate.RandomSuites;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Diagnostic.Severity;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.testing.Flows;
import dev.flowstone.grammar.yaml.YamlParser;
import dev.flowstone.grammar.yaml.YamlPrinter;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// I7 on test files at random: from either spelling to the other and back, nothing is lost but
/// layout; and whatever is broken in one ends in diagnostics.
class RandomSuitesTest {

  private static final int TREES = 1_000;
  private static final int BROKEN = 5_000;
  private static final List<String> SNIPPETS =
      List.of(
          "{",
          "}",
          "[",
          "]",
          "\"",
          "${",
          "\n",
          ",",
          "..",
          "=",
          "given ",
          "expect ",
          "test ",
          "then ",
          "with ",
          "at 2d ",
          "signal ",
          "returns ",
          "fails ",
          "called ",
          "never ",
          "3 ",
          "tests of ",
          "once ",
          "refused ",
          "#",
          "\u0000");

  @Test
  void bothWaysAndBack() {
    for (int seed = 0; seed < TREES; seed++) {
      Suite suite = new RandomSuites(seed, true).suite();
      String text = Formatter.format(suite);
      Suite fromText = read(TextParser.parseSuite(source(text)), seed, text);
      same(suite, fromText, "seed " + seed + " in text:\n" + text);
      assertEquals(text, Formatter.format(fromText), "seed " + seed + " in text again");
      String yaml = YamlPrinter.print(fromText);
      Suite fromYaml = read(YamlParser.parseSuite(source(yaml)), seed, yaml);
      same(suite, fromYaml, "seed " + seed + " in YAML:\n" + yaml);
      // How text is quoted is layout, and the same from then on.
      String again = Formatter.format(fromYaml);
      Suite last = read(TextParser.parseSuite(source(again)), seed, again);
      same(suite, last, "seed " + seed + " from YAML in text:\n" + again);
      assertEquals(again, Formatter.format(last), "seed " + seed + " from YAML in text again");
    }
  }

  private static SourceText source(String text) {
    return new SourceText("seed", text);
  }

  private static Suite read(Parsed<Suite> parsed, int seed, String text) {
    return parsed
        .value()
        .orElseThrow(() ->
            new AssertionError(
                "seed " + seed + ":\n" + Flows.render(source(text), parsed.diagnostics()) + text));
  }

  private static void same(Suite one, Suite other, String which) {
    assertEquals(TreePrinter.print(one), TreePrinter.print(other), which);
  }

  @Test
  void brokenFilesEndInDiagnostics() {
    IntStream.range(0, BROKEN).parallel().forEach(RandomSuitesTest::readBroken);
  }

  private static void readBroken(int seed) {
    Random random = new Random(seed);
    Suite suite = new RandomSuites(seed, true).suite();
    boolean text = random.nextBoolean();
    StringBuilder broken =
        new StringBuilder(text ? Formatter.format(suite) : YamlPrinter.print(suite));
    for (int i = 0; i <= random.nextInt(4); i++) {
      int at = random.nextInt(broken.length() + 1);
      if (random.nextBoolean()) {
        broken.insert(at, SNIPPETS.get(random.nextInt(SNIPPETS.size())));
      } else {
        broken.delete(at, Math.min(broken.length(), at + 1 + random.nextInt(12)));
      }
    }
    SourceText source = source(broken.toString());
    try {
      Parsed<Suite> parsed = text ? TextParser.parseSuite(source) : YamlParser.parseSuite(source);
      boolean errors =
          parsed.diagnostics().stream().anyMatch(each -> each.severity() == Severity.ERROR);
      assertEquals(!errors, parsed.value().isPresent(), "a value, or errors");
      Flows.render(source, parsed.diagnostics());
      List<Diagnostic> more =
          parsed
              .value()
              .map(it -> SuiteAnalysis.of(it, Optional.empty()).diagnostics())
              .orElse(List.of());
      Flows.render(source, more);
    } catch (RuntimeException | StackOverflowError | AssertionError thrown) {
      throw new AssertionError("seed " + seed + ": " + thrown + "\n" + source.text(), thrown);
    }
  }
}
