package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import java.util.Optional;

/// What the world may send to an execution. Stored in its inbox until the engine journals it as
/// [Event.Delivered].
public sealed interface Message {

  record Signal(String name, Value payload) implements Message {}

  /// Completes the wait that the token was made for.
  record CallbackSucceeded(String awaitId, Value payload) implements Message {}

  /// Fails that wait with an error of the caller's name.
  record CallbackFailed(String awaitId, String error, String message, Optional<Value> data)
      implements Message {}

  /// Extends the heartbeat of that wait.
  record CallbackHeartbeat(String awaitId) implements Message {}

  /// Cancels: undos run, then the execution ends `CANCELLED`.
  record Cancel(String reason) implements Message {}

  /// Ends the execution at once, `TERMINATED`, whatever it is doing: nothing is waited for and no
  /// undo runs.
  record Terminate(String reason) implements Message {}

  /// Nothing new begins until [Resume].
  record Pause(String reason) implements Message {}

  record Resume(String reason) implements Message {}

  /// A child execution has ended; `child` is its incarnation, `call` that of the parent's `call`.
  record ChildEnded(String call, String child, ChildEnd end) implements Message {}

  /// Goes on with another version of the workflow, also where the execution is paused; from the
  /// point of failure, where it has failed. The program is brought along, so that the journal tells
  /// all of it.
  record Move(String version, Program program, String reason) implements Message {}

  /// Repeats what failed: the failed undos of a `COMPENSATION_FAILED` execution, or the failed
  /// point of a `FAILED` one where no undo has run.
  record Redrive(String reason) implements Message {}
}
