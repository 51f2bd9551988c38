package dev.flowstone.interpreter.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/// Signs of life of a callback, which nothing but their time tells apart.
class HeartbeatTest {
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final Instant START = Driver.START;

  private final Program program = program();
  private State state = start();

  @Test
  void tenThousandWeighNothing() {
    int early = StateCodec.encode(hear(1, START.plusSeconds(1), START.plusSeconds(1))).length;
    for (int i = 2; i <= 10_000; i++) {
      hear(i, START.plusSeconds(i), START.plusSeconds(i));
    }
    assertEquals(Optional.of(START.plusSeconds(10_000).plus(INTERVAL)), heartbeat());
    assertEquals(early, StateCodec.encode(state).length);
  }

  @Test
  void oneCountsFromWhenItWasAccepted() {
    hear(1, START.plusSeconds(10), START.plusSeconds(25));

    assertEquals(Optional.of(START.plusSeconds(10).plus(INTERVAL)), heartbeat());
  }

  @Test
  void oneThatCameBeforeAnotherDoesNotShortenIt() {
    hear(1, START.plusSeconds(20), START.plusSeconds(20));
    var before = state;

    assertSame(before, hear(2, START.plusSeconds(10), START.plusSeconds(21)));
  }

  @Test
  void oneThatIsDeliveredAgainChangesNothing() {
    hear(1, START.plusSeconds(20), START.plusSeconds(20));
    var before = state;

    assertSame(before, hear(1, START.plusSeconds(20), START.plusSeconds(50)));
  }

  @Test
  void aSendersClockThatIsAheadProlongsNothing() {
    hear(1, START.plus(Duration.ofDays(1)), START.plusSeconds(20));

    assertEquals(Optional.of(START.plusSeconds(20).plus(INTERVAL)), heartbeat());
  }

  @Test
  void anotherWaitsSignOfLifeChangesNothing() {
    var before = state;
    var foreign = new Message.CallbackHeartbeat("2");

    assertSame(before, step(new Event.Delivered(START.plusSeconds(5), "k", START, foreign)));
  }

  private State hear(int key, Instant acceptedAt, Instant at) {
    return step(new Event.Delivered(at, "k" + key, acceptedAt, new Message.CallbackHeartbeat("1")));
  }

  private State step(Event event) {
    state = Machine.step(program, state, event).state();
    return state;
  }

  private Optional<Instant> heartbeat() {
    return ((Activity.Awaiting) state.main().activity()).begun().heartbeat();
  }

  private State start() {
    return Machine.start(
            program,
            new Event.Started(
                START,
                "it",
                "id",
                "v",
                Semantics.NEWEST,
                Value.Null.NULL,
                "secret",
                "",
                Optional.empty()))
        .state();
  }

  private static Program program() {
    var await =
        new Instruction.Await(
            "go",
            Optional.empty(),
            "go",
            new Expression.Constant(new Value.Span(Duration.ofDays(7))),
            Optional.of(INTERVAL),
            Optional.empty(),
            OptionalInt.empty());
    return new Program(
        Program.FORMAT,
        Program.SEMANTICS,
        "long",
        new Type.Record(Map.of()),
        Map.of(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        List.of(await, new Instruction.Return(new Expression.Constant(Value.Null.NULL))));
  }
}
