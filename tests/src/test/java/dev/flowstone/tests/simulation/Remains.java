package dev.flowstone.tests.simulation;

import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Timeline;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.StateCodec;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Stored;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What trims have left of a journal, beside the whole of it.
///
/// - it begins at the beginning, or with the state after that slot, and nothing is missing or other
///   than it was appended
/// - nothing was cut off behind the snapshot, and where nothing was in the way, just as much as the
///   policy says
/// - the history tells the same, as far as it goes back, and says how far that is
final class Remains {
  /// What keeps no host from trimming.
  private static final Set<FaultKind> HARMLESS =
      EnumSet.of(
          FaultKind.STALE_INDEX,
          FaultKind.DUPLICATE_MESSAGE,
          FaultKind.SLOW_HANDLER,
          FaultKind.LATE_WAKE,
          FaultKind.CANCEL,
          FaultKind.TERMINATE,
          FaultKind.REDRIVE,
          FaultKind.PAUSE,
          FaultKind.MOVE,
          FaultKind.TRIM);

  private final World world;
  private final String name;
  private final List<Judge.Step> steps;
  private final List<Slot> left;

  Remains(World world, String name, List<Judge.Step> steps) {
    this.world = world;
    this.name = name;
    this.steps = steps;
    this.left = world.store().journal(name, 0, Integer.MAX_VALUE);
  }

  void check(Stored stored) {
    List<Slot> whole = world.archive().whole(name);
    if (left.isEmpty()) {
      complain("nothing is left");
      return;
    }
    Slot first = left.getFirst();
    boolean torn = world.archive().isTorn(name);
    boolean based = first.index() > 0 && begins(first);
    if (first.index() > 0 && !based && !torn) {
      complain("it begins with slot " + first.index() + ", and not with the state after it");
    }
    if (!torn && left.size() != whole.size() - first.index()) {
      complain("of " + whole.size() + " slots are left " + left.size() + " from " + first.index());
    }
    for (Slot slot : left.subList(based ? 1 : 0, left.size())) {
      if (!Arrays.equals(slot.body(), whole.get((int) slot.index()).body())) {
        complain("slot " + slot.index() + " is another one than was appended");
      }
    }
    policy(first, stored);
    told(first, stored);
  }

  private void complain(String what) {
    world.complain("trimmed: " + what);
  }

  private boolean begins(Slot first) {
    return steps.reversed().stream()
        .filter(step -> step.slot() == first.index())
        .findFirst()
        .filter(step -> Arrays.equals(StateCodec.encode(step.after()), first.body()))
        .isPresent();
  }

  private void policy(Slot first, Stored stored) {
    long begins = world.archive().policy(name).begins();
    long covered = Math.max(0, stored.meta().snapshotThrough());
    if (first.index() > covered) {
      complain("it begins at " + first.index() + ", behind the snapshot of " + covered);
    }
    boolean calm =
        !world.limited()
            && world.weather().strikes().stream()
                .allMatch(strike -> HARMLESS.contains(strike.kind()));
    if (calm && first.index() != begins) {
      complain("it begins at " + first.index() + ", and should at " + begins);
    }
  }

  private boolean isMoved() {
    return steps.stream().anyMatch(Judge.Step::leads);
  }

  private void told(Slot first, Stored stored) {
    if (left.size() == steps.getLast().slot() + 1 && !isMoved()) {
      return;
    }
    try (Engine engine = world.reader()) {
      Timeline told = engine.history(name).orElseThrow();
      long after =
          left.size() == steps.getLast().slot() + 1
              ? -1
              : begins(first) ? first.index() : stored.meta().snapshotThrough();
      List<HistoryEntry> expected =
          steps.stream()
              .filter(step -> step.slot() > after)
              .flatMap(step -> step.history().stream())
              .toList();
      if (told.complete() != (after < 0) || !told.entries().equals(expected)) {
        complain("the history is " + told.entries() + "\n  and should be " + expected);
      }
    }
  }
}
