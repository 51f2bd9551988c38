package dev.flowstone.interpreter.machine;

/// Why a fiber ends, whatever it is doing: as soon as its undos allow, or at once where it is
/// terminated. It cannot be caught.
public sealed interface Stop {

  record Cancelled(String reason) implements Stop {}

  /// No undo runs.
  record Terminated(String reason) implements Stop {}

  /// The workflow's own timeout.
  record DeadlinePassed() implements Stop {}

  /// What an execution that was stopped so ends as.
  default Status status() {
    return switch (this) {
      case Cancelled _ -> Status.CANCELLED;
      case Terminated _ -> Status.TERMINATED;
      case DeadlinePassed _ -> Status.TIMED_OUT;
    };
  }

  default Fault fault() {
    return switch (this) {
      case Cancelled(String reason) -> Fault.of(EngineError.CANCELLED, reason);
      case Terminated(String reason) -> Fault.of(EngineError.TERMINATED, reason);
      case DeadlinePassed() ->
          Fault.of(EngineError.WORKFLOW_TIMEOUT, "the workflow ran past its timeout");
    };
  }
}
