package dev.flowstone.interpreter.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What holds for every program and every sequence of events, drawn at random.
class MachinePropertyTest {

  private static final int SEQUENCES = 20_000;
  private static final int LENGTH = 30;

  /// I3, I4 and that nothing throws: one pass over the same sequences, since making them is what
  /// costs.
  @Test
  void anySequenceOfEventsGivesLegalStatesAndDuplicatesChangeNothing() {
    Map<Status, Integer> seen = new EnumMap<>(Status.class);
    for (int seed = 0; seed < SEQUENCES; seed++) {
      var random = new Random(seed);
      var program = program(random);
      try {
        var state = run(program, random);
        seen.merge(state.status(), 1, Integer::sum);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertEquals(Status.values().length, seen.size(), "every status is reached: " + seen);
  }

  private static Program program(Random random) {
    var timeout =
        random.nextInt(3) == 0 ? Optional.of(Duration.ofMinutes(2)) : Optional.<Duration>empty();
    return PartCompiler.compile(Part.random(random, 5), timeout);
  }

  private static State run(Program program, Random random) {
    var events = new RandomEvents(program, random);
    var journal = new ArrayList<Event>();
    journal.add(
        new Event.Started(
            Driver.START, "it", "id-1", "v1", 1, Value.Null.NULL, "secret", "http://localhost/"));
    var moved = new ArrayList<>(journal);
    var state = fold(program, journal);
    int snapshotAfter = random.nextInt(LENGTH);
    byte[] snapshot = StateCodec.encode(state);
    int tailFrom = 1;
    for (int i = 0; i < LENGTH; i++) {
      var event = events.next(state);
      var before = state;
      state = applied(program, before, event, moved, random);
      journal.add(event);
      if (!state.equals(before)) {
        moved.add(event);
      }
      if (i == snapshotAfter) {
        snapshot = StateCodec.encode(state);
        tailFrom = journal.size();
      }
    }
    var bytes = StateCodec.encode(state);
    assertArrayEquals(
        bytes, StateCodec.encode(fold(program, journaled(journal))), "I4: the whole journal");
    var resumed = decoded(snapshot);
    for (var event : journaled(journal.subList(tailFrom, journal.size()))) {
      resumed = Machine.step(program, resumed, event).state();
    }
    assertArrayEquals(bytes, StateCodec.encode(resumed), "I4: the snapshot and its tail");
    assertEquals(state, decoded(bytes));
    return state;
  }

  /// One event, then twice, then once more an older one that has had its effect.
  private static State applied(
      Program program, State before, Event event, List<Event> moved, Random random) {
    var transition = Machine.step(program, before, event);
    var after = transition.state();
    assertSame(after, Machine.step(program, after, event).state(), "I3: twice, " + event);
    var old = moved.get(random.nextInt(moved.size()));
    assertSame(after, Machine.step(program, after, old).state(), "I3: late, " + old);
    assertTrue(after.outstanding(program).containsAll(transition.commands()), "I2");
    if (after.equals(before)) {
      assertTrue(transition.commands().isEmpty() && transition.history().isEmpty());
    }
    alive(program, after);
    return after;
  }

  /// An execution that has not ended always has something that can move it.
  private static void alive(Program program, State state) {
    boolean moves =
        !state.outstanding(program).isEmpty()
            || !state.timers().isEmpty()
            || state.ending().isPresent();
    assertTrue(moves, "nothing can move " + state);
    if (state.ending().isPresent()) {
      assertTrue(state.outstanding(program).isEmpty(), "an ended execution has nothing to do");
      assertTrue(state.timers().isEmpty(), "an ended execution waits for no time");
    } else {
      assertTrue(!state.waitingFor(program).isEmpty());
    }
  }

  private static State fold(Program program, List<Event> journal) {
    var state = Machine.start(program, (Event.Started) journal.getFirst()).state();
    for (var event : journal.subList(1, journal.size())) {
      state = Machine.step(program, state, event).state();
    }
    return state;
  }

  /// Events as they come back from a store.
  private static List<Event> journaled(List<Event> events) {
    if (EventCodec.decode(EventCodec.encode(events)) instanceof Decoded.Ok(List<Event> back)) {
      assertEquals(events, back);
      return back;
    }
    throw new AssertionError("events do not survive their codec");
  }

  private static State decoded(byte[] bytes) {
    if (StateCodec.decode(bytes) instanceof Decoded.Ok(State state)) {
      return state;
    }
    throw new AssertionError("a state does not survive its codec");
  }
}
