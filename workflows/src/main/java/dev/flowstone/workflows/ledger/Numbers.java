package dev.flowstone.workflows.ledger;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Reference numbers that follow from what they refer to, so that a repeated call gives the same
/// one.
public final class Numbers {

  private Numbers() {}

  /// `pay-3f0c…`: the prefix, and twelve digits of a hash.
  public static String of(String prefix, String source) {
    return prefix + "-" + HexFormat.of().formatHex(hash(source), 0, 6);
  }

  /// So many decimal digits of a hash.
  public static String digits(String source, int count) {
    StringBuilder digits = new StringBuilder();
    for (byte b : hash(source)) {
      digits.append((b & 0xff) % 10);
    }
    return digits.substring(0, count);
  }

  private static byte[] hash(String source) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
