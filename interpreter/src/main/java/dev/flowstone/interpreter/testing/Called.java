package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.value.Value;
import java.time.Instant;

/// One attempt of a call that was made in a test.
///
/// @param execution the name of the execution that made it: the test's own, or a child of it
/// @param kind what was called
/// @param call the id of the call, the same for every attempt of it
/// @param step the id of the step in the workflow
/// @param handler the name of the handler, or of the workflow
public record Called(
    Instant at,
    String execution,
    Kind kind,
    String call,
    String step,
    String handler,
    int attempt,
    Value.Fields arguments) {

  /// What is called.
  public enum Kind {
    STEP,
    UNDO,
    WORKFLOW
  }
}
