package dev.flowstone.grammar.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.TreePrinter;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.format.Formatter;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Diagnostic.Severity;
import dev.flowstone.grammar.source.SourceReader;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.testing.Flows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Parsing never throws: 100,000 texts that were broken at random end in a tree or in diagnostics.
class MutationTest {

  private static final int FILES = 70_000;
  private static final int EXPRESSIONS = 30_000;
  private static final int LONGEST = 350;
  private static final List<String> SNIPPETS =
      List.of(
          "{",
          "}",
          "(",
          ")",
          "[",
          "]",
          "\"",
          "'",
          "\"\"\"",
          "'''",
          "${",
          "$${",
          "\\",
          "r\"",
          "#",
          "\n",
          "\r",
          "=",
          ":",
          ",",
          "..",
          ".",
          "?",
          "!",
          "-",
          "`",
          "10mx",
          "1u",
          "b\"",
          "step ",
          "wait for ",
          "until ",
          "on timeout {",
          "retry ",
          "compensate ",
          "parallel ",
          "else ",
          "case ",
          "catch ",
          "workflow ",
          "input {",
          "\u0000",
          "\ud83d\ude00",
          "\ud800",
          "\u200b",
          "\ufeff");

  @Test
  void brokenFilesEndInDiagnostics() throws IOException {
    List<String> corpus = corpus();
    IntStream.range(0, FILES).parallel().forEach(seed -> readFile(corpus, seed));
  }

  @Test
  void brokenExpressionsEndInDiagnostics() throws IOException {
    List<String> corpus = new ArrayList<>();
    for (String line : Files.readAllLines(Flows.file("syntax/good/expressions.flow"))) {
      if (line.startsWith("x = ")) {
        corpus.add(line.substring(4));
      }
    }
    IntStream.range(0, EXPRESSIONS).parallel().forEach(seed -> readExpression(corpus, seed));
  }

  private static List<String> corpus() throws IOException {
    List<Path> files = new ArrayList<>(Flows.in("syntax/good"));
    files.addAll(Flows.in("syntax/bad"));
    List<String> corpus = new ArrayList<>();
    for (Path file : files) {
      corpus.add(Files.readString(file));
    }
    return corpus;
  }

  private static void readFile(List<String> corpus, int seed) {
    Random random = new Random(seed);
    String text = "workflow w\n" + broken(piece(corpus, random), piece(corpus, random), random);
    try {
      byte[] bytes = brokenBytes(text, random);
      SourceReader.Result read = SourceReader.read("seed-" + seed, bytes);
      Parsed<Workflow> parsed = TextParser.parse(read.source());
      check(read.source(), parsed);
      parsed.value().ifPresent(workflow -> roundTrip(read.source(), workflow));
    } catch (RuntimeException | StackOverflowError thrown) {
      throw new AssertionError("seed " + seed + " threw " + thrown + "\n" + text, thrown);
    } catch (AssertionError failed) {
      throw new AssertionError("seed " + seed + ": " + failed.getMessage() + "\n" + text, failed);
    }
  }

  private static void readExpression(List<String> corpus, int seed) {
    Random random = new Random(seed);
    String text = broken(piece(corpus, random), piece(corpus, random), random);
    SourceText source = new SourceText("seed-" + seed, text);
    try {
      Parsed<Expr> parsed =
          seed % 2 == 0
              ? TextParser.expression(Fragment.of(source))
              : TextParser.celExpression(source);
      check(source, parsed);
      TextParser.endOfExpression(text, text.length() / 2);
      if (seed % 2 == 0) {
        parsed.value().ifPresent(MutationTest::roundTrip);
      }
    } catch (RuntimeException | StackOverflowError thrown) {
      throw new AssertionError("seed " + seed + " threw " + thrown + "\n" + text, thrown);
    } catch (AssertionError failed) {
      throw new AssertionError("seed " + seed + ": " + failed.getMessage() + "\n" + text, failed);
    }
  }

  private static void check(SourceText source, Parsed<?> parsed) {
    boolean errors = parsed.diagnostics().stream().anyMatch(it -> it.severity() == Severity.ERROR);
    assertEquals(!errors, parsed.value().isPresent(), "a value, or errors");
    assertTrue(parsed.diagnostics().size() <= TextParser.MOST_DIAGNOSTICS, "too many diagnostics");
    for (Diagnostic diagnostic : parsed.diagnostics()) {
      assertTrue(
          diagnostic.span().end() <= source.text().length(), "outside of the text: " + diagnostic);
    }
    Flows.render(source, parsed.diagnostics());
  }

  private static void roundTrip(SourceText source, Workflow workflow) {
    String text = Formatter.format(workflow);
    assertEquals(comments(source.text()), comments(text), "comments of\n" + text);
    Workflow again = Flows.parse(text);
    assertEquals(TreePrinter.print(workflow), TreePrinter.print(again));
    assertEquals(text, Formatter.format(again));
  }

  /// Empty ones may be more: an empty line between comments becomes one.
  private static List<String> comments(String text) {
    Fragment fragment = Fragment.of(new SourceText("comments", text));
    Tokens tokens = TokenScan.scan(fragment, true, new Problems(fragment));
    return tokens.comments().stream()
        .map(token -> token.getText().replaceFirst("^# ?", "").stripTrailing())
        .filter(comment -> !comment.isEmpty())
        .sorted()
        .toList();
  }

  private static void roundTrip(Expr expr) {
    String text = Formatter.format(expr);
    Expr again =
        TextParser.expression(Fragment.of(new SourceText("again", text))).value().orElseThrow();
    assertEquals(TreePrinter.print(expr), TreePrinter.print(again));
  }

  /// Some lines of a file, or all of it.
  private static String piece(List<String> corpus, Random random) {
    String text = corpus.get(random.nextInt(corpus.size()));
    if (text.length() <= LONGEST) {
      return text;
    }
    int start = text.indexOf('\n', random.nextInt(text.length() - LONGEST / 2)) + 1;
    return text.substring(start, Math.min(text.length(), start + LONGEST));
  }

  private static String broken(String text, String other, Random random) {
    StringBuilder out = new StringBuilder(text);
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(out.length() + 1);
      int end = Math.min(out.length(), at + 1 + random.nextInt(8));
      switch (random.nextInt(6)) {
        case 0 -> out.delete(at, end);
        case 1 -> out.insert(at, SNIPPETS.get(random.nextInt(SNIPPETS.size())));
        case 2 -> out.replace(at, end, SNIPPETS.get(random.nextInt(SNIPPETS.size())));
        case 3 -> out.insert(random.nextInt(out.length() + 1), out.substring(at, end));
        case 4 -> out.insert(at, (char) random.nextInt(128));
        default -> {
          int from = random.nextInt(other.length() + 1);
          out.insert(at, other, from, Math.min(other.length(), from + random.nextInt(60)));
        }
      }
    }
    return out.toString();
  }

  private static byte[] brokenBytes(String text, Random random) {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    if (random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return random.nextInt(8) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
  }
}
