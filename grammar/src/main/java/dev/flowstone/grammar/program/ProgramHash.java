package dev.flowstone.grammar.program;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The version of a workflow: SHA-256 of its serialised program, 64 hexadecimal digits.
///
/// What formatting, comments and spelling leave unchanged keeps its version. The hash is taken
/// once, when a program is compiled, and never computed again from a loaded one: a later release
/// may write the same program otherwise.
public final class ProgramHash {

  private ProgramHash() {}

  public static String of(Program program) {
    return of(ProgramCodec.bytes(program));
  }

  public static String of(byte[] serialised) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(serialised));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
