package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;

/// How a child execution has ended, as its parent is told.
public sealed interface ChildEnd {

  record Succeeded(Value result) implements ChildEnd {}

  /// It has a `status` that is an end, with this error.
  record Otherwise(Status status, Fault fault) implements ChildEnd {}
}
