package dev.flowstone.grammar.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.ast.TreePrinter;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.testing.Flows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// No text makes the reader throw, hang or run out of memory.
class HostileYamlTest {

  private static final long SEED = 20_260_101;
  private static final int MUTANTS = 50_000;
  private static final int MIB = 1 << 20;
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private static final String[] PIECES = {
    "\n",
    "\n  ",
    "\n    ",
    "- ",
    ": ",
    ":",
    "?",
    "? ",
    "#",
    " # c",
    "\t",
    "'",
    "\"",
    "\\",
    "|",
    "|-\n      ",
    ">",
    ">2+\n",
    "{",
    "}",
    "[",
    "]",
    ",",
    "&a ",
    "*a",
    "!t ",
    "!!str ",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "<<: ",
    "${",
    "}",
    "$${",
    "${a}",
    "\"\"\"",
    "\r",
    "\r\n",
    "\u0000",
    "\u0085",
    "\u2028",
    "\uFEFF",
    "\uD83D",
    "\uDE00",
    "😀",
    "\\u0041",
    "\\x",
    "\\U0010FFFF",
    "\\UFFFFFFFF",
    "null",
    "true",
    "1e999",
    "-0",
    "99999999999",
    "10m",
    "do:",
    "step: a.b",
    "with: ",
    "as: x",
    "if: ",
    "then:",
    "match: ",
    "cases:",
    "case: ",
    "parallel: ",
    "group: ",
    "join: ",
    "catch:",
    "try:",
    "set: {a: 1}",
    "retry: {",
    "input:",
    "types:",
    "default:",
    "@",
    "`",
    "=",
    "%",
    "~"
  };

