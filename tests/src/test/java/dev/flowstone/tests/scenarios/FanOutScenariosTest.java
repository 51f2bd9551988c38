package dev.flowstone.tests.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.machine.Status;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Ten thousand items, a hundred at once, of which three per cent may fail.
@ParameterizedClass
@EnumSource(StoreKind.class)
@Timeout(120)
final class FanOutScenariosTest {
  private static final int ITEMS = 10_000;
  private static final String FAN_OUT =
      """
      workflow fan_out

      input {
        items: [int]
      }
      retry soon = 6 attempts, backoff 1s..1s, jitter none

      done = for item in input.items parallel 100 tolerate 3% {
        x = step stage.act(what: "item", with: item) retry soon
        yield x
      }
      return done
      """;

  private final StoreKind kind;
  @TempDir private Path folder;

  FanOutScenariosTest(StoreKind kind) {
    this.kind = kind;
  }

  private static Stage failing(LongPredicate which) {
    return new Stage((input, context) -> act(input, which));
  }

  private static Value act(Stage.Input input, LongPredicate which) {
    if (which.test(((Value.Int) input.with()).value())) {
      throw new PermanentError("Refused", "this one not");
    }
    return input.with();
  }

  private static Value.Fields items(int count) {
    List<Value> items = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      items.add(new Value.Int(i));
    }
    return new Value.Fields(Map.of(new Value.Text("items"), new Value.Items(items)));
  }

  /// Three hundred of them.
  private static boolean everyThirtyThird(long item) {
    return item % 33 == 0 && item < 9_900;
  }

  private static List<Value> items(Map<Value, Value> fields, String name) {
    return ((Value.Items) Objects.requireNonNull(fields.get(new Value.Text(name)))).values();
  }

  private static void assertAllInOrder(Value result) {
    Map<Value, Value> fields = ((Value.Fields) result).entries();
    List<Value> values = items(fields, "values");
    List<Value> errors = items(fields, "errors");
    assertEquals(ITEMS, values.size());
    assertEquals(300, errors.size());
    for (int i = 0; i < ITEMS; i++) {
      assertEquals(everyThirtyThird(i) ? Value.Null.NULL : new Value.Int(i), values.get(i));
    }
    for (int i = 0; i < errors.size(); i++) {
      Map<Value, Value> error = ((Value.Fields) errors.get(i)).entries();
      assertEquals(new Value.Int(33L * i), error.get(new Value.Text("index")));
      assertEquals(new Value.Text("Refused"), error.get(new Value.Text("name")));
    }
  }

  @Test
  void endsWellWithThreeHundredFailuresAndWritesNoMoreThanItMust() {
    Stage stage = failing(FanOutScenariosTest::everyThirtyThird);
    try (Hosts hosts = new Hosts(kind, folder, 1, stage)) {
      hosts.deploy(FAN_OUT);
      hosts.run("quarter", "fan_out", items(ITEMS / 4));
      Written quarter = hosts.written();
      hosts.run("whole", "fan_out", items(ITEMS));
      Written whole = hosts.written().minus(quarter);

      assertAllInOrder(hosts.result("whole"));
      assertEquals(ITEMS, stage.calls("whole").size());
      assertTrue(whole.appends() <= ITEMS, whole::toString);
      assertTrue(
          whole.appendedBytes() < 4.4 * quarter.appendedBytes(), () -> quarter + " " + whole);
      assertTrue(
          whole.snapshotBytes() < 4.4 * quarter.snapshotBytes(), () -> quarter + " " + whole);
      assertTrue(whole.largestSnapshot() < 4.4 * quarter.largestSnapshot(), whole::toString);
    }
  }

  @Test
  void failsAtOneMore() {
    Stage stage = failing(item -> item % 2 == 0);
    try (Hosts hosts = new Hosts(kind, folder, 1, stage)) {
      hosts.deploy(FAN_OUT);
      hosts.run("many", "fan_out", items(ITEMS));

      assertEquals(Status.FAILED, hosts.status("many"));
      assertEquals("TooManyFailures", hosts.state("many").error().orElseThrow().name());
      int calls = stage.calls().size();
      assertTrue(calls >= 601 && calls < 1_000, "the rest never began: " + calls);
      hosts.assertAtRest();
    }
  }

  /// What was in flight is tried again under its key, and nothing else.
  @Test
  void goesOnWhereItsHostDied() {
    Stage stage = failing(FanOutScenariosTest::everyThirtyThird);
    try (Hosts hosts = new Hosts(kind, folder, 1, stage)) {
      hosts.deploy(FAN_OUT);
      hosts.dieAfter(50, false);
      hosts.run("orphan", "fan_out", items(ITEMS));

      assertAllInOrder(hosts.result("orphan"));
      Map<String, Long> attempts =
          stage.calls().stream()
              .collect(Collectors.groupingBy(Stage.Call::key, Collectors.counting()));
      assertEquals(ITEMS, attempts.size());
      assertTrue(attempts.values().stream().allMatch(count -> count <= 2));
      assertTrue(stage.calls().size() <= ITEMS + 300, "tried again: " + stage.calls().size());
      hosts.assertAtRest();
    }
  }
}
