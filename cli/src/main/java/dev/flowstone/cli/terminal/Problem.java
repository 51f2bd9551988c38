package dev.flowstone.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/// Why a command cannot do what it was asked to, and what its user can do about it.
///
/// `message` is one line; `details` are shown below it as they are, such as a line of input with a
/// caret; `next` are things to do, in the imperative.
public record Problem(int exitCode, String message, List<String> details, List<String> next) {

  public Problem {
    details = List.copyOf(details);
    next = List.copyOf(next);
  }

  /// The command line or its input is wrong.
  public static Problem usage(String message) {
    return new Problem(ExitCode.USAGE, message, List.of(), List.of());
  }

  /// The surroundings do not let the command work.
  public static Problem failure(String message) {
    return new Problem(ExitCode.FAILURE, message, List.of(), List.of());
  }

  public Problem detail(String line) {
    List<String> all = new ArrayList<>(details);
    all.add(line);
    return new Problem(exitCode, message, all, next);
  }

  public Problem next(String step) {
    List<String> all = new ArrayList<>(next);
    all.add(step);
    return new Problem(exitCode, message, details, all);
  }

  /// The problem as something to throw.
  public Stopped stop() {
    return new Stopped(this);
  }
}
