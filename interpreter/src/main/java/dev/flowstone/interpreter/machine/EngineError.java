package dev.flowstone.interpreter.machine;

/// The errors that the engine itself raises, by the name that a workflow catches. The list is
/// closed: every other name comes from a handler, a callback or a `fail`.
public enum EngineError {
  /// An attempt of a step ran past its timeout; its outcome is unknown.
  STEP_TIMEOUT("StepTimeout"),
  /// The host died during an attempt; its outcome is unknown.
  HOST_LOST("HostLost"),
  /// A handler threw what it does not declare; its outcome is unknown.
  HANDLER_FAILED("HandlerFailed"),
  /// No handler has this name on this host; the attempt never started.
  UNKNOWN_HANDLER("UnknownHandler"),
  /// A payload exceeds the stated limit.
  PAYLOAD_TOO_LARGE("PayloadTooLarge"),
  /// An attempt was interrupted, since its result no longer mattered.
  INTERRUPTED("Interrupted"),
  /// `wait for` ran past its timeout.
  WAIT_TIMEOUT("WaitTimeout"),
  /// `poll` ran past its timeout.
  POLL_TIMEOUT("PollTimeout"),
  /// `call` ran past its timeout; the child was cancelled.
  CALL_TIMEOUT("CallTimeout"),
  /// The child of a `call` was cancelled by somebody else.
  CHILD_CANCELLED("ChildCancelled"),
  /// The child of a `call` ran past its own timeout.
  CHILD_TIMED_OUT("ChildTimedOut"),
  /// The child of a `call` was terminated, and has undone nothing.
  CHILD_TERMINATED("ChildTerminated"),
  /// No workflow of this name is known here; nothing was started.
  UNKNOWN_WORKFLOW("UnknownWorkflow"),
  /// Another execution has the name of the child; nothing was started.
  NAME_TAKEN("NameTaken"),
  /// A `while` came to its `max`.
  LOOP_LIMIT("LoopLimit"),
  /// `first N` cannot be reached any more.
  TOO_FEW_SUCCEEDED("TooFewSucceeded"),
  /// More failed than `tolerate` allows.
  TOO_MANY_FAILURES("TooManyFailures"),
  /// A callback was silent for longer than its heartbeat.
  HEARTBEAT_TIMEOUT("HeartbeatTimeout"),
  /// An expression failed: a missing key, a division by zero, a wrong type.
  EXPRESSION_ERROR("ExpressionError"),
  /// `match` without a hit and without `else`.
  NO_MATCH("NoMatch"),
  /// The input does not fit the workflow's declaration.
  INVALID_INPUT("InvalidInput"),
  /// The result does not fit the workflow's declaration.
  INVALID_OUTPUT("InvalidOutput"),
  /// A bound of the machine was reached: pure instructions between two checkpoints, or depth of
  /// scopes.
  LIMIT_EXCEEDED("LimitExceeded"),
  /// The workflow ran past its own timeout. Cannot be caught.
  WORKFLOW_TIMEOUT("WorkflowTimeout"),
  /// The execution was cancelled. Cannot be caught.
  CANCELLED("Cancelled"),
  /// The execution was terminated. Cannot be caught.
  TERMINATED("Terminated");

  private final String errorName;

  EngineError(String errorName) {
    this.errorName = errorName;
  }

  /// The name as a workflow writes it.
  public String errorName() {
    return errorName;
  }
}
