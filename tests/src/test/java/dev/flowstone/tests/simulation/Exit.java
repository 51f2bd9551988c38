package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Stop;

/// How control left a statement, a block or a branch, as the oracle sees it.
sealed interface Exit {
  /// Normally.
  enum Done implements Exit {
    DONE
  }

  record Broke() implements Exit {}

  record Continued() implements Exit {}

  record Yielded(Value value) implements Exit {}

  record Returned(Value value) implements Exit {}

  record Raised(Fault fault) implements Exit {}

  record Stopped(Stop stop) implements Exit {}

  /// Whether the scopes that it passes run their undos.
  default boolean fails() {
    return switch (this) {
      case Raised _, Stopped _ -> true;
      case Done _, Broke _, Continued _, Yielded _, Returned _ -> false;
    };
  }

  /// What goes on when control has left.
  @FunctionalInterface
  interface Next {
    void to(Exit exit);
  }
}
