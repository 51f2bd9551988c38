package dev.flowstone.interpreter.store;

import java.time.Instant;

/// A message on its way: `key` makes it count once, `body` is the encoded message; `reopens` (a
/// redrive) is accepted by an ended execution too, which is then due again.
@SuppressWarnings("ArrayRecordComponent") // opaque bytes, compared by key
public record InboxEntry(String key, Instant acceptedAt, boolean reopens, byte[] body) {}
