package dev.flowstone.interpreter.store;

import java.time.Instant;

/// One write to a journal: everything that was committed together.
///
/// `index` counts from 0 without gaps; `nonce` is random and tells one's own write from another's;
/// `body` is the encoded list of events.
@SuppressWarnings("ArrayRecordComponent") // opaque bytes, compared by the store through the nonce
public record Slot(long index, long epoch, String nonce, Instant at, byte[] body) {}
