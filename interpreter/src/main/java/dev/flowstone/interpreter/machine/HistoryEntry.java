package dev.flowstone.interpreter.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One line of an execution's timeline, for people: what the machine did because of an event.
///
/// Entries are never stored: folding the journal gives all of them again. They hold no payloads.
public sealed interface HistoryEntry {

  Instant at();

  /// What a handler call is for.
  enum Role {
    STEP,
    UNDO,
    NOTIFICATION
  }

  record Started(Instant at, String name, String version) implements HistoryEntry {}

  /// A host took over; `interrupted` where the one before died.
  record TakenOver(Instant at, String host, boolean interrupted) implements HistoryEntry {}

  record AttemptStarted(Instant at, Role role, String step, String handler, int attempt)
      implements HistoryEntry {}

  /// `retryAt` is absent where the policy gave up. `certain` tells that the attempt did nothing.
  record AttemptFailed(
      Instant at,
      Role role,
      String step,
      int attempt,
      String error,
      String message,
      boolean certain,
      Duration took,
      Optional<Instant> retryAt)
      implements HistoryEntry {}

  /// `attempts` counts all, `took` is from the start of the first to now.
  record StepSucceeded(Instant at, Role role, String step, int attempts, Duration took)
      implements HistoryEntry {}

  /// `unknown` tells that it may have had its effect.
  record StepFailed(
      Instant at,
      Role role,
      String step,
      int attempts,
      String error,
      String message,
      boolean unknown)
      implements HistoryEntry {}

  /// `signal` is absent where only time is waited for.
  record WaitStarted(Instant at, String id, Optional<String> signal, Instant due)
      implements HistoryEntry {}

  record WaitEnded(Instant at, String id, WaitEnd how, Duration took) implements HistoryEntry {}

  enum WaitEnd {
    ELAPSED,
    SIGNALLED,
    CALLED_BACK,
    FAILED,
    TIMED_OUT,
    STOPPED
  }

  record Heartbeat(Instant at, String id, Instant next) implements HistoryEntry {}

  /// A signal came in. `kept` for a later wait, or taken at once.
  record SignalReceived(Instant at, String signal, boolean kept) implements HistoryEntry {}

  /// A signal that was accepted and that no wait took until the end.
  record SignalUnused(Instant at, String signal, int count) implements HistoryEntry {}

  /// A message that changed nothing.
  record MessageRefused(Instant at, String what, Refusal refusal) implements HistoryEntry {}

  /// An error left a scope, or was raised with nothing to undo.
  record Raised(Instant at, String error, String message, Optional<String> step)
      implements HistoryEntry {}

  record UnwindingStarted(Instant at, Purpose purpose, int undos) implements HistoryEntry {}

  record RolledBack(Instant at) implements HistoryEntry {}

  /// `forgotten` undos will never run.
  record Committed(Instant at, int forgotten) implements HistoryEntry {}

  /// A `catch` took an error.
  record Caught(Instant at, String error) implements HistoryEntry {}

  /// A branch failed, or was stopped where `error` is absent; what it did is undone.
  record BranchEnded(Instant at, String branch, Optional<String> error) implements HistoryEntry {}

  /// The answer of a poll would not do; it is asked again at `next`.
  record PolledInVain(Instant at, String id, int asked, Instant next) implements HistoryEntry {}

  /// A child execution is to be started.
  record ChildRequested(Instant at, String id, String workflow, String child)
      implements HistoryEntry {}

  record ChildStarted(Instant at, String id, String child, String version)
      implements HistoryEntry {}

  /// The timeout of a `call` has come: its child is cancelled.
  record ChildOverdue(Instant at, String id, String child) implements HistoryEntry {}

  record ChildEnded(Instant at, String id, String child, Status status, Optional<String> error)
      implements HistoryEntry {}

  record Paused(Instant at, String reason) implements HistoryEntry {}

  record Resumed(Instant at, String reason) implements HistoryEntry {}

  record StopRequested(Instant at, Stop stop) implements HistoryEntry {}

  /// An operator ends the execution as it stands: `undos` that were registered will never run.
  record Terminated(Instant at, String reason, int undos) implements HistoryEntry {}

  /// From here on another version runs.
  record Moved(Instant at, String version, String reason) implements HistoryEntry {}

  record Redriven(Instant at, String reason) implements HistoryEntry {}

  /// The execution rests in a status that only a redrive leaves, or has ended.
  record Ended(
      Instant at, Status status, Optional<String> error, Optional<String> message, Duration took)
      implements HistoryEntry {}
}
