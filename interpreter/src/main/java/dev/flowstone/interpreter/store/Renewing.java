package dev.flowstone.interpreter.store;

import java.util.List;
import java.util.Optional;

/// What a renewal writes: the lease of this epoch anew, and the keys of messages that are in the
/// journal by now and may leave the inbox, and a snapshot where a long journal asks for one.
public record Renewing(
    long epoch,
    String nonce,
    Holder holder,
    List<String> journaledKeys,
    Optional<Snapshot> snapshot) {
  public Renewing {
    journaledKeys = List.copyOf(journaledKeys);
  }
}
