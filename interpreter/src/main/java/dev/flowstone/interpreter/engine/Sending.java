package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.machine.Refusal;

/// How the sending of a message went. Only [Accepted] and [Duplicate] are acknowledgements.
public sealed interface Sending {

  /// It is durable. `held` tells that a host, this one or another, is at the execution and will see
  /// it; else somebody should [resume][Engine#resume] it.
  record Accepted(String name, boolean held) implements Sending {}

  /// A message with this key was accepted before.
  record Duplicate(String name) implements Sending {}

  /// It would change nothing, and was not stored.
  record Refused(String name, Refusal.Reason reason, String message) implements Sending {}

  /// The inbox is full: try again.
  record Full(String name) implements Sending {}

  record Missing(String name) implements Sending {}

  /// The text is no callback token of an execution in this store. No more is told.
  record BadToken() implements Sending {}

  /// One sentence: the payload is too large, or the program cannot be loaded here.
  record Rejected(String reason) implements Sending {}
}
