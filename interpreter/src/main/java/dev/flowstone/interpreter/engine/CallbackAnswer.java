package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.value.Value;
import java.util.Optional;

/// What an outside party says to the token that it was given.
public sealed interface CallbackAnswer {

  record Success(Value payload) implements CallbackAnswer {}

  record Failure(String error, String message, Optional<Value> data) implements CallbackAnswer {}

  /// It is still at it.
  record Heartbeat() implements CallbackAnswer {}
}
