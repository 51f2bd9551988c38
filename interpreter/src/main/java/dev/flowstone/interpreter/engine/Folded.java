package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.machine.Decoded;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.EventCodec;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.Machine;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.StateCodec;
import dev.flowstone.interpreter.machine.Transition;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import dev.flowstone.interpreter.store.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A journal read to its end: the state, its program, and where in the journal it stands.
///
/// `lastAt` is the time of the last event, `since` that of the oldest thing that was read, a
/// snapshot or the first slot; `tailBytes` is what lies after the snapshot; `idle` counts the slots
/// at the end that hold nothing but an activation.
record Folded(
    Program program,
    State state,
    long lastIndex,
    Instant lastAt,
    Instant since,
    long tailBytes,
    int snapshotBytes,
    int idle) {

  /// Folds what is stored; `programs` gives the program of a version. Throws
  /// [IllegalStateException] where the journal has a gap or cannot be read.
  static Folded of(Function<String, Program> programs, Stored stored) {
    return of(programs, stored, new ArrayList<>());
  }

  /// The same, and tells what happened in the tail.
  static Folded of(Function<String, Program> programs, Stored stored, List<HistoryEntry> history) {
    @Nullable Folded folded = stored.snapshot().map(one -> of(programs, one)).orElse(null);
    for (Slot slot : stored.tail()) {
      folded = next(programs, stored.meta(), folded, slot, history);
    }
    if (folded == null) {
      throw new IllegalStateException("the journal of " + stored.meta().name() + " is empty");
    }
    return folded;
  }

  /// One slot after another, from the first. Throws [IllegalStateException] where it is not the
  /// next, or cannot be read.
  static Folded next(
      Function<String, Program> programs,
      Meta meta,
      @Nullable Folded before,
      Slot slot,
      List<HistoryEntry> history) {
    long expected = before == null ? 0 : before.lastIndex + 1;
    if (slot.index() != expected) {
      throw new IllegalStateException(
          "the journal of %s has slot %d where %d is expected"
              .formatted(meta.name(), slot.index(), expected));
    }
    Program program = before == null ? programs.apply(meta.version()) : before.program;
    return then(program, before, slot, events(slot), history);
  }

  /// The state with which a trimmed journal begins; empty where its first slot is but one of those
  /// that are left.
  static Optional<Folded> base(Function<String, Program> programs, Slot first) {
    return StateCodec.decode(first.body()) instanceof Decoded.Ok<State>
        ? Optional.of(of(programs, new Snapshot(first.index(), first.body())))
        : Optional.empty();
  }

  static Folded of(Function<String, Program> programs, Snapshot snapshot) {
    State state = value(StateCodec.decode(snapshot.body()));
    return new Folded(
        programs.apply(state.identity().version()),
        state,
        snapshot.through(),
        state.time(),
        state.time(),
        0,
        snapshot.body().length,
        0);
  }

  /// One slot further.
  Folded then(Slot slot, List<Event> events, List<HistoryEntry> history) {
    return then(this.program, this, slot, events, history);
  }

  private static Folded then(
      Program begun,
      @Nullable Folded before,
      Slot slot,
      List<Event> events,
      List<HistoryEntry> history) {
    @Nullable State state = before == null ? null : before.state;
    Program program = begun;
    boolean busy = false;
    for (Event event : events) {
      Transition transition =
          state == null
              ? Machine.start(program, (Event.Started) event)
              : Machine.step(program, state, event);
      program = state == null ? program : Machine.program(program, state, event, transition);
      state = transition.state();
      history.addAll(transition.history());
      busy |= !(event instanceof Event.Activated);
    }
    if (state == null) {
      throw new IllegalStateException("the first slot holds no event");
    }
    return new Folded(
        program,
        state,
        slot.index(),
        slot.at(),
        before == null ? slot.at() : before.since,
        slot.body().length + (before == null ? 0 : before.tailBytes),
        before == null ? 0 : before.snapshotBytes,
        busy || before == null ? 0 : before.idle + 1);
  }

  /// The same journal once a snapshot of `offered`, an earlier part of it, is durable.
  Folded snapshotted(Folded offered, Snapshot snapshot) {
    return new Folded(
        program,
        state,
        lastIndex,
        lastAt,
        offered.state.time(),
        tailBytes - offered.tailBytes,
        snapshot.body().length,
        idle);
  }

  static List<Event> events(Slot slot) {
    return value(EventCodec.decode(slot.body()));
  }

  static <T> T value(Decoded<T> decoded) {
    return switch (decoded) {
      case Decoded.Ok<T>(T value) -> value;
      case Decoded.Newer<T>(int format) ->
          throw new IllegalStateException("stored bytes are of the newer format " + format);
      case Decoded.Corrupt<T>(String message) ->
          throw new IllegalStateException("stored bytes cannot be read: " + message);
    };
  }
}
