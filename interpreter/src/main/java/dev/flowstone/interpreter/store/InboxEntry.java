package dev.flowstone.interpreter.store;

import java.time.Instant;

/// A message on its way: `key` makes it count once, `body` is the encoded message.
@SuppressWarnings("ArrayRecordComponent") // opaque bytes, compared by key
public record InboxEntry(String key, Instant acceptedAt, byte[] body) {}
