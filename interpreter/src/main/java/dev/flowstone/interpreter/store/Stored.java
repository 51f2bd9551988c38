package dev.flowstone.interpreter.store;

import java.util.List;
import java.util.Optional;

/// An execution as it is stored: its head, its snapshot and the slots after it, without gaps.
public record Stored(Meta meta, Optional<Snapshot> snapshot, List<Slot> tail) {
  public Stored {
    tail = List.copyOf(tail);
  }
}
