package dev.flowstone.interpreter.machine;

/// How everything outside turns out, decided by one seed: the same call and attempt always end the
/// same.
record World(long seed, int cancelAfter) {

  enum Result {
    ONE,
    ZERO,
    UNKNOWN,
    CERTAIN,
    PERMANENT,
    /// The host dies during the attempt.
    LOST
  }

  enum Answer {
    SIGNAL,
    CALLBACK,
    CALLBACK_FAILURE,
    TIMEOUT
  }

  /// What becomes of a child execution.
  enum Child {
    SUCCEEDED,
    FAILED,
    CANCELLED,
    TERMINATED,
    REFUSED
  }

  Result result(String call, int attempt) {
    int draw = draw(call + "#" + attempt, 16);
    return switch (draw) {
      case 0, 1 -> Result.UNKNOWN;
      case 2 -> Result.CERTAIN;
      case 3 -> Result.PERMANENT;
      case 4 -> Result.LOST;
      case 5, 6, 7 -> Result.ZERO;
      default -> Result.ONE;
    };
  }

  Answer answer(String wait) {
    return Answer.values()[draw("answer " + wait, Answer.values().length)];
  }

  Child child(String call) {
    int draw = draw("child " + call, 8);
    return draw < 4 ? Child.SUCCEEDED : Child.values()[draw - 3];
  }

  boolean cancelled(int attempts) {
    return cancelAfter > 0 && attempts >= cancelAfter;
  }

  private int draw(String what, int bound) {
    return (int) (Retries.draw(seed, what) * bound);
  }
}
