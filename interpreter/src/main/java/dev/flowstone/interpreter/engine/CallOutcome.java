package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.handler.Reply;
import dev.flowstone.interpreter.machine.EngineError;
import java.util.Optional;

/// How an attempt ended, as its thread saw it.
public sealed interface CallOutcome {

  record Replied(Reply reply) implements CallOutcome {}

  /// It followed an interrupt.
  record Interrupted() implements CallOutcome {}

  /// Its result exceeds the bound of payloads.
  record TooLarge(long bytes, int bound) implements CallOutcome {}

  /// No handler has this name here; `nearest` is the one that was probably meant.
  record Missing(String handler, Optional<String> nearest) implements CallOutcome {}

  /// The name of the error, as far as the attempt itself tells; absent where it succeeded.
  default Optional<String> error() {
    return switch (this) {
      case Replied(Reply.Completed _) -> Optional.empty();
      case Replied(Reply.Failed failed) -> Optional.of(failed.error());
      case Interrupted() -> Optional.of(EngineError.INTERRUPTED.errorName());
      case TooLarge _ -> Optional.of(EngineError.PAYLOAD_TOO_LARGE.errorName());
      case Missing _ -> Optional.of(EngineError.UNKNOWN_HANDLER.errorName());
    };
  }
}
