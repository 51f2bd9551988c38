package dev.flowstone.grammar.ast;

import dev.flowstone.grammar.source.Span;
import java.util.List;
import java.util.Optional;

/// An expression as it was written. Parentheses are not kept; the formatter puts them where
/// precedence needs them.
public sealed interface Expr {

  Span span();

  record Null(Span span) implements Expr {}

  record Bool(boolean value, Span span) implements Expr {}

  /// A number with its exact text: `1`, `0x1F`, `2.50`, `1e3`. A minus sign is a [Unary], which the
  /// checker folds.
  record Number(String text, Span span) implements Expr {}

  /// Text without `${}`, escapes resolved. `block` tells that it was written with triple quotes.
  record Text(String value, boolean block, Span span) implements Expr {}

  /// Text with `${}` in it: parts are [Text] and other expressions by turns as written.
  record Template(List<Expr> parts, boolean block, Span span) implements Expr {
    public Template {
      parts = List.copyOf(parts);
    }
  }

  /// `30s`, `2h30m`
  record Duration(DurationText duration, Span span) implements Expr {}

  /// A variable, `input`, `run`, or the name of a macro variable.
  record Variable(Name name, Span span) implements Expr {}

  /// `target.field`, or `target.?field`
  record Field(Expr target, Name field, boolean optional, Span span) implements Expr {}

  /// `target[index]`, or `target[?index]`
  record Index(Expr target, Expr index, boolean optional, Span span) implements Expr {}

  /// `size(x)`, `x.contains(y)`, `math.greatest(1, 2)`, and every macro: `has(a.b)`, `xs.all(x, x >
  /// 1)`, `cel.bind(v, init, expr)`. The checker knows which is which.
  record Call(Optional<Expr> target, Name function, List<Expr> arguments, Span span)
      implements Expr {
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  record Unary(UnaryOperator operator, Expr operand, Span span) implements Expr {}

  record Binary(BinaryOperator operator, Expr left, Expr right, Span span) implements Expr {}

  /// `condition ? yes : no`
  record Conditional(Expr condition, Expr yes, Expr no, Span span) implements Expr {}

  record ListLiteral(List<Element> elements, Span span) implements Expr {
    public ListLiteral {
      elements = List.copyOf(elements);
    }
  }

  /// `e`, or `?e` (left out where the optional is empty)
  record Element(boolean optional, Expr value, Span span) {}

  record MapLiteral(List<Entry> entries, Span span) implements Expr {
    public MapLiteral {
      entries = List.copyOf(entries);
    }
  }

  /// `key: value`, `?key: value`. A bare identifier or a text as key is a [Text]; `(k): v` is any
  /// expression.
  record Entry(boolean optional, Expr key, Expr value, Span span) {}

  enum UnaryOperator {
    NOT("!"),
    NEGATE("-");

    private final String sign;

    UnaryOperator(String sign) {
      this.sign = sign;
    }

    public String sign() {
      return sign;
    }
  }

  /// Binary operators with the precedence of CEL, higher binds tighter.
  enum BinaryOperator {
    OR("||", 1),
    AND("&&", 2),
    EQUAL("==", 3),
    NOT_EQUAL("!=", 3),
    LESS("<", 3),
    LESS_OR_EQUAL("<=", 3),
    GREATER(">", 3),
    GREATER_OR_EQUAL(">=", 3),
    IN("in", 3),
    ADD("+", 4),
    SUBTRACT("-", 4),
    MULTIPLY("*", 5),
    DIVIDE("/", 5),
    REMAINDER("%", 5);

    private final String sign;
    private final int precedence;

    BinaryOperator(String sign, int precedence) {
      this.sign = sign;
      this.precedence = precedence;
    }

    public String sign() {
      return sign;
    }

    public int precedence() {
      return precedence;
    }
  }
}
