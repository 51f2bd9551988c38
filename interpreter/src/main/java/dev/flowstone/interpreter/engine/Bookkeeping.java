package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.machine.StateCodec;
import dev.flowstone.interpreter.store.Ending;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Renewing;
import dev.flowstone.interpreter.store.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What an activation writes beside its journal: renewals, releases, the end, and the snapshots
/// that ride on them.
record Bookkeeping(Tenure tenure, Settings settings, InboxView inbox) {

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
        snapshot(folded),
        false);
  }

  /// A release by a host that has done nothing, until somebody asks for the execution.
  Released parking(Folded folded) {
    return new Released(
        tenure.epoch(),
        tenure.nonce(),
        inbox.version(),
        List.of(),
        Optional.empty(),
        folded.state().status().name(),
        Optional.empty(),
        true);
  }

  Ending ending(Folded folded) {
    return new Ending(
        tenure.epoch(),
        tenure.nonce(),
        folded.state().status().name(),
        folded.lastAt(),
        settings.retention().map(folded.lastAt()::plus),
        snapshot(folded),
        inbox.journaledKeys());
  }

  /// Whether a snapshot saves reading more than it costs.
  boolean wantsSnapshot(Folded folded) {
    return folded.tailBytes() > Math.max(settings.snapshotBytes(), folded.snapshotBytes());
  }

  private Optional<Snapshot> snapshot(Folded folded) {
    return wantsSnapshot(folded)
        ? Optional.of(new Snapshot(folded.lastIndex(), StateCodec.encode(folded.state())))
        : Optional.empty();
  }
}
