package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.TypeExpr;
import dev.flowstone.grammar.parse.DurationSyntax;
import dev.flowstone.grammar.parse.Fragment;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.source.Code;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Parts of the language inside scalars: expressions, durations and types, which the text's own
/// parser reads.
final class Embedded {

  private final Reading reading;

  Embedded(Reading reading) {
    this.reading = reading;
  }

  /// What is declared of a field: its type and its default.
  record Field(TypeExpr type, Optional<Expr> defaultValue) {}

  /// A part of the content of a scalar.
  private record Piece(int from, int to) {}

  /// The expression that is a part of a scalar.
  private Optional<Expr> expression(Node.Scalar scalar, Piece piece) {
    if (scalar.value().substring(piece.from, piece.to).isBlank()) {
      reading.report(
          Code.MISSING_PART.at(
              "an expression is missing here", scalar.place().of(piece.from, piece.to)));
      return Optional.empty();
    }
    return taken(TextParser.expression(fragment(scalar, piece)));
  }

  /// A scalar that is an expression, in `${}` or without.
  Optional<Expr> expression(Node.Scalar scalar) {
    Optional<Piece> inside = whole(scalar);
    if (inside.isEmpty() && scalar.value().stripLeading().startsWith("${")) {
      reading.report(
          Code.WRONG_SHAPE
              .at(
                  "this is text with expressions in it, and one expression belongs here",
                  scalar.span())
              .hint("write it without ${}"));
      return Optional.empty();
    }
    return expression(scalar, inside.orElse(new Piece(0, scalar.value().length())));
  }

  /// Whether a scalar is `${…}` and nothing else.
  boolean isComputed(Node.Scalar scalar) {
    return whole(scalar).isPresent();
  }

  private static Optional<Piece> whole(Node.Scalar scalar) {
    String text = scalar.value();
    int from = text.length() - text.stripLeading().length();
    int to = text.stripTrailing().length();
    if (!text.startsWith("${", from)) {
      return Optional.empty();
    }
    return TextParser.endOfExpression(text, from + 2)
        .filter(end -> end == to - 1)
        .map(end -> new Piece(from + 2, end));
  }

  /// Text with `${…}` in it; the expression itself where there is nothing else.
  Optional<Expr> template(Node.Scalar scalar) {
    String text = scalar.value();
    boolean block = scalar.style() == Node.Style.LITERAL;
    List<Expr> parts = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    int runStart = 0;
    boolean texts = false;
    int i = 0;
    while (i < text.length()) {
      if (text.startsWith("$${", i)) {
        run.append("${");
        i += 3;
        continue;
      }
      if (!text.startsWith("${", i)) {
        run.append(text.charAt(i++));
        continue;
      }
      Optional<Integer> end = TextParser.endOfExpression(text, i + 2);
      if (end.isEmpty()) {
        reading.report(
            Code.UNCLOSED_TEXT
                .at("'${' is not closed by '}'", scalar.place().of(i, i + 2))
                .hint("write $${ for the text ${"));
        return Optional.empty();
      }
      Optional<Expr> part = expression(scalar, new Piece(i + 2, end.get()));
      if (part.isEmpty()) {
        return Optional.empty();
      }
      texts |= !run.isEmpty();
      addRun(parts, run, block, scalar, new Piece(runStart, i));
      parts.add(part.get());
      i = end.get() + 1;
      runStart = i;
    }
    if (parts.isEmpty()) {
      return Optional.of(new Expr.Text(run.toString(), block, scalar.span()));
    }
    if (parts.size() == 1 && !texts && run.isEmpty()) {
      return Optional.of(parts.getFirst());
    }
    addRun(parts, run, block, scalar, new Piece(runStart, i));
    return Optional.of(new Expr.Template(parts, block, scalar.span()));
  }

  private static void addRun(
      List<Expr> parts, StringBuilder run, boolean block, Node.Scalar scalar, Piece piece) {
    if (!run.isEmpty()) {
      parts.add(new Expr.Text(run.toString(), block, scalar.place().of(piece.from, piece.to)));
      run.setLength(0);
    }
  }

  Optional<DurationText> duration(Node.Scalar scalar) {
    return duration(scalar, 0, scalar.value().length());
  }

  /// A literal duration that is a part of a scalar.
  Optional<DurationText> duration(Node.Scalar scalar, int from, int to) {
    return taken(
        DurationSyntax.read(scalar.value().substring(from, to), scalar.place().of(from, to)));
  }

  /// A type: one scalar in the text's own syntax, whatever YAML would see in it.
  Optional<TypeExpr> type(Node node) {
    return scalarOfType(node)
        .flatMap(s -> taken(TextParser.type(fragment(s, new Piece(0, s.value().length())))));
  }

  /// `number`, or `number = 10`
  Optional<Field> field(Node node) {
    Optional<Node.Scalar> scalar = scalarOfType(node);
    if (scalar.isEmpty()) {
      return Optional.empty();
    }
    String text = scalar.get().value();
    int sign = sign(text);
    Optional<TypeExpr> type = taken(TextParser.type(fragment(scalar.get(), new Piece(0, sign))));
    if (sign == text.length()) {
      return type.map(t -> new Field(t, Optional.empty()));
    }
    Optional<Expr> value = expression(scalar.get(), new Piece(sign + 1, text.length()));
    return type.flatMap(t -> value.map(v -> new Field(t, Optional.of(v))));
  }

  /// Where the `=` before a default stands: outside of brackets and of names in quotes.
  private static int sign(String text) {
    int depth = 0;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'' || c == '`') {
        quote = c;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if (c == '}' || c == ']') {
        depth--;
      } else if (c == '=' && depth == 0) {
        return i;
      }
    }
    return text.length();
  }

  private Optional<Node.Scalar> scalarOfType(Node node) {
    if (node instanceof Node.Scalar) {
      return reading.scalar(node, "a type");
    }
    reading.report(
        Code.WRONG_SHAPE
            .at("a type is one scalar in the syntax of types", Reading.head(node))
            .hint("put it into quotes: \"[string]\", \"{street: string, zip?: string}\""));
    return Optional.empty();
  }

  private static Fragment fragment(Node.Scalar scalar, Piece piece) {
    return new Fragment(
        scalar.value().substring(piece.from, piece.to),
        offset -> scalar.place().offset(offset + piece.from));
  }

  private <T> Optional<T> taken(Parsed<T> parsed) {
    parsed.diagnostics().forEach(reading::report);
    return parsed.value();
  }
}
