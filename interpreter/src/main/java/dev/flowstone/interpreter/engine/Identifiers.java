package dev.flowstone.interpreter.engine;

import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Random names, all from the one source that the engine was given.
final class Identifiers {
  private static final int BYTES = 16;

  private Identifiers() {}

  /// Tells one's own write from another's.
  static String nonce(RandomGenerator random) {
    return HexFormat.of().toHexDigits(random.nextLong())
        + HexFormat.of().toHexDigits(random.nextLong());
  }

  /// 128 bits that nobody can guess, as far as the source is one of that kind.
  static String secret(RandomGenerator random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
