package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;

/// How a block ends, and so what goes on outside of it.
public sealed interface Completion permits Completion.Going, Purpose.Raise, Purpose.Stopping {

  /// Anything but an error or a stop.
  sealed interface Going extends Completion {}

  /// Normally: with what follows.
  record Onward() implements Going {}

  record Break() implements Going {}

  record Continue() implements Going {}

  /// The item of a `for` ends with a value.
  record Yield(Value value) implements Going {}

  /// The workflow ends with a result.
  record Return(Value result) implements Going {}
}
