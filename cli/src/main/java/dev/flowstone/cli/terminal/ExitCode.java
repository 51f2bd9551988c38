package dev.flowstone.cli.terminal;

/// What the exit code of `flow` tells a script.
public final class ExitCode {

  /// Done; an execution succeeded, or is parked and can go on.
  public static final int OK = 0;

  /// The command did its work and the answer is bad: the execution failed, there are findings.
  public static final int UNSUCCESSFUL = 1;

  /// The command line or its input is wrong; nothing was done.
  public static final int USAGE = 2;

  /// `flow` could not do its work: a store that cannot be read, a bug.
  public static final int FAILURE = 3;

  /// Stopped by ctrl-C.
  public static final int INTERRUPTED = 130;

  private ExitCode() {}
}
