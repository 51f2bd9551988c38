package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.handler.Reply;
import dev.flowstone.interpreter.machine.EngineError;
import dev.flowstone.interpreter.machine.Event;
import java.time.Duration;
import java.util.Optional;

/// What the end of an attempt counts as.
final class Verdict {

  private Verdict() {}

  /// `cause` is why it had been interrupted, if it had. What comes after a timeout counts as the
  /// timeout, whatever it is; what merely nobody wanted any more counts as what it is.
  static Backlog.Fact of(
      Attempts.Key key, Optional<Attempts.Cause> cause, CallOutcome outcome, Duration took) {
    if (cause.isPresent() && cause.get() != Attempts.Cause.UNWANTED) {
      return late(key, cause.get(), took);
    }
    return switch (outcome) {
      case CallOutcome.Replied(Reply.Completed(var output)) ->
          new Backlog.Fact.Succeeded(key, output, took);
      case CallOutcome.Replied(Reply.Failed failed) ->
          new Backlog.Fact.Failed(
              key,
              new Event.Failure(
                  failed.error(),
                  failed.message(),
                  failed.data(),
                  failed.permanent(),
                  failed.certain()),
              took);
      case CallOutcome.Interrupted() -> interrupted(key, cause, took);
      case CallOutcome.TooLarge(long bytes, int bound) -> {
        String message =
            "the result has %,d bytes; at most %,d may be kept".formatted(bytes, bound);
        yield failed(key, EngineError.PAYLOAD_TOO_LARGE, message, true, false, took);
      }
      case CallOutcome.Missing(String handler, Optional<String> nearest) -> {
        String hint = nearest.map(one -> "; did you mean \"" + one + "\"?").orElse("");
        String message = "no handler is called \"" + handler + "\" on this host" + hint;
        yield failed(key, EngineError.UNKNOWN_HANDLER, message, true, true, took);
      }
    };
  }

  private static Backlog.Fact interrupted(
      Attempts.Key key, Optional<Attempts.Cause> cause, Duration took) {
    String unasked = "the handler ended with an interrupt that nobody had sent";
    return cause
        .map(known -> late(key, known, took))
        .orElseGet(() -> failed(key, EngineError.HANDLER_FAILED, unasked, false, false, took));
  }

  /// It did not end in time: its outcome is unknown.
  static Backlog.Fact late(Attempts.Key key, Attempts.Cause cause, Duration took) {
    return failed(key, Attempts.error(cause), Attempts.message(cause), false, false, took);
  }

  /// It was stopped before it began: it certainly did nothing.
  static Backlog.Fact neverBegan(Attempts.Key key) {
    String message = "stopped before the attempt began";
    return failed(key, EngineError.INTERRUPTED, message, false, true, Duration.ZERO);
  }

  private static Backlog.Fact failed(
      Attempts.Key key,
      EngineError error,
      String message,
      boolean permanent,
      boolean certain,
      Duration took) {
    return new Backlog.Fact.Failed(
        key,
        new Event.Failure(error.errorName(), message, Optional.empty(), permanent, certain),
        took);
  }
}
