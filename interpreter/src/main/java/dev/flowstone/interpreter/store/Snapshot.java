package dev.flowstone.interpreter.store;

/// The encoded State after the slot with index `through`.
@SuppressWarnings("ArrayRecordComponent") // opaque bytes
public record Snapshot(long through, byte[] body) {}
