package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.Parent;
import dev.flowstone.interpreter.machine.StateCodec;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads executions as they stand in the store, without touching them.
record Reader(Ports ports, Asking asking, Programs programs) {
  private static final int SLOTS_AT_ONCE = 50;

  /// What is known of an execution without its program: its head, and who has begun it.
  record Kept(Meta meta, Optional<Parent> parent) {

    boolean isOf(Parent one) {
      return parent.filter(one::equals).isPresent();
    }
  }

  /// The head of one that is there and has not expired.
  Optional<Meta> head(String name) {
    Instant now = ports.clock().instant();
    return asking.askCalmly(() -> ports.executions().meta(name)).filter(meta -> !meta.expired(now));
  }

  Optional<Kept> kept(String name) {
    return head(name).map(meta -> new Kept(meta, beginner(name)));
  }

  private Optional<Parent> beginner(String name) {
    List<Slot> first = asking.askCalmly(() -> ports.executions().journal(name, 0, 1));
    if (!first.isEmpty() && first.getFirst().index() == 0) {
      return Folded.events(first.getFirst()).getFirst() instanceof Event.Started started
          ? started.parent()
          : Optional.empty();
    }
    return asking
        .askCalmly(() -> ports.executions().read(name)) // its beginning was trimmed
        .flatMap(Stored::snapshot)
        .map(snapshot -> Folded.value(StateCodec.decode(snapshot.body())))
        .flatMap(state -> state.identity().parent());
  }

  /// One that is there and has not expired.
  Optional<Stored> present(String name) {
    Instant now = ports.clock().instant();
    return asking
        .askCalmly(() -> ports.executions().read(name))
        .filter(stored -> !stored.meta().expired(now));
  }

  Optional<Description> describe(String name) {
    return present(name).map(this::described);
  }

  /// Whether an execution began so; also where its beginning was trimmed, and nobody can tell.
  boolean begins(String name, Predicate<Event.Started> so) {
    return asking.askCalmly(() -> ports.executions().journal(name, 0, 1)).stream()
        .filter(slot -> slot.index() == 0)
        .flatMap(slot -> Folded.events(slot).stream().limit(1))
        .allMatch(event -> event instanceof Event.Started started && so.test(started));
  }

  /// Throws [Programs.Unknown] where its program cannot be used here.
  Description described(Stored stored) {
    Folded folded = Folded.of(programs::get, stored);
    return new Description(stored.meta(), folded.program(), folded.state());
  }

  List<Meta> due(Instant by, int limit) {
    return asking.askCalmly(() -> ports.executions().due(by, limit)).stream()
        .flatMap(name -> asking.askCalmly(() -> ports.executions().meta(name)).stream())
        .toList();
  }

  Optional<Timeline> history(String name, int after, int limit) {
    return head(name).flatMap(meta -> timeline(meta, after, limit));
  }

  /// Empty where it was removed meanwhile.
  private Optional<Timeline> timeline(Meta meta, int after, int limit) {
    List<Slot> slots = slots(meta.name(), 0);
    boolean complete = !slots.isEmpty() && slots.getFirst().index() == 0;
    @Nullable Folded folded = null;
    if (!complete) {
      Optional<Stored> stored = asking.askCalmly(() -> ports.executions().read(meta.name()));
      if (stored.isEmpty()) {
        return Optional.empty();
      }
      folded = stored.get().snapshot().map(one -> Folded.of(programs::get, one)).orElse(null);
      slots = stored.get().tail();
    }
    long seen = 0;
    List<HistoryEntry> page = new ArrayList<>();
    while (!slots.isEmpty()) {
      for (Slot slot : slots) {
        List<HistoryEntry> told = new ArrayList<>();
        folded = Folded.next(programs::get, meta, folded, slot, told);
        for (HistoryEntry entry : told) {
          if (page.size() == limit) {
            return Optional.of(new Timeline(page, complete, meta.pending().size(), true));
          }
          if (seen++ >= after) {
            page.add(entry);
          }
        }
      }
      slots = slots(meta.name(), slots.getLast().index() + 1);
    }
    return Optional.of(new Timeline(page, complete, meta.pending().size()));
  }

  private List<Slot> slots(String name, long from) {
    return asking.askCalmly(() -> ports.executions().journal(name, from, SLOTS_AT_ONCE));
  }
}
