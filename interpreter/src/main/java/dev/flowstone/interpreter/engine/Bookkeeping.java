package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.machine.StateCodec;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.Ending;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Renewing;
import dev.flowstone.interpreter.store.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an activation writes beside its journal: renewals, releases, the end, and the snapshots
/// that ride on them.
///
/// `deadline` is the workflow's. Stores may forget slots long after they were written, or after
/// that deadline; what they may forget must be in a snapshot by then.
record Bookkeeping(Tenure tenure, Settings settings, InboxView inbox, Optional<Instant> deadline) {
  private static final Duration OLD = Duration.ofDays(30);

  Renewing renewal(Folded folded) {
    return new Renewing(
        tenure.epoch(), tenure.nonce(), tenure.holder(), inbox.journaledKeys(), snapshot(folded));
  }

  Released release(Folded folded, Optional<Instant> due) {
    return new Released(
        tenure.epoch(),
        tenure.nonce(),
        inbox.version(),
        inbox.journaledKeys(),
        due,
        folded.state().status().name(),
        outlives(due) ? Optional.of(snapshotOf(folded)) : snapshot(folded),
        false);
  }

  /// Whether stores may forget slots before somebody comes: there is no time at which anybody must
  /// (a pause, a child that takes its time), or it is past the deadline that they count by (which a
  /// pause has moved).
  private boolean outlives(Optional<Instant> due) {
    return due.isEmpty() || deadline.filter(due.get()::isAfter).isPresent();
  }

  /// A release by a host that has done nothing; without a time, until somebody asks for the
  /// execution, which may be long. That the host before was lost stays known.
  Released untouched(Folded folded, Optional<Instant> due) {
    return new Released(
        tenure.epoch(),
        tenure.nonce(),
        inbox.version(),
        List.of(),
        due,
        folded.state().status().name(),
        due.isEmpty() ? Optional.of(snapshotOf(folded)) : Optional.empty(),
        tenure.interrupted());
  }

  Ending ending(Folded folded) {
    boolean stays = settings.retention().isPresent() && isAwaited(folded);
    return new Ending(
        tenure.epoch(),
        tenure.nonce(),
        folded.state().status().name(),
        folded.lastAt(),
        settings.retention().filter(_ -> !stays).map(folded.lastAt()::plus),
        stays ? Optional.of(snapshotOf(folded)) : snapshot(folded),
        inbox.journaledKeys());
  }

  /// A child that rests with failed undos has not ended for its parent, which waits for it.
  private static boolean isAwaited(Folded folded) {
    return folded.state().status() == Status.COMPENSATION_FAILED
        && folded.state().identity().parent().filter(parent -> !parent.detached()).isPresent();
  }

  /// Whether a snapshot saves reading more than it costs.
  boolean wantsSnapshot(Folded folded) {
    return folded.tailBytes() > Math.max(settings.snapshotBytes(), folded.snapshotBytes());
  }

  /// Whether the journal holds what a store might forget. No reason to write, but to take a
  /// snapshot along with what is written.
  private boolean ages(Folded folded) {
    boolean old = folded.since().plus(OLD).isBefore(folded.lastAt());
    boolean overdue = deadline.filter(due -> !due.isAfter(folded.lastAt())).isPresent();
    return folded.tailBytes() > 0 && (old || overdue);
  }

  private Optional<Snapshot> snapshot(Folded folded) {
    return wantsSnapshot(folded) || ages(folded)
        ? Optional.of(snapshotOf(folded))
        : Optional.empty();
  }

  private static Snapshot snapshotOf(Folded folded) {
    return new Snapshot(folded.lastIndex(), StateCodec.encode(folded.state()));
  }
}
