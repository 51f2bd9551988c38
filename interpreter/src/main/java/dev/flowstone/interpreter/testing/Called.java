package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.value.Value;
import java.time.Instant;

/// One attempt of a call that was made in a test.
///
/// @param call the id of the call, the same for every attempt of it
/// @param step the id of the step in the workflow
public record Called(
    Instant at,
    boolean undo,
    String call,
    String step,
    String handler,
    int attempt,
    Value.Fields arguments) {}
