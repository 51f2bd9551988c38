package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Message;
import java.time.Duration;
import java.util.Optional;

/// Something that happens to an execution from outside.
///
/// @param at how long after its start; where that is absent, as early as it can be
/// @param child the workflow of the child that it happens to, where it is not the execution itself
/// @param refused whether the execution is expected not to take it
/// @param place where the test file says so
public record Happening(
    Optional<Duration> at, What what, Optional<String> child, boolean refused, Span place) {

  Duration time() {
    return at.orElse(Duration.ZERO);
  }

  /// Whether it is there before anything begins. An answer, a redrive, a crash and what happens to
  /// a child need something that has begun: they come once all has happened that takes no time.
  boolean early() {
    return at.isEmpty()
        && child.isEmpty()
        && what instanceof What.Sent(Message message)
        && !(message instanceof Message.Redrive);
  }

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
