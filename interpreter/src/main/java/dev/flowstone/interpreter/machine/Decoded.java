package dev.flowstone.interpreter.machine;

/// What came of decoding stored bytes.
public sealed interface Decoded<T> {

  record Ok<T>(T value) implements Decoded<T> {}

  /// Written by a newer version of the engine: an older one leaves it alone.
  record Newer<T>(int format) implements Decoded<T> {}

  record Corrupt<T>(String message) implements Decoded<T> {}
}
