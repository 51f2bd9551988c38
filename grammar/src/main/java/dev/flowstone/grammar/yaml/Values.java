package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.ExprSize;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Values and expressions: what a scalar, a list or a map means where the language has an
/// expression.
///
/// A plain scalar is typed by our own table: numbers of JSON, `true`, `false` and `null`; all else
/// is text, so that `no`, `on` and `10:30` stay what they say.
final class Values {

  static final int LONGEST_NUMBER = 1000;

  static final Pattern JSON_NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private static final int LONGEST_SOURCE = 8 * 1024;

  private final Reading reading;
  private final Embedded embedded;

  Values(Reading reading, Embedded embedded) {
    this.reading = reading;
    this.embedded = embedded;
  }

  /// A value: data as it stands, with `${…}` where something is computed.
  Optional<Expr> value(Node node) {
    int length = node.span().end() - node.span().start();
    if (length > LONGEST_SOURCE) {
      reading.report(
          Code.EXPRESSION_TOO_LARGE
              .at(
                  "the value has " + length + " characters, and " + LONGEST_SOURCE + " are allowed",
                  Reading.head(node))
              .hint("assign parts of it to names"));
      return Optional.empty();
    }
    return read(node).filter(value -> isBounded(value, node));
  }

  /// The bounds of an expression hold for data too: both spellings have the same.
  private boolean isBounded(Expr value, Node node) {
    ExprSize size = ExprSize.of(value);
    if (size.nodes() > ExprSize.MOST_NODES) {
      reading.report(
          Code.EXPRESSION_TOO_LARGE
              .at(
                  "the value has "
                      + size.nodes()
                      + " parts, and "
                      + ExprSize.MOST_NODES
                      + " are allowed",
                  Reading.head(node))
              .hint("assign parts of it to names"));
      return false;
    }
    if (size.depth() > ExprSize.DEEPEST) {
      reading.report(
          Code.TOO_DEEP.at(
              "the value is nested "
                  + size.depth()
                  + " deep, and "
                  + ExprSize.DEEPEST
                  + " are allowed",
              Reading.head(node)));
      return false;
    }
    return true;
  }

  private Optional<Expr> read(Node node) {
    return switch (node) {
      case Node.Scalar scalar -> scalar(scalar);
      case Node.Sequence sequence -> list(sequence);
      case Node.Mapping mapping -> map(mapping);
    };
  }

  /// Where the language has a condition or a collection: an expression without `${}`, which may
  /// still be there.
  Optional<Expr> bare(Node node) {
    if (!(node instanceof Node.Scalar scalar)) {
      return value(node);
    }
    if (scalar.missing() || scalar.value().isBlank()) {
      reading.missing(scalar, "an expression");
      return Optional.empty();
    }
    return embedded.expression(scalar);
  }

  /// A duration: a literal as it stands, or `${…}`.
  Optional<Expr> duration(Node node) {
    Optional<Node.Scalar> found = reading.scalar(node, "a duration such as 30s");
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Node.Scalar scalar = found.get();
    if (embedded.isComputed(scalar)) {
      return embedded.expression(scalar);
    }
    return embedded.duration(scalar).map(text -> new Expr.Duration(text, text.span()));
  }

  /// An expression that must be in `${…}`, such as the instant of `wait_until`.
  Optional<Expr> computed(Node node, String what) {
    Optional<Node.Scalar> found = reading.scalar(node, what);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Node.Scalar scalar = found.get();
    if (!embedded.isComputed(scalar)) {
      reading.report(
          Code.WRONG_SHAPE
              .at(what + " belongs here, and this is text", scalar.span())
              .hint("write an expression in ${…}, such as ${timestamp(input.day)}"));
      return Optional.empty();
    }
    return embedded.expression(scalar);
  }

  private Optional<Expr> scalar(Node.Scalar scalar) {
    if (scalar.missing()) {
      reading.report(
          Code.WRONG_SHAPE
              .at("nothing is written here, and a value belongs here", scalar.span())
              .hint("write null, or \"\" for empty text"));
      return Optional.empty();
    }
    if (scalar.value().contains("${")) {
      return embedded.template(scalar);
    }
    if (scalar.style() == Node.Style.PLAIN) {
      Optional<Expr> typed = typed(scalar);
      if (typed.isPresent()) {
        return typed;
      }
      reading.plainText(scalar);
    }
    boolean block = scalar.style() == Node.Style.LITERAL;
    return Optional.of(new Expr.Text(scalar.value(), block, scalar.span()));
  }

  private static Optional<Expr> typed(Node.Scalar scalar) {
    String text = scalar.value();
    Span span = scalar.span();
    return switch (text) {
      case "true" -> Optional.of(new Expr.Bool(true, span));
      case "false" -> Optional.of(new Expr.Bool(false, span));
      case "null" -> Optional.of(new Expr.Null(span));
      default ->
          text.length() <= LONGEST_NUMBER && JSON_NUMBER.matcher(text).matches()
              ? Optional.of(number(text, span))
              : Optional.empty();
    };
  }

  private static Expr number(String text, Span span) {
    if (!text.startsWith("-")) {
      return new Expr.Number(text, span);
    }
    Expr positive = new Expr.Number(text.substring(1), new Span(span.start() + 1, span.end()));
    return new Expr.Unary(Expr.UnaryOperator.NEGATE, positive, span);
  }

  private Optional<Expr> list(Node.Sequence sequence) {
    List<Expr.Element> elements = new ArrayList<>();
    boolean whole = true;
    for (Node.Item item : sequence.items()) {
      Optional<Expr> value = read(item.value());
      value.ifPresent(v -> elements.add(new Expr.Element(false, v, v.span())));
      whole &= value.isPresent();
    }
    return whole ? Optional.of(new Expr.ListLiteral(elements, sequence.span())) : Optional.empty();
  }

  private Optional<Expr> map(Node.Mapping mapping) {
    List<Expr.Entry> entries = new ArrayList<>();
    boolean whole = true;
    for (Node.Entry entry : Keys.unique(reading, mapping)) {
      Optional<Expr> key = key(entry.key());
      Optional<Expr> value = read(entry.value());
      if (key.isPresent() && value.isPresent()) {
        entries.add(new Expr.Entry(false, key.get(), value.get(), entry.span()));
      }
      whole &= key.isPresent() && value.isPresent();
    }
    return whole ? Optional.of(new Expr.MapLiteral(entries, mapping.span())) : Optional.empty();
  }

  /// A key is text whatever it looks like; only `${…}` makes it computed.
  private Optional<Expr> key(Node.Scalar key) {
    return key.value().contains("${")
        ? embedded.template(key)
        : Optional.of(new Expr.Text(key.value(), false, key.span()));
  }
}
