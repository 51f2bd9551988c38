package dev.flowstone.cli.terminal;

/// Carries a [Problem] from wherever a command meets it to the one place that prints it and sets
/// the exit code.
///
/// No code between the two could decide otherwise; only where one of many files fails and the
/// others go on is it caught before.
public final class Stopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  Stopped(Problem problem) {
    super(problem.message(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
