package dev.flowstone.grammar.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.TreePrinter;
import dev.flowstone.grammar.format.Formatter;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.Span;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Expressions and other pieces of the language that stand alone.
class ExpressionSyntaxTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '\0',
      value = {
        "a || b && c == d + e * -f.g → (|| a (&& b (== c (+ d (* e (- (. f g)))))))",
        "a - b - c → (- (- a b) c)",
        "a < b == c → (== (< a b) c)",
        "a ? b : c ? d : e → (?: a b (?: c d e))",
        "!a.b(c)[d] → (! ([] (method b a c) d))",
        "- -1 → (- (- 1))",
        "a in b || c → (|| (in a b) c)",
        "(((a))) → a",
        "{a: 1, 'b': 2, (c): 3, true: 4} → (map (entry \"a\" 1) (entry \"b\" 2) (entry c 3) (entry true 4))",
        "[?a, b,] → (list (? a) b)",
        "a.?b[?'c'] → ([?] (.? a b) \"c\")",
        "'a' + r\"\\n\" → (+ \"a\" \"\\\\n\")",
        "\"\"\"a\"b\"\"\" → \"a\\\"b\"",
        "2h30m - 500ms → (- 2h30m 500ms)",
        "1.5.f() → (method f 1.5)",
        "a.`b-c` → (. a \"b-c\")",
      })
  void bindsAsCelDoes(String text, String tree) {
    assertEquals(tree, tree(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '\0',
      value = {
        "\"a ${b} c\" → (template \"a \" b \" c\") → \"a ${b} c\"",
        "'$${a}' → \"${a}\" → \"$${a}\"",
        "'''${f(\"}\")}''' → (template (function f \"}\")) → \"${f(\\\"}\\\")}\"",
        "\"${\"${a}\"}\" → (template (template a)) → ",
        "r'${a}' → \"${a}\" → \"${a}\"",
      })
  void dollarBraceIsAnExpressionInWorkflowsAndTextInCel(String text, String workflow, String cel) {
    assertEquals(workflow, tree(text));
    if (cel != null) {
      Expr plain = TextParser.celExpression(new SourceText("cel", text)).value().orElseThrow();
      assertEquals(cel, TreePrinter.print(plain).strip());
    }
  }

  @Test
  void spansOfAFragmentPointIntoTheSource() {
    SourceText source = new SourceText("a.yaml", "x: ${order.total + 1}");
    Expr expr = TextParser.expression(Fragment.of(source, new Span(5, 20))).value().orElseThrow();
    assertEquals(new Span(5, 20), expr.span());
    Fragment doubled = new Fragment("a + bb", offset -> 100 + 2 * offset);
    Expr.Binary sum = (Expr.Binary) TextParser.expression(doubled).value().orElseThrow();
    assertEquals(new Span(108, 112), sum.right().span());
    assertEquals(new Span(100, 112), sum.span());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '→',
      quoteCharacter = '\0',
      value = {
        "${a} b → 3",
        "${f({a: 1})} → 11",
        "${\"}\"} → 5",
        "${'a ${b} c'} → 12",
        "${a → -1",
        "${\"a} → -1",
        "${r'}'} → 6",
      })
  void findsTheBraceThatEndsAnExpression(String text, int end) {
    assertEquals(end, TextParser.endOfExpression(text, 2).orElse(-1));
  }

  @ParameterizedTest
  @CsvSource({
    "30s, PT30S",
    "2h30m, PT2H30M",
    "7d, P7D",
    "500ms, PT0.5S",
    "1d2h3m4s5ms, P1DT2H3M4.005S",
    "0s, PT0S"
  })
  void durationsGoFromTheLargestUnitToTheSmallest(String text, String value) {
    assertEquals(Optional.of(Duration.parse(value)), duration(text));
  }

  @ParameterizedTest
  @CsvSource({
    "30m2h",
    "1h1h",
    "1.5s",
    "10mx",
    "1 s",
    "5",
    "s",
    "-5s",
    "9999999999d",
    "''",
    "1ms1s"
  })
  void andAreNothingElse(String text) {
    assertEquals(Optional.empty(), duration(text));
  }

  @Test
  void aTypeAPolicyAndABackoffStandAlone() {
    assertEquals(
        "{a: [string?], b?: {int}}",
        Formatter.oneLine(
            TextParser.type(fragment("{ a:[string?] , b? :{int} }")).value().orElseThrow()));
    assertEquals(
        "5 attempts, backoff 1s..60s, jitter full",
        Formatter.oneLine(
            TextParser.retryPolicy(fragment("jitter full, backoff 1s..60s, 5 attempts"))
                .value()
                .orElseThrow()));
    assertEquals("60s", TextParser.backoff(fragment("1s..60s")).value().orElseThrow().to().text());
    assertEquals(Optional.empty(), TextParser.type(fragment("[string")).value());
  }

  private static Optional<Duration> duration(String text) {
    return TextParser.duration(fragment(text)).value().map(DurationText::value);
  }

  private static String tree(String text) {
    Parsed<Expr> parsed = TextParser.expression(fragment(text));
    return TreePrinter.print(
            parsed.value().orElseThrow(() -> new AssertionError(text + parsed.diagnostics())))
        .strip();
  }

  private static Fragment fragment(String text) {
    return Fragment.of(new SourceText("test", text));
  }
}
