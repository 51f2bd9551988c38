package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.expression.Evaluated;
import java.util.Optional;

/// What a handler does in a test when it is called.
public sealed interface Reaction {

  /// Makes a result of the arguments.
  @FunctionalInterface
  interface Answer {
    Evaluated to(Value.Fields arguments);
  }

  /// Gives a result.
  record Returns(Answer answer) implements Reaction {}

  /// Raises an error. A permanent one is not tried again, and certainly did nothing.
  record Fails(boolean permanent, String error, String message, Optional<Value> data)
      implements Reaction {}

  /// The handler itself is called.
  record Real() implements Reaction {}

  /// Never answers: the attempt ends by its timeout.
  record Hangs() implements Reaction {}

  /// The host dies during the call: whether the handler had its effect is unknown.
  record Crashes() implements Reaction {}

  static Reaction returns(Value value) {
    Value plain = PlainValue.of(value);
    return new Returns(_ -> new Evaluated.Ok(plain));
  }
}
