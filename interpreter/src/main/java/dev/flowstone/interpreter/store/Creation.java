package dev.flowstone.interpreter.store;

/// How a start went.
public sealed interface Creation {
  record Created(Meta meta) implements Creation {}

  /// The same workflow and input under this name: the execution that exists.
  record Existing(Meta meta) implements Creation {}

  /// Another workflow or input under this name.
  record Clash(Meta meta) implements Creation {}
}
