package dev.flowstone.interpreter.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What a release writes: the inbox version that was seen, the keys that were journaled, when to
/// wake, and a snapshot where one is due. `parked` tells that nothing was done: the count of tries
/// then stays.
public record Released(
    long epoch,
    String nonce,
    long seenInboxVersion,
    List<String> journaledKeys,
    Optional<Instant> due,
    String status,
    Optional<Snapshot> snapshot,
    boolean parked) {
  public Released {
    journaledKeys = List.copyOf(journaledKeys);
  }
}
