package dev.flowstone.interpreter.expression;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.value.Value;
import org.jspecify.annotations.Nullable;

/// A name that a macro or `cel.bind` introduces, and those around it.
///
/// A bound name is computed when it is first asked for, as in CEL: one that nobody asks for cannot
/// fail.
final class Local {

  private static final Expression NOTHING = new Expression.Constant(Value.Null.NULL);

  private final String name;
  private final @Nullable Local outer;
  private final Expression expression;
  private @Nullable Value value;

  private Local(String name, Expression expression, @Nullable Value value, @Nullable Local outer) {
    this.name = name;
    this.expression = expression;
    this.value = value;
    this.outer = outer;
  }

  static Local of(String name, Value value, @Nullable Local outer) {
    return new Local(name, NOTHING, value, outer);
  }

  static Local pending(String name, Expression expression, @Nullable Local outer) {
    return new Local(name, expression, null, outer);
  }

  String name() {
    return name;
  }

  @Nullable Local outer() {
    return outer;
  }

  /// What a pending one is computed from.
  Expression expression() {
    return expression;
  }

  @Nullable Value value() {
    return value;
  }

  void settle(Value computed) {
    value = computed;
  }
}
