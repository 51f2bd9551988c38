package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Span;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Finds cases of one `match` that can never be taken, since an earlier one has the same value.
final class Cases {

  private final Map<Object, Span> seen = new HashMap<>();
  private final Report report;

  Cases(Report report) {
    this.report = report;
  }

  void add(Expr value) {
    Optional<Object> key = key(value);
    if (key.isEmpty()) {
      return;
    }
    Span first = seen.putIfAbsent(key.get(), value.span());
    if (first != null) {
      report.add(
          Code.DUPLICATE_CASE
              .at("this case was named before", value.span())
              .related("first here", first));
    }
  }

  /// What tells a literal from others by the equality of the language, in which `1` is `1.0`.
  private static Optional<Object> key(Expr value) {
    return switch (value) {
      case Expr.Null _ -> Optional.of("null");
      case Expr.Bool(boolean it, var _) -> Optional.of(it);
      case Expr.Text(String text, var _, var _) -> Optional.of("text " + text);
      case Expr.Duration(var duration, var _) -> Optional.of(duration.value());
      case Expr.Number(String text, var _) -> number(text).map(it -> it);
      case Expr.Unary(var operator, Expr operand, var _) ->
          operator == Expr.UnaryOperator.NEGATE
                  && operand instanceof Expr.Number(String text, var _)
              ? number("-" + text).map(it -> it)
              : Optional.empty();
      case Expr.Template _,
          Expr.Variable _,
          Expr.Field _,
          Expr.Index _,
          Expr.Call _,
          Expr.Binary _,
          Expr.Conditional _,
          Expr.ListLiteral _,
          Expr.MapLiteral _ ->
          Optional.empty();
    };
  }

  private static Optional<BigDecimal> number(String text) {
    try {
      BigDecimal value = new BigDecimal(text);
      // The scale of 1e999999999 must not be written out.
      return Math.abs((long) value.scale()) > 400
          ? Optional.empty()
          : Optional.of(value.stripTrailingZeros());
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}
