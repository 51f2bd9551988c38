package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.handler.Reply;
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
}
