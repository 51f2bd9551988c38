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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What holds for every program and every sequence of events, drawn at random.
class MachinePropertyTest {

  private static final int SEQUENCES = 8_000;
  private static final int LENGTH = 30;

  /// I3, I4 and that nothing throws: one pass over the same sequences, since making them is what
  /// costs.
  @Test
  void anySequenceOfEventsGivesLegalStatesAndDuplicatesChangeNothing() {
    Map<Status, Integer> seen = new EnumMap<>(Status.class);
    for (int seed = 0; seed < SEQUENCES; seed++) {
      try {
        seen.merge(ended(seed).status(), 1, Integer::sum);
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertEquals(Status.values().length, seen.size(), "every status is reached: " + seen);
  }

  static State ended(int seed) {
    var random = new Random(seed);
    return run(program(random), random);
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
            Driver.START,
            "it",
            "id-1",
            "v1",
            Semantics.NEWEST,
            Value.Null.NULL,
            "secret",
            "http://localhost/",
            Optional.empty()));
    var moved = new ArrayList<>(journal);
    var attempts = new Attempts();
    var state = fold(program, journal);
    int snapshotAfter = random.nextInt(LENGTH);
    byte[] snapshot = StateCodec.encode(state);
    int tailFrom = 1;
    for (int i = 0; i < LENGTH; i++) {
      var event = events.next(state);
      var before = state;
      state = applied(program, before, event, moved, random);
      attempts.follow(before, event, state);
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
    var end = state;
    var resumed = decoded(snapshot);
    for (var event : stored.subList(tailFrom, stored.size())) {
      resumed = Machine.step(program, resumed, event).state();
    }
    assertArrayEquals(bytes, StateCodec.encode(resumed), "I4: the snapshot and its tail");
    assertEquals(state, decoded(bytes));
    assertTrue(
        GoodWeather.ends(program, state),
        () -> "in good weather every execution ends or parks: " + end);
    return state;
  }

  /// One event, then twice, then once more an older one that has had its effect.
  private static State applied(
      Program program, State before, Event event, List<Event> moved, Random random) {
    var transition = Machine.step(program, before, event);
    var after = transition.state();
    assertSame(after, Machine.step(program, after, event).state(), () -> "I3: twice, " + event);
    var old = moved.get(random.nextInt(moved.size()));
    assertSame(after, Machine.step(program, after, old).state(), () -> "I3: late, " + old);
    assertTrue(after.outstanding(program).containsAll(transition.commands()), "I2");
    if (after.equals(before)) {
      assertTrue(transition.commands().isEmpty() && transition.history().isEmpty());
    }
    alive(program, after);
    branching(after);
    return after;
  }

  /// Every fiber but the main one is a branch of another one that counts it.
  private static void branching(State state) {
    var children = new HashMap<String, Integer>();
    state
        .fibers()
        .forEach(f -> f.branch().ifPresent(b -> children.merge(b.parent(), 1, Integer::sum)));
    for (var fiber : state.fibers()) {
      int live =
          switch (fiber.activity()) {
            case Activity.Joining(Fan fan) -> fan.live();
            case Activity.UnwindingGroup group -> group.live();
            default -> 0;
          };
      var counted = Optional.ofNullable(children.remove(fiber.path())).orElse(0);
      assertEquals(live, counted, () -> "branches of " + fiber.path() + " in " + state);
    }
    assertTrue(children.isEmpty(), () -> "fibers whose parent has gone: " + children);
  }

  /// I8: no attempt is made twice, and none of a call that has ended well.
  private static final class Attempts {
    private final Set<String> over = new HashSet<>();

    void follow(State before, Event event, State after) {
      var inFlight = inFlight(after);
      var ended = new HashSet<>(inFlight(before));
      ended.removeAll(inFlight);
      over.addAll(ended);
      if (event instanceof Event.AttemptSucceeded done
          && ended.contains(done.call() + "#" + done.attempt())) {
        over.add(done.call());
      }
      for (var attempt : inFlight) {
        var call = attempt.substring(0, attempt.lastIndexOf('#'));
        assertTrue(!over.contains(attempt) && !over.contains(call), () -> "I8: " + attempt);
      }
    }

    private static Set<String> inFlight(State state) {
      var attempts = new HashSet<String>();
      for (var fiber : state.fibers()) {
        fiber
            .activity()
            .inProgress()
            .filter(Call::inFlight)
            .ifPresent(call -> attempts.add(call.id() + "#" + call.attempt()));
      }
      return attempts;
    }
  }

  /// An execution that has not ended always has something that can move it.
  private static void alive(Program program, State state) {
    boolean moves =
        !state.outstanding(program).isEmpty()
            || !state.timers().isEmpty()
            || GoodWeather.awaitedChild(state).isPresent()
            || state.pausedSince().isPresent()
            || state.ending().isPresent();
    assertTrue(moves, () -> "nothing can move " + state);
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
