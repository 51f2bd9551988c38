package dev.flowstone.interpreter.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.grammar.value.Value;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Random programs in random worlds: the machine attempts what the naive interpreter attempts, in
/// that order, and ends as it does. The driver holds I8 meanwhile.
class NaiveOracleTest {

  private static final int PROGRAMS = 5_000;

  @Test
  void machineAndNaiveInterpreterAgree() {
    var ends = new EnumMap<Status, Integer>(Status.class);
    for (int seed = 0; seed < PROGRAMS; seed++) {
      var random = new Random(seed);
      var parts = Part.random(random, 6);
      var world = new World(seed, random.nextInt(3) == 0 ? 1 + random.nextInt(8) : 0);
      var naive = NaiveInterpreter.run(parts, world);
      var driver = new Driver(PartCompiler.compile(parts, Optional.empty()), world).finish();
      var machine =
          new NaiveInterpreter.Outcome(
              driver.state.status(), detail(driver.state), List.copyOf(driver.attempts));
      assertEquals(naive, machine, "seed " + seed + ": " + parts);
      ends.merge(naive.status(), 1, Integer::sum);
    }
    assertEquals(4, ends.size(), "every end is reached: " + ends);
  }

  private static String detail(State state) {
    if (state.status() == Status.COMPENSATION_FAILED) {
      return "";
    }
    return state
        .result()
        .map(r -> r instanceof Value.Int(long number) ? Long.toString(number) : "null")
        .or(() -> state.error().map(Fault::name))
        .orElse("");
  }
}
