package dev.flowstone.cli.command;

/// Versions as people read them: their first twelve digits.
final class Shortened {
  private static final int DIGITS = 12;

  private Shortened() {}

  static String version(String hash) {
    return hash.substring(0, Math.min(DIGITS, hash.length()));
  }
}
