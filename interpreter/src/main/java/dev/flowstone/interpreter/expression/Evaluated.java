package dev.flowstone.interpreter.expression;

import dev.flowstone.grammar.value.Value;

/// What came of an evaluation.
public sealed interface Evaluated {

  record Ok(Value value) implements Evaluated {}

  record Failed(EvaluationError error) implements Evaluated {}
}
