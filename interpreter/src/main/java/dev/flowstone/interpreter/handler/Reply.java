package dev.flowstone.interpreter.handler;

import dev.flowstone.grammar.value.Value;
import java.util.Optional;

/// How one call of a handler ended.
public sealed interface Reply {

  record Completed(Value output) implements Reply {}

  /// `permanent` errors are not retried; `certain` tells that the call certainly did nothing, so
  /// that nothing needs to be undone.
  record Failed(
      String error, String message, Optional<Value> data, boolean permanent, boolean certain)
      implements Reply {}
}
