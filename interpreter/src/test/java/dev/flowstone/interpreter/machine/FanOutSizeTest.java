package dev.flowstone.interpreter.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a fan-out weighs: fibers are the items that are under way, and the state grows with the
/// items and their results alone.
class FanOutSizeTest {

  private static final String FAN_OUT =
      """
      workflow wide
      input {
        items: [int]
      }
      xs = for n in input.items parallel 100 tolerate 5% {
        y = step work(n: n)
          compensate unwork(y: y)
        yield y
      }
      return size(xs.errors)
      ---
      """;

  private final List<Integer> bytes = new ArrayList<>();
  private int mostFibers;

  @Test
  void tenThousandItemsWithAHundredAtATimeWeighWhatTheirResultsDo() {
    var small = run(1_000);
    assertEquals(Optional.of(new Value.Int(30)), small.result());
    int thousand = largest();
    var large = run(10_000);
    assertEquals(Optional.of(new Value.Int(300)), large.result());
    assertTrue(largest() < 11 * thousand, "from " + thousand + " to " + largest() + " bytes");
    assertEquals(101, mostFibers);
  }

  /// As many as a `for` may have, and each with something to compute.
  @Test
  void aHundredThousandItemsThatOnlyComputeAreOneTurn() {
    for (String how : List.of("", " parallel 100", " tolerate 1", " parallel 100 settle")) {
      var program =
          Scenario.program(
              """
              workflow pure
              input {
                items: [int]
              }
              xs = for n in input.items%s {
                double = 2 * n
                if double %% 3 == 0 {
                  other = double / 3
                } else {
                  other = double + 1
                }
                yield other
              }
              return "done"
              ---
              """
                  .formatted(how));
      var state = start(program, 100_000).state();
      assertEquals(Optional.of(new Value.Text("done")), state.result(), how + state.error());
    }
  }

  /// A limit is raised like any other error: what runs already is stopped, and a `catch` may take
  /// it.
  @Test
  void tooManyBranchesAtOnceAreAnError() {
    var program =
        Scenario.program(
            """
            workflow wider
            input {
              items: [int]
            }
            try {
              for a in input.items parallel 200 {
                for b in input.items parallel 200 {
                  wait 1h
                }
              }
            } catch LimitExceeded as e {
              return e.message
            }
            ---
            """);
    assertEquals(
        Optional.of(new Value.Text("more than 10,000 branches would run at the same time")),
        start(program, 200).state().result());
  }

  @Test
  void asManyBranchesAtOnceAsMayBeWrittenRun() {
    var program =
        Scenario.program(
            """
            workflow widest
            input {
              items: [int]
            }
            for a in input.items parallel 10000 {
              wait 1h
            }
            ---
            """);
    assertEquals(10_001, start(program, 10_000).state().fibers().size());
  }

  /// Undos whose arguments have no value end as soon as they begin.
  @Test
  void tenThousandUndosThatFailAtOnceAreOneRest() {
    var program =
        Scenario.program(
            """
            workflow broken
            input {
              items: [int]
            }
            for n in input.items parallel 3 {
              y = step work(n: n)
                compensate unwork(y: 1 / (n - n))
            }
            rollback
            ---
            """);
    var first = start(program, 10_000);
    var calls = new ArrayDeque<>(first.commands());
    var state = first.state();
    while (!calls.isEmpty()) {
      var next = Machine.step(program, state, end(state, (Command.Invoke) calls.removeFirst(), 99));
      state = next.state();
      calls.addAll(next.commands());
    }
    assertEquals(Status.COMPENSATION_FAILED, state.status());
    assertEquals(10_000, state.waitingFor(program).size());
    var again =
        Machine.step(
            program,
            state,
            new Event.Delivered(state.time(), "again", state.time(), new Message.Redrive("again")));
    assertEquals(Status.COMPENSATION_FAILED, again.state().status());
  }

  /// Every timer is looked for among all others.
  @Test
  void twoThousandWaitsEndOneAfterTheOther() {
    var program =
        Scenario.program(
            """
            workflow sleepy
            input {
              items: [int]
            }
            for n in input.items parallel 5000 {
              wait duration(string(n) + "s")
            }
            return "awake"
            ---
            """);
    var state = start(program, 2_000).state();
    for (var timers = state.timers(); !timers.isEmpty(); timers = state.timers()) {
      for (var timer : timers) {
        state =
            Machine.step(
                    program, state, new Event.TimerFired(timer.due(), timer.key(), timer.due()))
                .state();
      }
    }
    assertEquals(Optional.of(new Value.Text("awake")), state.result());
  }

  private int largest() {
    return bytes.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }

  /// Three in a hundred fail.
  private State run(int items) {
    bytes.clear();
    mostFibers = 0;
    var program = Scenario.program(FAN_OUT);
    var calls = new ArrayDeque<Command>();
    var first = start(program, items);
    calls.addAll(first.commands());
    var state = first.state();
    int ended = 0;
    while (!calls.isEmpty()) {
      var invoke = (Command.Invoke) calls.removeFirst();
      var next = Machine.step(program, state, end(state, invoke, ended));
      state = next.state();
      calls.addAll(next.commands());
      mostFibers = Math.max(mostFibers, state.fibers().size());
      if (++ended % (items / 20) == 0) {
        bytes.add(StateCodec.encode(state).length);
      }
    }
    return state;
  }

  private static Event end(State state, Command.Invoke invoke, int ended) {
    return ended % 100 < 3
        ? new Event.AttemptFailed(
            state.time(),
            invoke.call(),
            1,
            new Event.Failure("Broken", "as asked", Optional.empty(), true, true),
            0.5,
            Duration.ZERO)
        : new Event.AttemptSucceeded(
            state.time(), invoke.call(), 1, new Value.Int(ended), Duration.ZERO);
  }

  private static Transition start(Program program, int items) {
    var numbers = new ArrayList<Value>();
    for (int i = 0; i < items; i++) {
      numbers.add(new Value.Int(i));
    }
    var input = new Value.Fields(Map.of(new Value.Text("items"), new Value.Items(numbers)));
    return Machine.start(
        program,
        new Event.Started(
            Driver.START,
            "it",
            "id",
            "v",
            Semantics.NEWEST,
            input,
            "secret",
            "http://localhost/",
            Optional.empty()));
  }
}
