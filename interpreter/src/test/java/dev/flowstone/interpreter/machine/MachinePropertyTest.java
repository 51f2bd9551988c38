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
  private static final int LENGTH = 20;

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
            Driver.START, "it", "id-1", "v1", 1, Value.Null.NULL, "secret", "http://localhost/", Optional.empty()));
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
    var stored = journaled(journal);
    assertArrayEquals(bytes, StateCodec.encode(fold(program, stored)), "I4: the whole journal");
    var resumed = decoded(snapshot);
    for (var event : stored.subList(tailFrom, stored.size())) {
      resumed = Machine.step(program, resumed, event).state();
    }
    assertArrayEquals(bytes, StateCodec.encode(resumed), "I4: the snapshot and its tail");
    assertEquals(state, decoded(bytes));
    assertTrue(ends(program, state), "in good weather every execution ends or parks: " + state);
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
            || state.pausedSince().isPresent()
            || state.ending().isPresent();
    assertTrue(moves, "nothing can move " + state);
    if (state.ending().isPresent()) {
      assertTrue(state.outstanding(program).isEmpty(), "an ended execution has nothing to do");
      assertTrue(state.timers().isEmpty(), "an ended execution waits for no time");
    } else {
      assertTrue(!state.waitingFor(program).isEmpty());
    }
  }

  /// From here on everything succeeds and time passes.
  private static boolean ends(Program program, State from) {
    var state = from;
    for (int i = 0; i < 1_000 && state.ending().isEmpty(); i++) {
      state = Machine.step(program, state, goodNews(program, state)).state();
    }
    return state.ending().isPresent();
  }

  private static Event goodNews(Program program, State state) {
    if (state.status() == Status.PAUSED) {
      return new Event.Delivered(
          state.time(), "good " + state.time(), state.time(), new Message.Resume("go on"));
    }
    var outstanding = state.outstanding(program);
    if (outstanding.isEmpty()) {
      var timer = state.timers().getFirst();
      return new Event.TimerFired(timer.due(), timer.key(), timer.due());
    }
    return switch (outstanding.getFirst()) {
      case Command.Invoke invoke when invoke.journalStart() ->
          new Event.AttemptStarted(state.time(), invoke.call(), invoke.attempt());
      case Command.Invoke invoke -> succeeded(state, invoke.call(), invoke.attempt());
      case Command.Interrupt(String call, int attempt) -> succeeded(state, call, attempt);
      case Command.StartChild _, Command.CancelChild _ ->
          throw new AssertionError("no part of these programs calls another");
    };
  }

  private static Event succeeded(State state, String call, int attempt) {
    return new Event.AttemptSucceeded(state.time(), call, attempt, new Value.Int(1), Duration.ZERO);
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
