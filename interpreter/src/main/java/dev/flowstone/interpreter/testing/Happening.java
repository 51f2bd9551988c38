package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Message;
import java.time.Duration;
import java.util.Optional;

/// Something that happens to an execution from outside, so long after its start.
///
/// @param refused whether the execution is expected not to take it
/// @param place where the test file says so
public record Happening(Duration time, What what, boolean refused, Span place) {

  public sealed interface What {

    /// A message, as somebody sends it.
    record Sent(Message message) implements What {}

    /// The party that was notified by the wait for a signal answers.
    record CalledBack(String signal, Answer answer) implements What {}

    /// The host dies.
    record Crash() implements What {}
  }

  public sealed interface Answer {
    record Completes(Value payload) implements Answer {}

    record Fails(String error, String message, Optional<Value> data) implements Answer {}

    record Beats() implements Answer {}
  }
}
