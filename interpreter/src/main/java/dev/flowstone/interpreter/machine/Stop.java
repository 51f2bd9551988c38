package dev.flowstone.interpreter.machine;

/// Why a fiber ends, whatever it is doing: as soon as its undos allow, or at once where it is
/// terminated. It cannot be caught.
public sealed interface Stop {

  record Cancelled(String reason) implements Stop {}

  /// No undo runs.
  record Terminated(String reason) implements Stop {}

  /// The workflow's own timeout.
  record DeadlinePassed() implements Stop {}

  /// Pure work between two checkpoints had no end.
  record Exhausted() implements Stop {}

  /// A branch whose siblings have decided without it.
  record Superseded() implements Stop {}

  /// What an execution that was stopped so ends as.
  default Status status() {
    return switch (this) {
      case Cancelled _, Superseded _ -> Status.CANCELLED;
      case Terminated _ -> Status.TERMINATED;
      case DeadlinePassed _ -> Status.TIMED_OUT;
      case Exhausted _ -> Status.FAILED;
    };
  }

  default Fault fault() {
    return switch (this) {
      case Cancelled(String reason) -> Fault.of(EngineError.CANCELLED, reason);
      case Terminated(String reason) -> Fault.of(EngineError.TERMINATED, reason);
      case Exhausted() ->
          Fault.of(
              EngineError.LIMIT_EXCEEDED,
              "more than %,d instructions between two checkpoints"
                  .formatted(Turn.MAX_INSTRUCTIONS));
      case Superseded() -> Fault.of(EngineError.CANCELLED, "the other branches decided");
      case DeadlinePassed() ->
          Fault.of(EngineError.WORKFLOW_TIMEOUT, "the workflow ran past its timeout");
    };
  }
}
