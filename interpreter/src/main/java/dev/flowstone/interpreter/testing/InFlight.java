package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.Reply;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.EngineError;
import dev.flowstone.interpreter.machine.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// An attempt that is being made: when it ends and how, as far as its own course and its timeouts
/// decide.
///
/// A handler that takes its time gives signs of life where its step has a heartbeat, so that it is
/// never too silent; one that hangs gives none.
record InFlight(Key key, Instant began, Instant ends, End end) {

  /// Names one attempt of one call.
  record Key(String call, int attempt) {}

  sealed interface End {
    record Replied(Reply reply) implements End {}

    record Failed(EngineError error, String message) implements End {}

    record HostDies() implements End {}
  }

  static InFlight of(Command.Invoke invoke, Handling.Course course, Duration timeout, Instant now) {
    Key key = new Key(invoke.call(), invoke.attempt());
    Instant deadline = now.plus(timeout);
    return switch (course) {
      case Handling.Course.Ends(Reply reply, Duration after) ->
          after.compareTo(timeout) <= 0
              ? new InFlight(key, now, now.plus(after), new End.Replied(reply))
              : late(key, now, deadline);
      case Handling.Course.Crashes(Duration after) ->
          after.compareTo(timeout) <= 0
              ? new InFlight(key, now, now.plus(after), new End.HostDies())
              : late(key, now, deadline);
      case Handling.Course.Hangs() ->
          invoke
              .heartbeat()
              .filter(beat -> beat.compareTo(timeout) < 0)
              .map(beat -> silent(key, now, now.plus(beat)))
              .orElseGet(() -> late(key, now, deadline));
      case Handling.Course.Unforeseen _, Handling.Course.Lives _, Handling.Course.Pretends _ ->
          throw new IllegalArgumentException("no course of an attempt: " + course);
    };
  }

  private static InFlight late(Key key, Instant now, Instant deadline) {
    String message = "the attempt ran past its timeout";
    return new InFlight(key, now, deadline, new End.Failed(EngineError.STEP_TIMEOUT, message));
  }

  private static InFlight silent(Key key, Instant now, Instant when) {
    String message = "the attempt gave no sign of life for longer than its heartbeat";
    return new InFlight(key, now, when, new End.Failed(EngineError.HEARTBEAT_TIMEOUT, message));
  }

  /// The same attempt once it is interrupted, since its result no longer matters: it ends at once.
  InFlight interrupted(Instant now) {
    String message = "interrupted, since its result no longer mattered";
    return new InFlight(key, began, now, new End.Failed(EngineError.INTERRUPTED, message));
  }

  /// The event that tells of the end; nothing where the host dies. Every delay that may follow is
  /// the longest that its policy allows.
  Optional<Event> event(Instant now) {
    Duration took = Duration.between(began, now);
    return switch (end) {
      case End.Replied(Reply.Completed(Value output)) ->
          Optional.of(new Event.AttemptSucceeded(now, key.call(), key.attempt(), output, took));
      case End.Replied(Reply.Failed failed) ->
          Optional.of(
              failed(
                  new Event.Failure(
                      failed.error(),
                      failed.message(),
                      failed.data(),
                      failed.permanent(),
                      failed.certain()),
                  now,
                  took));
      case End.Failed(EngineError error, String message) ->
          Optional.of(
              failed(
                  new Event.Failure(error.errorName(), message, Optional.empty(), false, false),
                  now,
                  took));
      case End.HostDies() -> Optional.empty();
    };
  }

  private Event failed(Event.Failure failure, Instant now, Duration took) {
    return new Event.AttemptFailed(now, key.call(), key.attempt(), failure, 1.0, took);
  }
}
