package dev.flowstone.interpreter.store;

import java.util.List;

/// What a renewal writes: the lease of this epoch anew, and the keys of messages that are in the journal by now and
/// may leave the inbox.
public record Renewing(long epoch, String nonce, Holder holder, List<String> journaledKeys) {
  public Renewing {
    journaledKeys = List.copyOf(journaledKeys);
  }
}
