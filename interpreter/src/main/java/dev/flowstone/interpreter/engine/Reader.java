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
    if (!slots.isEmpty() && slots.getFirst().index() == 0) {
      Optional<Timeline> whole = new Telling(meta, after, limit).tell(null, slots);
      if (whole.isPresent()) {
        return whole;
      }
      slots = slots(meta.name(), 0); // it was trimmed meanwhile
    }
    Optional<Folded> base =
        slots.isEmpty() ? Optional.empty() : Folded.base(programs::get, slots.getFirst());
    if (base.isPresent()) {
      List<Slot> rest = slots.subList(1, slots.size());
      Optional<Timeline> kept = new Telling(meta, after, limit).tell(base.get(), rest);
      if (kept.isPresent()) {
        return kept;
      }
    }
    return asking
        .askCalmly(() -> ports.executions().read(meta.name()))
        .flatMap(stored ->
            new Telling(meta, after, limit)
                .tell(
                    stored.snapshot().map(one -> Folded.of(programs::get, one)).orElse(null),
                    stored.tail()));
  }

  /// A page of what a journal tells.
  private final class Telling {
    private final Meta meta;
    private final int after;
    private final int limit;
    private final List<HistoryEntry> page = new ArrayList<>();
    private long seen;

    Telling(Meta meta, int after, int limit) {
      this.meta = meta;
      this.after = after;
      this.limit = limit;
    }

    /// What follows `base`, beginning with `slots`; empty where slots are missing.
    Optional<Timeline> tell(@Nullable Folded base, List<Slot> slots) {
      boolean complete = base == null;
      @Nullable Folded folded = base;
      List<Slot> next = slots;
      while (true) {
        for (Slot slot : next) {
          if (slot.index() != (folded == null ? 0 : folded.lastIndex() + 1)) {
            return Optional.empty();
          }
          List<HistoryEntry> told = new ArrayList<>();
          folded = Folded.next(programs::get, meta, folded, slot, told);
          if (!add(told)) {
            return Optional.of(new Timeline(page, complete, meta.pending().size(), true));
          }
        }
        next = folded == null ? List.of() : slots(meta.name(), folded.lastIndex() + 1);
        if (next.isEmpty()) {
          return Optional.of(new Timeline(page, complete, meta.pending().size()));
        }
        if (Folded.base(programs::get, next.getFirst()).isPresent()) {
          return Optional.empty(); // trimmed up to here meanwhile
        }
      }
    }

    /// Whether all of it belonged to the page, or to those before.
    private boolean add(List<HistoryEntry> told) {
      for (HistoryEntry entry : told) {
        if (page.size() == limit) {
          return false;
        }
        if (seen++ >= after) {
          page.add(entry);
        }
      }
      return true;
    }
  }

  private List<Slot> slots(String name, long from) {
    return asking.askCalmly(() -> ports.executions().journal(name, from, SLOTS_AT_ONCE));
  }
}
