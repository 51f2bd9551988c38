package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.util.Optional;

/// What the engine is to do, once the event that caused it is durable.
///
/// Commands are never stored: what is outstanding follows from the State (I2), so that recovery is
/// load and reissue.
public sealed interface Command {

  /// Calls a handler. `call` names the call in events; `key` is the idempotency key, the same for
  /// every attempt of it.
  ///
  /// With `journalStart` (`at most once`) nothing is called yet: the engine appends
  /// [Event.AttemptStarted], and the transition of that event commands the same call without it.
  record Invoke(
      String call,
      String step,
      int attempt,
      String handler,
      Value.Fields input,
      String key,
      boolean journalStart,
      Optional<Duration> timeout,
      Optional<Duration> heartbeat,
      Optional<Forward> forward)
      implements Command {}

  /// Interrupts an attempt whose result no longer matters; its end is still awaited and reported.
  /// For an attempt that this host is not making, it is reported at once.
  record Interrupt(String call, int attempt) implements Command {}

  /// Starts an execution of the live version of a workflow under this name, once; its end is told
  /// to this one where it is not `detached`. Answered by [Event.ChildStarted] or
  /// [Event.ChildRefused].
  record StartChild(
      String call, String child, String workflow, Value.Fields input, boolean detached)
      implements Command {}

  /// Cancels a child execution; its end comes as [Message.ChildEnded].
  record CancelChild(String call, String child, String reason) implements Command {}

  /// What an undo is told of the step that it undoes.
  record Forward(String key, Value.Fields input, Outcome outcome) {}

  /// How the undone step ended.
  sealed interface Outcome {
    record Completed(Value output) implements Outcome {}

    /// It may or may not have had its effect.
    record Unknown(String error, String message) implements Outcome {}
  }
}
