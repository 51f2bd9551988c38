package dev.flowstone.interpreter.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The keys of consumed messages: the newest ten thousand are known.
class ConsumedKeysTest {
  private static final Program PROGRAM =
      Scenario.program(
          """
          workflow mailbox
          n = 0
          while n < 1000000 max 1000000 {
            m = wait for ping timeout 1d
            n = n + m
          }
          ---
          """);

  @Test
  void aStateStopsGrowing() {
    var full = hear(start(Semantics.NEWEST), 0, 10_000);
    var later = hear(full, 10_000, 10_500);

    assertEquals(10_000, later.consumed().size());
    int growth = StateCodec.encode(later).length - StateCodec.encode(full).length;
    assertEquals(0, growth, 20, "digits of counters");
  }

  @Test
  void theOldestIsForgottenFirst() {
    var state = hear(start(Semantics.NEWEST), 0, 10_001);

    assertSame(state, hear(state, 10_000), "the newest is known");
    assertSame(state, hear(state, 1), "the oldest that is left is known");
    assertNotSame(state, hear(state, 0), "the one before counts anew");
  }

  /// Forgetting goes by what a snapshot tells (I4).
  @Test
  void aSnapshotAndItsTailForgetTheSame() {
    var folded = hear(start(Semantics.NEWEST), 0, 10_100);
    var snapshot = stored(hear(stored(hear(start(Semantics.NEWEST), 0, 700)), 700, 9_900));
    var resumed = hear(snapshot, 9_900, 10_100);

    assertArrayEquals(StateCodec.encode(folded), StateCodec.encode(resumed));
  }

  @Test
  void anExecutionThatBeganBeforeKeepsAll() {
    var state = hear(start(1), 0, 10_100);

    assertEquals(10_100, state.consumed().size());
    assertArrayEquals(StateCodec.encode(state), StateCodec.encode(stored(state)));
  }

  private static State start(int semantics) {
    var started =
        new Event.Started(
            Driver.START,
            "it",
            "id",
            "v",
            semantics,
            Value.Fields.EMPTY,
            "secret",
            "http://localhost/",
            Optional.empty());
    return Machine.start(PROGRAM, started).state();
  }

  private static State hear(State state, int from, int to) {
    var next = state;
    for (int key = from; key < to; key++) {
      next = hear(next, key);
    }
    return next;
  }

  private static State hear(State state, int key) {
    var signal = new Message.Signal("ping", new Value.Int(1));
    var at = state.time();
    return Machine.step(PROGRAM, state, new Event.Delivered(at, "k" + key, at, signal)).state();
  }

  private static State stored(State state) {
    Decoded.Ok<?> read =
        assertInstanceOf(Decoded.Ok.class, StateCodec.decode(StateCodec.encode(state)));
    return (State) read.value();
  }
}
