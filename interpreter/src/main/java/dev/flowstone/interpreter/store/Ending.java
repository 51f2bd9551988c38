package dev.flowstone.interpreter.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the end of an execution writes. A delivery that reopens it (a redrive) clears the end
/// again.
public record Ending(
    long epoch,
    String nonce,
    String status,
    Instant at,
    Optional<Instant> expires,
    Optional<Snapshot> snapshot,
    List<String> journaledKeys) {
  public Ending {
    journaledKeys = List.copyOf(journaledKeys);
  }
}
