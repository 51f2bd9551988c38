package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.store.Appended;
import dev.flowstone.interpreter.store.Finish;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.Release;
import dev.flowstone.interpreter.store.Renewal;
import dev.flowstone.interpreter.store.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What an [Activation] is told: answers to its effects, ends of attempts, and the passing of time.
public sealed interface Input {

  record Wrote(Appended answer) implements Input {}

  record InboxRead(Optional<Meta> meta) implements Input {}

  record ReadAgain(Optional<Stored> stored) implements Input {}

  record Renewed(Renewal answer) implements Input {}

  record LetGo(Release answer) implements Input {}

  record Ended(Finish answer) implements Input {}

  /// An attempt has ended; `took` is for people.
  record CallEnded(String call, int attempt, CallOutcome outcome, Duration took) implements Input {}

  /// What came of what was asked of a child, by the `call` or `start` that it belongs to.
  sealed interface ChildAnswer extends Input {
    String call();
  }

  /// The child exists, and runs that version.
  record ChildStarted(String call, String version) implements ChildAnswer {}

  /// The child was not started, and never will be.
  record ChildRefused(String call, String error, String message) implements ChildAnswer {}

  /// The child was told to cancel, or needs not be told any more. `settled` is false where it
  /// cannot take the message now.
  record ChildTold(String call, boolean settled) implements ChildAnswer {}

  /// The parent knows of the end, or nobody waits for it. `accepted` is false where it cannot take
  /// the news now.
  record ParentTold(boolean accepted) implements Input {}

  /// A sign of life of an attempt.
  record Beat(String call, int attempt) implements Input {}

  /// Something may have come into the inbox.
  record Nudged() implements Input {}

  /// A time that was asked for has come, or any other.
  record Woken() implements Input {}

  /// The host stops: nothing new is begun, what runs may end until then.
  record Stop(Instant until) implements Input {}

  /// The store has not answered for so long that this host must be taken for lost.
  record StoreLost() implements Input {}
}
