package dev.flowstone.grammar.ast;

/// What clauses can belong to, and which of them: the one table for both spellings.
public enum ClauseOwner {
  STEP("step"),
  WAIT_FOR("wait for"),
  POLL("poll"),
  CALL("call"),
  START("start"),
  /// The step inside of `compensate` or `notify`.
  INNER_STEP("step");

  private final String title;

  ClauseOwner(String title) {
    this.title = title;
  }

  /// The words of the construct.
  public String title() {
    return title;
  }

  public boolean allows(Clause clause) {
    return switch (clause) {
      case Clause.Retry _ -> this == STEP || this == POLL || this == INNER_STEP;
      case Clause.AtMostOnce _ -> this == STEP || this == INNER_STEP;
      case Clause.Every _, Clause.Until _ -> this == POLL;
      case Clause.Timeout _ -> this != START;
      case Clause.Heartbeat _ -> this != CALL && this != START;
      case Clause.Notify _, Clause.OnTimeout _ -> this == WAIT_FOR;
      case Clause.Compensate _ -> this == STEP || this == CALL;
    };
  }

  /// Whether a timeout here may be computed; elsewhere it is a literal duration.
  public boolean computesTimeout() {
    return this == WAIT_FOR || this == POLL || this == CALL;
  }

  /// The words of a clause, as an author knows it.
  public static String title(Clause clause) {
    return switch (clause) {
      case Clause.Retry _ -> "retry";
      case Clause.AtMostOnce _ -> "at most once";
      case Clause.Every _ -> "every";
      case Clause.Until _ -> "until";
      case Clause.Timeout _ -> "timeout";
      case Clause.Heartbeat _ -> "heartbeat";
      case Clause.Notify _ -> "notify";
      case Clause.Compensate _ -> "compensate";
      case Clause.OnTimeout _ -> "on timeout";
    };
  }
}
