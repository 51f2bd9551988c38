package dev.flowstone.interpreter.store;

import java.time.Instant;

/// One write to a journal: everything that was committed together.
///
/// `index` counts from 0 without gaps; `nonce` is random and tells one's own write from another's;
/// `body` is the encoded list of events, or where the journal was trimmed up to this slot, the
/// encoded State after it.
@SuppressWarnings("ArrayRecordComponent") // opaque bytes, compared by the store through the nonce
public record Slot(long index, long epoch, String nonce, Instant at, byte[] body) {

  /// What a store makes of the slot with which a trimmed journal begins: its body is the state
  /// after it.
  public Slot withBody(byte[] state) {
    return new Slot(index, epoch, nonce, at, state);
  }
}
