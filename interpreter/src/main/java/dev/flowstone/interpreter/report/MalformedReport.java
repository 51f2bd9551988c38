package dev.flowstone.interpreter.report;

/// A document that is not what it should be: another program, or another version, wrote it.
public final class MalformedReport extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MalformedReport(String message) {
    super(message);
  }
}
