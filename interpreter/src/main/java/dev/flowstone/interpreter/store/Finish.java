package dev.flowstone.interpreter.store;

import java.util.Optional;

/// How the marking of an end went.
public sealed interface Finish {

  /// `head` is the one that the write has left, where the store learnt it by that.
  record Done(Optional<Meta> head) implements Finish {
    public Done() {
      this(Optional.empty());
    }
  }

  record Fenced() implements Finish {}
}
