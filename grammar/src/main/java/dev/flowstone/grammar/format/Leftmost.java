package dev.flowstone.grammar.format;

import dev.flowstone.grammar.ast.Expr;

/// The word that an expression begins with when it is written down.
final class Leftmost {

  private Leftmost() {}

  /// Empty where it begins with something else than a word.
  static String of(Expr expr) {
    return switch (expr) {
      case Expr.Variable variable -> variable.name().text();
      case Expr.Field field -> of(field.target());
      case Expr.Index index -> of(index.target());
      case Expr.Call call -> call.target().map(Leftmost::of).orElse(call.function().text());
      case Expr.Binary binary -> of(binary.left());
      case Expr.Conditional conditional -> of(conditional.condition());
      case Expr.Null _,
          Expr.Bool _,
          Expr.Number _,
          Expr.Text _,
          Expr.Template _,
          Expr.Duration _,
          Expr.Unary _,
          Expr.ListLiteral _,
          Expr.MapLiteral _ ->
          "";
    };
  }
}
