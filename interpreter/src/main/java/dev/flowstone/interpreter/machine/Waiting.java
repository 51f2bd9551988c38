package dev.flowstone.interpreter.machine;

import java.time.Instant;
import java.util.Optional;

/// One thing that an execution waits for, as operators see it.
public sealed interface Waiting {

  /// An attempt is being made. `undo` tells that it takes something back.
  record Attempt(String step, String handler, int attempt, Instant since, boolean undo)
      implements Waiting {}

  /// The next attempt of a step is due, since the last one failed.
  record Retry(String step, String handler, int attempt, Instant due, String error, String message)
      implements Waiting {}

  /// A `wait` ends.
  record Time(String id, Instant since, Instant due) implements Waiting {}

  /// A signal of this name, or the completion of the callback `token`, until `due`.
  record Signal(
      String id,
      String signal,
      String token,
      Instant since,
      Instant due,
      Optional<Instant> heartbeat)
      implements Waiting {}

  /// The next asking of a poll.
  record Poll(String id, int asked, Instant next, Instant due) implements Waiting {}

  /// The end of a child execution.
  record Child(String id, String child, Instant since, Optional<Instant> due) implements Waiting {}

  /// Somebody to resume an execution that was paused.
  record Paused(Instant since) implements Waiting {}

  /// A redrive, since an undo failed.
  record Redrive(String undo, String error, String message) implements Waiting {}
}
