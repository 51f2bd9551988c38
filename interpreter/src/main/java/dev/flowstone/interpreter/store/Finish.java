package dev.flowstone.interpreter.store;

/// How the marking of an end went.
public sealed interface Finish {
  record Done() implements Finish {}

  record Fenced() implements Finish {}
}
