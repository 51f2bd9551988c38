package dev.flowstone.interpreter.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What holds for a move from any state of any program, drawn at random.
class MovePropertyTest {

  private static final int SEQUENCES = 2_000;
  private static final int LENGTH = 25;

  private int moved;
  private int mended;

  @Test
  void anyStateMovesToTheSameTextAndGoesOnWithALongerOne() {
    for (int seed = 0; seed < SEQUENCES; seed++) {
      try {
        run(new Random(seed));
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    assertTrue(moved > 3_000, "moved " + moved);
    assertTrue(mended > 1_000, "mended " + mended);
  }

  private void run(Random random) {
    var parts = Part.random(random, 5);
    var program = PartCompiler.compile(parts, Optional.empty());
    var longer = PartCompiler.compile(longer(parts, new int[1]), Optional.empty());
    var events = new RandomEvents(program, random);
    var state =
        Machine.start(
                program,
                new Event.Started(
                    Driver.START,
                    "it",
                    "id-1",
                    "v1",
                    Semantics.NEWEST,
                    Value.Null.NULL,
                    "secret",
                    "http://localhost/",
                    Optional.empty()))
            .state();
    for (int i = 0; i < LENGTH; i++) {
      // The door would not have let in all that these events leave in the mailbox.
      if (state.mailbox().isEmpty()) {
        staysAsItIs(program, state);
        goesOn(program, longer, state);
      }
      state = Machine.step(program, state, events.next(state)).state();
    }
  }

  /// A move to the same program changes nothing but the version, and is never said not to fit.
  private void staysAsItIs(Program program, State state) {
    var move = new Message.Move("v2", program, "");
    switch (Moving.of(program, move, state, state.time())) {
      case Moving.Moved.Refused(Refusal refusal) ->
          assertNotEquals(Refusal.Reason.UNFIT, refusal.reason(), () -> refusal + " of " + state);
      case Moving.Moved.To(State next) -> {
        assertEquals(named(state, "v2"), next);
        moved++;
      }
    }
    if (state.status() == Status.FAILED) {
      var redrive = new Message.Redrive("");
      var redriven = delivered(program, state, redrive).state();
      var afterMove = delivered(program, state, move).state();
      boolean goesOn = Machine.refusal(program, state, redrive).isEmpty();
      assertEquals(goesOn ? named(redriven, "v2") : redriven, afterMove);
    }
  }

  /// What is new at the end of every block lies ahead, wherever an execution stands.
  private void goesOn(Program program, Program longer, State state) {
    var move = new Message.Move("v2", longer, "");
    var next = delivered(program, state, move).state();
    if (next.identity().version().equals("v2")) {
      assertTrue(GoodWeather.ends(longer, next), () -> "it ends, from " + state);
      assertEquals(next.counters().steps(), state.counters().steps(), "nothing was completed");
      mended++;
    }
  }

  private static Transition delivered(Program program, State state, Message message) {
    Instant at = state.time();
    return Machine.step(program, state, new Event.Delivered(at, "the key", at, message));
  }

  private static State named(State state, String version) {
    var identity = state.identity();
    return new State(
        new State.Identity(
            identity.name(),
            identity.id(),
            version,
            identity.semantics(),
            identity.secret(),
            identity.callbackBase(),
            identity.startedAt(),
            identity.input(),
            identity.parent()),
        state.epoch(),
        state.time(),
        state.deadline(),
        state.pausedSince(),
        state.counters(),
        state.mailbox(),
        state.consumed(),
        state.fibers(),
        state.failure());
  }

  private static List<Part> longer(List<Part> parts, int[] count) {
    var all = new ArrayList<Part>();
    parts.forEach(part -> all.add(longer(part, count)));
    all.add(new Part.Step("more" + count[0]++, false, false, 1, false));
    return all;
  }

  private static Part longer(Part part, int[] count) {
    return switch (part) {
      case Part.Parallel(var id, var max, var join, var branches) ->
          new Part.Parallel(
              id, max, join, branches.stream().map(each -> longer(each, count)).toList());
      case Part.For(var id, int items, var parallel, var join, var body) ->
          new Part.For(id, items, parallel, join, longer(body, count));
      case Part.While(var id, int times, int max, var body) ->
          new Part.While(id, times, max, longer(body, count));
      case Part.Scope(var body) -> new Part.Scope(longer(body, count));
      case Part.Try(var body, var catches, var last) ->
          new Part.Try(
              longer(body, count),
              catches.stream()
                  .map(each ->
                      new Part.Catch(each.errors(), each.variable(), longer(each.block(), count)))
                  .toList(),
              last.map(block -> longer(block, count)));
      case Part.If(var on, var yes, var no) ->
          new Part.If(on, longer(yes, count), longer(no, count));
      case Part.Await(var id, var signal, boolean notifying, var late) ->
          new Part.Await(id, signal, notifying, late.map(block -> longer(block, count)));
      case Part.Step _,
          Part.Sleep _,
          Part.Poll _,
          Part.Call _,
          Part.Start _,
          Part.Rollback _,
          Part.Commit _,
          Part.Fail _,
          Part.Refail _,
          Part.Broken _,
          Part.Return _,
          Part.Break _,
          Part.Continue _,
          Part.Yield _ ->
          part;
    };
  }
}
