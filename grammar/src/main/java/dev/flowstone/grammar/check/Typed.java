package dev.flowstone.grammar.check;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.value.Value;

/// A part of an expression on its way through the checker.
record Typed(Expression expression, Type type, Facts facts) {

  Typed(Expression expression, Type type) {
    this(expression, type, Facts.NONE);
  }

  static Typed constant(Value value, Type type) {
    return new Typed(new Expression.Constant(value), type);
  }

  Typed as(Type other) {
    return new Typed(expression, other, facts);
  }
}
