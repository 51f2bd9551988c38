package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What happened to an execution: the only thing that moves it, and what its journal holds.
///
/// Every event carries `at`, fixed once by the engine before the append (`max(clock, at of the
/// event before)`), and everything else that is not a function of the past: random numbers, tokens,
/// the host. An event applied twice, or late, changes nothing (I3).
public sealed interface Event {

  Instant at();

  /// The first event. `id` is the random incarnation, `secret` seeds callback tokens (base64url,
  /// 128 bits), `callbackBase` is what `callback.url` begins with. `parent` is who has begun it,
  /// and waits for its end unless it is detached.
  record Started(
      Instant at,
      String name,
      String id,
      String version,
      int semantics,
      Value input,
      String secret,
      String callbackBase,
      Optional<Parent> parent)
      implements Event {}

  /// A host took the execution over. `interrupted` tells that the epoch before never released it:
  /// every attempt in flight then has an unknown outcome. `seed` is drawn at random for the jitter
  /// of the delays that follow.
  record Activated(Instant at, long epoch, String host, boolean interrupted, long seed)
      implements Event {}

  /// An attempt of an `at most once` step begins; journaled before it is performed.
  record AttemptStarted(Instant at, String call, int attempt) implements Event {}

  /// `took` is measured by the host and only for people.
  record AttemptSucceeded(Instant at, String call, int attempt, Value output, Duration took)
      implements Event {}

  /// `random` in 0..1 is drawn by the engine for the jitter of the delay that may follow.
  record AttemptFailed(
      Instant at, String call, int attempt, Failure failure, double random, Duration took)
      implements Event {}

  /// A handler's sign of life that was worth a checkpoint is none of these: heartbeats of steps are
  /// the engine's. A timer is due. `due` is the time for which it was set.
  record TimerFired(Instant at, String timer, Instant due) implements Event {}

  /// The child that [Command.StartChild] asked for exists, and runs that version.
  record ChildStarted(Instant at, String call, String version) implements Event {}

  /// That child was not started, and never will be: certainly nothing has happened.
  record ChildRefused(Instant at, String call, String error, String message) implements Event {}

  /// Something came in through the inbox. `key` makes it count once.
  record Delivered(Instant at, String key, Instant acceptedAt, Message message) implements Event {}

  /// Why an attempt failed, as far as the host can know.
  ///
  /// `certain` is true only where the attempt certainly did nothing: it never started, or ended in
  /// an error that its handler declares permanent. `permanent` errors are never retried.
  record Failure(
      String error, String message, Optional<Value> data, boolean permanent, boolean certain) {}
}
