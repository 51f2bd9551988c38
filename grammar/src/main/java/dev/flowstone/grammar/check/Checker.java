package dev.flowstone.grammar.check;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.type.Types;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Turns an expression as it was written into what the machine evaluates, and says what is wrong
/// with it.
///
/// What cannot be known before it runs (`any`, a number that may be an int or a double) is left to
/// the evaluator; what is sure to fail is an error here.
public final class Checker {

  private Checker() {}

  /// An expression whose type nothing is expected of.
  public static Checked check(Expr expr, Scope scope) {
    return check(expr, scope, Optional.empty());
  }

  /// An expression in a place of a type. A map literal is held against a record field by field.
  public static Checked check(Expr expr, Scope scope, Type expected) {
    return check(expr, scope, Optional.of(expected));
  }

  /// An expression that is run without having been checked: every name is `any`, and what is wrong
  /// shows when it is evaluated.
  public static Checked unchecked(Expr expr) {
    Inference inference = new Inference();
    Typed typed = inference.infer(expr, Scope.of(Map.of()));
    return new Checked(typed.expression(), Type.Simple.ANY, List.of(), typed.facts());
  }

  private static Checked check(Expr expr, Scope scope, Optional<Type> expected) {
    Inference inference = new Inference();
    Typed typed = inference.shaped(expr, scope, expected);
    if (typed.type() instanceof Type.OptionalOf && expected.isEmpty()) {
      inference.inOptional(expr.span());
    }
    return new Checked(
        typed.expression(), Types.closed(typed.type()), inference.diagnostics(), typed.facts());
  }
}
