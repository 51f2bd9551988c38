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
