package dev.flowstone.interpreter.machine;

/// Stored bytes that are not what a codec wrote; leaves the codecs only as [Decoded.Corrupt].
final class Unreadable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Unreadable(String message) {
    super(message);
  }
}
