package dev.flowstone.interpreter.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.grammar.value.Value;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Random programs in random worlds: the machine attempts what the naive interpreter attempts, in
/// that order, and ends as it does. The driver holds I8 meanwhile.
class NaiveOracleTest {

  private static final int PROGRAMS = 8_000;

  @Test
  void machineAndNaiveInterpreterAgree() {
    var ends = new EnumMap<Status, Integer>(Status.class);
    for (int seed = 0; seed < PROGRAMS; seed++) {
      ends.merge(agreed(seed).status(), 1, Integer::sum);
    }
    assertEquals(4, ends.size(), "every end is reached: " + ends);
  }

  static NaiveInterpreter.Outcome agreed(int seed) {
    var random = new Random(seed);
    var parts = Part.randomInOrder(random, 6);
    var world = new World(seed, random.nextInt(3) == 0 ? 1 + random.nextInt(8) : 0);
    var naive = NaiveInterpreter.run(parts, world);
    var driver = new Driver(PartCompiler.compile(parts, Optional.empty()), world).finish();
    var machine =
        new NaiveInterpreter.Outcome(
            driver.state.status(), detail(driver.state), List.copyOf(driver.attempts));
    assertEquals(naive, machine, "seed " + seed + ": " + parts);
    return naive;
  }

  private static String detail(State state) {
    if (state.status() == Status.COMPENSATION_FAILED) {
      return "";
    }
    return state
        .result()
        .map(NaiveOracleTest::text)
        .or(() -> state.error().map(Fault::name))
        .orElse("");
  }

  /// A result as the naive interpreter writes it.
  private static String text(Value value) {
    return switch (value) {
      case Value.Int(long number) -> Long.toString(number);
      case Value.Items(List<Value> items) ->
          items.stream().map(NaiveOracleTest::text).toList().toString();
      case Value.Fields fields when fields.get("errors").isPresent() ->
          fields.get("values").map(values -> text(values) + " ").orElse("")
              + errors((Value.Items) fields.get("errors").get());
      case Value.Fields fields when fields.get("name").isPresent() ->
          text(fields.get("name").get());
      case Value.Fields _ -> "{}";
      case Value.Text(String text) -> text;
      default -> "null";
    };
  }

  private static String errors(Value.Items errors) {
    var names = new TreeMap<Long, String>();
    for (var error : errors.values()) {
      if (error instanceof Value.Fields fields
          && fields.get("index").orElseThrow() instanceof Value.Int(long index)) {
        names.put(index, text(fields));
      }
    }
    return names.toString();
  }
}
