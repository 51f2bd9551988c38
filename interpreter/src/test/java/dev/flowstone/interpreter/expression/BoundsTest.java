package dev.flowstone.interpreter.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.Function;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.expression.EvaluationError.Kind;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No expression takes more time, memory, depth or room than it may, whatever it is given.
class BoundsTest {

  private static final long PATIENCE_MILLIS = 2_000;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "xs.all(a, xs.all(b, xs.all(c, true)))",
        "xs.map(a, xs.map(b, a))",
        "xs.map(a, xs + xs).size()",
        "xs.map(a, text + text).size()",
        "xs.exists(a, a in xs && a < 0)",
        "xs.exists(a, text.contains('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab'))",
        "xs.exists(a, text.matches('(a|aa)*b'))",
        "xs.exists(a, text == text + '')",
        "xs.map(a, '%s'.format([xs])).size()",
        "xs.filter(a, text.split('').size() < 0)",
        "xs.map(x, [x]).distinct().size()",
        "xs.exists(a, xs == xs && false)",
        "lists.range(100000).map(x, x).size()",
        "text.replace('', text).size()",
        "xs.map(x, text).join(text).size()",
        "xs.exists(x, missing.field) || true"
      })
  void costlyExpressionsEndInALimit(String text) {
    Map<String, Value> names =
        Map.of("xs", ints(2_000), "text", new Value.Text("a".repeat(100_000)), "missing", ints(0));
    long before = cpuNanos();
    Expressions.error(Kind.LIMIT, "xs.map(i, " + text + ").size() > 0", names);
    long millis = (cpuNanos() - before) / 1_000_000;
    assertTrue(millis < PATIENCE_MILLIS, text + " took " + millis + " ms");
  }

  @Test
  void searchingIsChargedForWhatItMayCompare() {
    Map<String, Value> names =
        Map.of(
            "text",
            new Value.Text("a".repeat(200_000)),
            "part",
            new Value.Text("a".repeat(100_000) + "b"));
    long before = cpuNanos();
    Expressions.error(Kind.LIMIT, "text.contains(part)", names);
    Expressions.error(Kind.LIMIT, "text.lastIndexOf(part) >= 0", names);
    Expressions.error(Kind.LIMIT, "text.split(part).size()", names);
    assertTrue((cpuNanos() - before) / 1_000_000 < PATIENCE_MILLIS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "((a{1000}){1000}){1000}",
        "(((a{100}){100}){100})",
        "(x+x+)+y",
        "(a{0,900}){0,900}"
      })
  void regularExpressionsAreBounded(String regex) {
    long before = cpuNanos();
    Expressions.evaluate(
        "text.matches(regex)",
        Map.of("text", new Value.Text("x".repeat(10_000)), "regex", new Value.Text(regex)));
    long millis = (cpuNanos() - before) / 1_000_000;
    assertTrue(millis < PATIENCE_MILLIS, regex + " took " + millis + " ms");
  }

  @Test
  void aResultHasAtMost256KilobytesOfNewText() {
    Map<String, Value> names = Map.of("text", new Value.Text("a".repeat(130_000)));
    assertEquals(260_000, ((Value.Text) Expressions.value("text + text", names)).value().length());
    Expressions.error(Kind.LIMIT, "text + text + 'abcdefgh'.replace('a', text)", names);
  }

  @Test
  void whatIsThrownAwayOnTheWayDoesNotCountAsResult() {
    Map<String, Value> names = Map.of("text", new Value.Text("a".repeat(200_000)));
    assertEquals(
        new Value.Int(600_000),
        Expressions.value(
            "[text.trim(), text.lowerAscii(), text.upperAscii()].map(t, t.size())"
                + ".filter(n, n > 0).map(n, [n, n][0]).map(n, n * 3)[0]",
            names));
  }

  @Test
  void theOldIsNotChargedAgain() {
    List<Value> messages = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      messages.add(new Value.Text("m".repeat(1_000)));
    }
    Map<String, Value> names =
        Map.of("messages", new Value.Items(messages), "m", new Value.Text("new"));
    Value.Items all = (Value.Items) Expressions.value("messages + [m]", names);
    assertEquals(2_001, all.values().size());
  }

  @Test
  void aValueThatOccursOftenCountsAsOften() {
    String bomb = "x";
    for (int i = 0; i < 12; i++) {
      bomb = "cel.bind(x, [x, x, x, x], " + bomb + ")";
    }
    Expressions.error(Kind.LIMIT, "cel.bind(x, ['lol'], " + bomb + ")", Map.of());
    Value large = Expressions.json("[\"" + "a".repeat(3 << 20) + "\"]");
    Expressions.error(Kind.LIMIT, "[x, x, x]", Map.of("x", large));
  }

  @Test
  void aResultNestsAsDeepAsJsonMay() {
    Value deep = new Value.Int(1);
    for (int i = 0; i < ValueJson.MAX_DEPTH; i++) {
      deep = new Value.Items(List.of(deep));
    }
    Expressions.value("x", Map.of("x", deep));
    Expressions.error(Kind.LIMIT, "[x]", Map.of("x", deep));
    Expressions.value("x == x && x != [x]", Map.of("x", deep));
  }

  @Test
  void deepProgramsEndInALimitAndNotInTheStack() {
    Expression deep = new Expression.Constant(new Value.Int(1));
    for (int i = 0; i < 100_000; i++) {
      deep = new Expression.Invoke(Function.NEGATE, List.of(deep));
    }
    Evaluated evaluated = Evaluation.evaluate(deep, Environment.of(Map.of()));
    assertEquals(
        new Evaluated.Failed(
            new EvaluationError(Kind.LIMIT, "the expression nests more than 400 deep")),
        evaluated);
  }

  @Test
  void filteringTakesTimeInProportion() {
    assertTrue(nanosOfFilter(10_000) < 40 * Math.max(nanosOfFilter(1_000), 20_000));
  }

  private static long nanosOfFilter(int size) {
    Expression filter = Expressions.compile("xs.filter(x, x % 2 == 1)");
    Environment environment = Environment.of(Map.of("xs", ints(size)));
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 30; i++) {
      long before = cpuNanos();
      Evaluation.evaluate(filter, environment);
      best = Math.min(best, cpuNanos() - before);
    }
    return best;
  }

  /// Of this thread: other work on the machine does not count.
  private static long cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static Value ints(int count) {
    List<Value> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(new Value.Int(i));
    }
    return new Value.Items(values);
  }
}
