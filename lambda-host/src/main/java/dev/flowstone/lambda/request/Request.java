package dev.flowstone.lambda.request;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.CallbackAnswer;
import dev.flowstone.interpreter.store.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What somebody asks of the host. One JSON form, `{"action": "…", …}`, serves direct invocations,
/// queues, schedules and buses; the routes of the REST API lead to the same.
public sealed interface Request {

  /// Starts an execution, once by name. `patience` is how long the caller waits for its end.
  record Start(
      String workflow, String name, Value input, Program program, Optional<Duration> patience)
      implements Request {}

  /// Which program of a workflow.
  sealed interface Program {
    record Version(String version) implements Program {}

    /// The version that a name points to now.
    record Alias(String alias) implements Program {}
  }

  record Describe(String name) implements Request {}

  record ListExecutions(Query query) implements Request {}

  /// A page of an execution's history: at most `limit` entries after the first `after`.
  record History(String name, int after, int limit) implements Request {}

  /// `key` makes it count once.
  record Signal(String name, String signal, Value payload, Optional<String> key)
      implements Request {}

  record Callback(String token, CallbackAnswer answer) implements Request {}

  record Cancel(String name, String reason) implements Request {}

  record Terminate(String name, String reason) implements Request {}

  /// Lets nothing new begin until [Resume].
  record Pause(String name, String reason) implements Request {}

  record Redrive(String name, String reason) implements Request {}

  /// Lets a paused execution go on, or goes on although nothing is due, as with one that was
  /// parked. With a `version`, it is moved to that one first.
  record Resume(String name, String reason, Optional<String> version) implements Request {}

  /// Brings a workflow's source. `alias` is moved to what it becomes; `checkOnly` keeps nothing.
  record Upload(String file, String source, Optional<String> alias, boolean checkOnly)
      implements Request {}

  record Workflows(Optional<String> workflow) implements Request {}

  record MoveAlias(String workflow, String alias, String version) implements Request {}

  record Handlers() implements Request {}

  /// Looks for whatever is due.
  record Sweep() implements Request {}

  /// Goes on with an execution that was due at `due`.
  record Wake(String name, Optional<Instant> due) implements Request {}
}
