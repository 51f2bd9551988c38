package dev.flowstone.interpreter.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the end of an execution writes. A parked one (`COMPENSATION_FAILED`, or `FAILED` without undos) can be
/// redriven: then it is created anew from the same journal by a claim after a delivery.
public record Ending(
    String status, Instant at, Optional<Instant> expires, Optional<Snapshot> snapshot, List<String> journaledKeys) {
  public Ending {
    journaledKeys = List.copyOf(journaledKeys);
  }
}
