package dev.flowstone.tests.simulation;

import dev.flowstone.interpreter.store.Snapshot;
import java.util.Optional;

/// Where the journal of one execution is to begin, if nothing is in the way of its trims: whenever
/// snapshots pass another so many slots, at the one before.
final class TrimPolicy {
  private final int every;
  private long durable = -1;
  private long last = -1;
  private long begins;

  TrimPolicy(int every) {
    this.every = every;
  }

  /// Where it begins.
  long begins() {
    return begins;
  }

  /// A host knows of the snapshot that is stored.
  void claimed(Optional<Snapshot> stored) {
    last = stored.map(Snapshot::through).orElse(-1L);
  }

  /// A host has offered another, which is stored or not.
  void offered(Optional<Snapshot> snapshot, boolean isStored) {
    if (snapshot.isEmpty()) {
      return;
    }
    long through = snapshot.get().through();
    durable = isStored ? Math.max(durable, through) : durable;
    if (last >= 0 && last / every < through / every && last <= durable) {
      begins = Math.max(begins, last);
    }
    last = through;
  }

  /// The last one is stored, and nothing is trimmed.
  void ended(Optional<Snapshot> snapshot) {
    durable = Math.max(durable, snapshot.map(Snapshot::through).orElse(-1L));
  }
}
