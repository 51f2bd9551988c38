package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.machine.Activity;
import dev.flowstone.interpreter.machine.Decoded;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.EventCodec;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.Machine;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.StateCodec;
import dev.flowstone.interpreter.machine.Transition;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import dev.flowstone.interpreter.store.Stored;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Looks at what a run has left behind: the journal beside the oracle, the journal beside the
/// ledger, and the store.
///
/// - the machine wants after every event what the oracle wants, and ends as it does
/// - I3: an event that comes twice changes nothing
/// - I4: the journal folds to what the snapshot and its tail fold to
/// - I9: once a newer epoch has a slot, no older one gets another
/// - what the [Records] and the [Moves] say, and what [Remains] after trims
/// - nothing is left: no lease, no due time, nothing to perform or to wait for
final class Judge {
  /// One event of the journal with the slot that held it, the state that it led to, the program
  /// that runs since, and what people are told of it.
  record Step(
      long slot,
      Event event,
      State before,
      State after,
      Program program,
      List<HistoryEntry> history) {
    /// Whether the event led to another version.
    boolean leads() {
      return !before.identity().version().equals(after.identity().version());
    }

    /// Whether the event meant anything.
    boolean moved() {
      return !same(before, after);
    }
  }

  @SuppressWarnings("ReferenceEquality") // what changes nothing gives the very same state
  private static boolean same(State one, State other) {
    return one == other;
  }

  private final World world;
  private final String name;
  private Program program;
  private final List<String> complaints;
  private Visits visits = new Visits();
  private boolean disagreed;

  Judge(World world, String name) {
    this.world = world;
    this.name = name;
    this.program = world.program(name);
    this.complaints = world.complaints();
  }

  /// Answers where the oracle went.
  Visits judge() {
    ExecutionStore store = world.store();
    List<Slot> slots = world.archive().whole(name);
    if (slots.isEmpty()) {
      complaints.add("it was never started");
      return visits;
    }
    chain(slots);
    List<Step> steps = fold(slots);
    State state = steps.getLast().after();
    Stored stored = store.read(name).orElseThrow();
    folds(stored, steps);
    left(stored, state);
    new Records(world, name, steps).check(stored);
    new Remains(world, name, steps).check(stored);
    new Moves(world, name).check(steps, stored);
    return visits;
  }

  private void chain(List<Slot> slots) {
    long epoch = 0;
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      if (slot.index() != i) {
        complaints.add("slot " + i + " is missing");
      }
      if (slot.epoch() < epoch) {
        complaints.add("I9: slot " + i + " is of epoch " + slot.epoch() + " after " + epoch);
      }
      epoch = Math.max(epoch, slot.epoch());
    }
  }

  static List<Event> events(Slot slot) {
    if (EventCodec.decode(slot.body()) instanceof Decoded.Ok(List<Event> events)) {
      return events;
    }
    throw new IllegalStateException("slot " + slot.index() + " cannot be read");
  }

  private List<Step> fold(List<Slot> slots) {
    List<Step> steps = new ArrayList<>();
    @Nullable State state = null;
    @Nullable Oracle oracle = null;
    for (Slot slot : slots) {
      if (oracle != null) {
        oracle.visits.at(slot.index());
      }
      for (Event event : events(slot)) {
        if (state == null) {
          Event.Started started = (Event.Started) event;
          Transition begun = Machine.start(program, started);
          state = begun.state();
          oracle = new Oracle(world.written(name), started);
          steps.add(new Step(slot.index(), event, state, state, program, begun.history()));
          compare(oracle, state, event);
          continue;
        }
        State before = state;
        Transition transition = Machine.step(program, before, event);
        state = transition.state();
        program = Machine.program(program, before, event, transition);
        steps.add(new Step(slot.index(), event, before, state, program, transition.history()));
        if (!same(Machine.step(program, state, event).state(), state)) {
          complaints.add("I3: twice, it changes something: " + event);
        }
        if (oracle != null && !disagreed) {
          new Moves(world, name).next(oracle, event, before, state);
          boolean taken = oracle.take(event);
          if (taken == same(before, state) && !oracle.lineage().isVague()) {
            complaints.add("the oracle " + (taken ? "takes " : "does not take ") + event);
          }
          disagreed |= oracle.lineage().isVague();
          if (!disagreed) {
            compare(oracle, state, event);
          }
        }
      }
      if (oracle != null && !disagreed) {
        new Moves(world, name).turnedAway(oracle, slot.index());
      }
    }
    if (oracle != null) {
      visits = oracle.visits;
    }
    return steps;
  }

  private void compare(Oracle oracle, State state, Event event) {
    int before = complaints.size();
    differences(oracle, state, event);
    disagreed |= complaints.size() > before;
  }

  private void differences(Oracle oracle, State state, Event event) {
    Outlook expected = oracle.outlook();
    Outlook found = Outlook.of(program, state);
    if (!expected.doings().equals(found.doings())) {
      complaints.add(
          "after " + event + "\n  wanted  " + expected.doings() + "\n  but was " + found.doings());
    } else if (!expected.timers().equals(found.timers())) {
      complaints.add(
          "after " + event + "\n  awaited " + expected.timers() + "\n  but was " + found.timers());
    }
    Optional<Oracle.End> end = state.ending().map(Judge::end);
    Optional<Oracle.End> wanted = oracle.end();
    if (!wanted.map(Judge::comparable).equals(end.map(Judge::comparable))) {
      complaints.add("after " + event + "\n  ends as " + wanted + "\n  but was " + end);
    }
  }

  private static Oracle.End end(Activity.Ending ending) {
    return new Oracle.End(ending.status(), ending.result(), ending.error());
  }

  /// Messages of the engine's own errors are for people, and not compared.
  private static Oracle.End comparable(Oracle.End end) {
    return new Oracle.End(
        end.status(),
        end.result(),
        end.fault()
            .map(fault ->
                new Fault(fault.name(), "", fault.data(), fault.step(), fault.attempts())));
  }

  private void folds(Stored stored, List<Step> steps) {
    State whole = steps.getLast().after();
    long through = stored.snapshot().map(Snapshot::through).orElse(0L);
    Program begun =
        steps.stream()
            .filter(step -> step.slot() <= through)
            .reduce((_, last) -> last)
            .orElseThrow()
            .program();
    State state =
        stored
            .snapshot()
            .map(snapshot ->
                StateCodec.decode(snapshot.body()) instanceof Decoded.Ok(State decoded)
                    ? decoded
                    : null)
            .orElse(null);
    for (Slot slot : stored.tail()) {
      for (Event event : events(slot)) {
        if (state == null) {
          state = Machine.start(begun, (Event.Started) event).state();
        } else {
          Transition transition = Machine.step(begun, state, event);
          begun = Machine.program(begun, state, event, transition);
          state = transition.state();
        }
      }
    }
    if (state == null || !Arrays.equals(StateCodec.encode(state), StateCodec.encode(whole))) {
      complaints.add("I4: the snapshot with its tail is not the whole journal");
    }
  }

  private void left(Stored stored, State state) {
    if (!state.status().ended()) {
      complaints.add(
          "it did not end: " + state.status() + ", waiting for " + state.waitingFor(program));
      return;
    }
    if (stored.meta().endedAt().isEmpty()) {
      complaints.add("it has ended, and the store does not know");
    }
    if (stored.meta().lease().isPresent() || stored.meta().due().isPresent()) {
      complaints.add("left behind: " + stored.meta());
    }
    if (!state.outstanding(program).isEmpty() || !state.timers().isEmpty()) {
      complaints.add("left behind: " + state.outstanding(program) + state.timers());
    }
  }
}