  private static List<String> seeds(String folder) throws IOException {
    List<String> seeds = new ArrayList<>();
    try (Stream<Path> files = Files.list(Flows.file("yaml/" + folder))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".flow.yaml")).sorted().toList()) {
        seeds.add(Files.readString(file));
      }
    }
    return seeds;
  }

  @Test
  void everyMutantEndsInATreeOrInDiagnostics() throws IOException {
    List<String> good = pieces(seeds("good"));
    List<String> bad = seeds("bad");
    Random random = new Random(SEED);
    int trees = 0;
    for (int i = 0; i < MUTANTS; i++) {
      List<String> seeds = i % 2 == 0 ? good : bad;
      String text = mutant(seeds.get(random.nextInt(seeds.size())), random);
      Parsed<Workflow> parsed = parse(text, "mutant " + i + " of seed " + SEED);
      parsed.value().ifPresent(workflow -> survivesPrinting(workflow, text));
      trees += parsed.value().isPresent() ? 1 : 0;
    }
    assertTrue(trees > MUTANTS / 50, "hardly any mutant was a workflow: " + trees);
    assertTrue(trees < MUTANTS / 2, "hardly any mutant was wrong: " + trees);
  }

  private static void survivesPrinting(Workflow workflow, String text) {
    String printed = YamlPrinter.print(workflow);
    assertEquals(
        TreePrinter.print(workflow),
        TreePrinter.print(SpellingsTest.read(printed)),
        () -> "of\n" + text + "\nprinted as\n" + printed);
  }

  /// Each statement of a good workflow as a workflow of its own: small texts make more mutants in
  /// the same time.
  private static List<String> pieces(List<String> workflows) {
    List<String> pieces = new ArrayList<>();
    for (String workflow : workflows) {
      int body = workflow.indexOf("\ndo:\n") + 5;
      String[] statements = workflow.substring(body).split("\n(?=( {2})?- )", -1);
      pieces.add(workflow.substring(0, body) + statements[0] + "\n");
      for (String statement : statements) {
        pieces.add("workflow: w\ndo:\n" + statement.replaceFirst("^\n", "") + "\n");
      }
    }
    return pieces;
  }

  private static String mutant(String seed, Random random) {
    StringBuilder text = new StringBuilder(seed);
    for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
      int at = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), at + 1 + random.nextInt(random.nextInt(8) == 0 ? 60 : 4));
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
        case 1 -> text.delete(at, to);
        case 2 -> text.replace(at, to, PIECES[random.nextInt(PIECES.length)]);
        default -> text.insert(random.nextInt(text.length() + 1), text.substring(at, to));
      }
    }
    return text.toString();
  }

  private static Parsed<Workflow> parse(String text, String which) {
    try {
      Parsed<Workflow> parsed = YamlParser.parse(new SourceText("mutant.flow.yaml", text));
      assertTrue(
          parsed.value().isPresent()
              == parsed.diagnostics().stream().noneMatch(HostileYamlTest::isError),
          () -> which + " has neither or both of a tree and errors:\n" + text);
      for (Diagnostic diagnostic : parsed.diagnostics()) {
        assertTrue(diagnostic.span().end() <= text.length(), () -> which + " is left:\n" + text);
      }
      return parsed;
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(which + " throws:\n" + text, e);
    }
  }

  private static boolean isError(Diagnostic diagnostic) {
    return diagnostic.severity() == Diagnostic.Severity.ERROR;
  }

  private record Bomb(String title, String text) {}

  private static List<Bomb> bombs() {
    String head = "workflow: w\ndo:\n  - return: ";
    return List.of(
        new Bomb("aliases of aliases", aliases()),
        new Bomb("open brackets", head + "[".repeat(100_000)),
        new Bomb("open brackets on lines", head + "[\n    ".repeat(100_000)),
        new Bomb("closed brackets", head + "[".repeat(50_000) + "]".repeat(50_000)),
        new Bomb("open braces", head + "{a: ".repeat(30_000)),
        new Bomb("braces as keys", head + "{".repeat(100_000)),
        new Bomb("nested block lists", "- ".repeat(60_000)),
        new Bomb("nested block maps", nestedMaps()),
        new Bomb("nested statements", nestedStatements()),
        new Bomb("explicit keys", "? ".repeat(60_000)),
        new Bomb("a huge plain scalar", head + "x".repeat(MIB - 100)),
        new Bomb(
            "a huge plain scalar on lines", head + ("x".repeat(100) + "\n      ").repeat(9_000)),
        new Bomb("a huge quoted scalar", head + '"' + "x\n".repeat(500_000) + '"'),
        new Bomb("a huge literal", head + "|\n" + "      x\n".repeat(120_000)),
        new Bomb("a huge folded scalar", head + ">\n" + "      x\n\n".repeat(110_000)),
        new Bomb("a huge key", "x".repeat(MIB / 2) + ": 1\n"),
        new Bomb("many keys", head + "\n" + keys()),
        new Bomb("many items", head + "\n" + "    - 1\n".repeat(130_000)),
        new Bomb("many items in brackets", head + "[" + "1,\n      ".repeat(110_000) + "]"),
        new Bomb("many equal keys", head + "\n" + "    a: 1\n".repeat(110_000)),
        new Bomb("many statements", "workflow: w\ndo:\n" + "- set: {a: 1}\n".repeat(60_000)),
        new Bomb("many wrong statements", "workflow: w\ndo:\n" + "- sat: {a: 1}\n".repeat(60_000)),
        new Bomb(
            "many comments", "workflow: w\ndo:\n" + "  # c\n".repeat(150_000) + "  - commit\n"),
        new Bomb("many comments in brackets", head + "[" + "#\n".repeat(300_000) + "]\n"),
        new Bomb("many empty lines", "workflow: w\n" + "\n".repeat(900_000) + "do: []\n"),
        new Bomb("many blanks", "workflow: w\ndo: " + " ".repeat(900_000) + "[]\n"),
        new Bomb("many expressions", head + "\"" + "${a}".repeat(2_000) + "\"\n"),
        new Bomb("many open expressions", head + "\"" + "${".repeat(4_000) + "\"\n"),
        new Bomb("a deep expression", head + "\"${" + "(".repeat(4_000) + "}\"\n"),
        new Bomb("many escapes", head + "\"" + "\\u0041".repeat(20_000) + "\"\n"),
        new Bomb("an endless tag", "!<" + "%41".repeat(40_000) + "> x\n"),
        new Bomb("an endless anchor", "&" + "a".repeat(100_000) + " x\n"),
        new Bomb("many documents", "---\n".repeat(250_000)),
        new Bomb("more than fits", "#".repeat(MIB + 1)));
  }

  private static String aliases() {
    StringBuilder text =
        new StringBuilder("workflow: w\ndo:\n  - set: {a0: &a0 [x, x, x, x, x, x, x, x, x]}\n");
    for (int i = 1; i < 40; i++) {
      String before = "*a" + (i - 1);
      text.append(
          "  - set: {a%d: &a%d [%s]}\n"
              .formatted(i, i, String.join(", ", List.of(before, before, before))));
    }
    return text.toString();
  }

  private static String nestedMaps() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 1_400; i++) {
      text.repeat(" ", i).append("a:\n");
    }
    return text.toString();
  }

  private static String nestedStatements() {
    StringBuilder text = new StringBuilder("workflow: w\ndo:\n");
    for (int i = 0; i < 90; i++) {
      text.repeat(" ", 2 + 4 * i).append("- scope:\n");
    }
    return text.append(" ".repeat(2 + 4 * 90)).append("- commit\n").toString();
  }

  private static String keys() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 80_000; i++) {
      text.append("    k").append(i).append(": 1\n");
    }
    return text.toString();
  }

  @TestFactory
  Stream<DynamicTest> bombsAreRefusedOrReadInBoundedTime() {
    return bombs().stream()
        .map(bomb ->
            DynamicTest.dynamicTest(
                bomb.title,
                () -> assertTimeoutPreemptively(LONGEST, () -> parse(bomb.text, bomb.title))));
  }

  @Test
  void statementsNestUpToSixtyFour() {
    assertFalse(parse(nestedStatements(), "ninety scopes").value().isPresent());
    assertTrue(parse(scopes(62), "sixty-two scopes").value().isPresent());
  }

  private static String scopes(int depth) {
    StringBuilder text = new StringBuilder("workflow: w\ndo:\n");
    for (int i = 0; i < depth; i++) {
      text.repeat(" ", 2 + 4 * i).append("- scope:\n");
    }
    return text.append(" ".repeat(2 + 4 * depth)).append("- commit\n").toString();
  }
}
