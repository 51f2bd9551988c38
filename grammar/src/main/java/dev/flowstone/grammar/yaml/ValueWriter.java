package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Trivia;
import dev.flowstone.grammar.format.Formatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Writes expressions as YAML: data as data, everything else in `${…}`.
final class ValueWriter {

  /// YAML parsers take no longer keys on one line.
  private static final int LONGEST_KEY = 900;

  private final VisibleNames names;

  ValueWriter(VisibleNames names) {
    this.names = names;
  }

  /// Where the language has a value.
  Out value(Expr expr) {
    return switch (expr) {
      case Expr.Null _ -> Out.word("null");
      case Expr.Bool bool -> Out.word(Boolean.toString(bool.value()));
      case Expr.Number number when json(number.text()) -> Out.word(number.text());
      case Expr.Unary unary when negative(unary).isPresent() -> Out.word(negative(unary).get());
      case Expr.Text text -> text(text);
      case Expr.Template template -> template(template);
      case Expr.ListLiteral list when plain(list) -> list(list);
      case Expr.MapLiteral map when plain(map) -> map(map);
      case Expr.Number _,
          Expr.Unary _,
          Expr.ListLiteral _,
          Expr.MapLiteral _,
          Expr.Duration _,
          Expr.Variable _,
          Expr.Field _,
          Expr.Index _,
          Expr.Call _,
          Expr.Binary _,
          Expr.Conditional _ ->
          computed(expr);
    };
  }

  /// `${…}`
  Out computed(Expr expr) {
    return Quoting.always("${" + Formatter.oneLine(expr) + "}");
  }

  /// Where the language has a condition or a collection.
  Out bare(Expr expr) {
    return expr instanceof Expr.ListLiteral list && plain(list)
        ? list(list)
        : Quoting.raw(Formatter.oneLine(expr));
  }

  /// Where the language has a duration.
  Out duration(Expr expr) {
    return expr instanceof Expr.Duration duration
        ? Out.word(duration.duration().text())
        : computed(expr);
  }

  private static boolean json(String number) {
    return number.length() <= Values.LONGEST_NUMBER
        && !number.startsWith("-")
        && Values.JSON_NUMBER.matcher(number).matches();
  }

  private static Optional<String> negative(Expr.Unary unary) {
    return unary.operator() == Expr.UnaryOperator.NEGATE
            && unary.operand() instanceof Expr.Number number
            && json(number.text())
        ? Optional.of("-" + number.text())
        : Optional.empty();
  }

  private Out text(Expr.Text text) {
    String escaped = text.value().replace("${", "$${");
    if (text.block()) {
      Optional<Out.Literal> literal = Quoting.literal(escaped);
      if (literal.isPresent()) {
        return literal.get();
      }
    }
    boolean needsQuotes = escaped.contains("${") || typed(text.value()) || names.hide(text.value());
    return needsQuotes ? Quoting.always(escaped) : Quoting.raw(escaped);
  }

  private static boolean typed(String text) {
    return text.equals("true")
        || text.equals("false")
        || text.equals("null")
        || (text.length() <= Values.LONGEST_NUMBER && Values.JSON_NUMBER.matcher(text).matches());
  }

  private Out template(Expr.Template template) {
    Optional<String> content = content(template);
    if (content.isEmpty()) {
      return computed(template);
    }
    if (template.block()) {
      Optional<Out.Literal> literal = Quoting.literal(content.get());
      if (literal.isPresent()) {
        return literal.get();
      }
    }
    return Quoting.always(content.get());
  }

  /// The text with its `${…}`, where YAML has a way to say it: an expression alone would keep its
  /// type, and behind a dollar it would be an escape.
  private static Optional<String> content(Expr.Template template) {
    StringBuilder out = new StringBuilder();
    boolean text = false;
    for (Expr part : template.parts()) {
      if (part instanceof Expr.Text run && !run.value().isEmpty() && !text) {
        out.append(run.value().replace("${", "$${"));
        text = true;
        continue;
      }
      boolean behindDollar = !out.isEmpty() && out.charAt(out.length() - 1) == '$';
      if (part instanceof Expr.Text || behindDollar) {
        return Optional.empty();
      }
      out.append("${").append(Formatter.oneLine(part)).append('}');
      text = false;
    }
    boolean alone = template.parts().size() < 2;
    return alone ? Optional.empty() : Optional.of(out.toString());
  }

  private static boolean plain(Expr.ListLiteral list) {
    return list.elements().stream().noneMatch(Expr.Element::optional);
  }

  private Out list(Expr.ListLiteral list) {
    List<Out.Item> items =
        list.elements().stream().map(e -> new Out.Item(value(e.value()), Trivia.NONE)).toList();
    return new Out.Sequence(items, false, List.of());
  }

  /// Whether a map can be a map of YAML: no optional entries, no key twice, and no key that is
  /// endless.
  private boolean plain(Expr.MapLiteral map) {
    Set<String> keys = new HashSet<>();
    for (Expr.Entry entry : map.entries()) {
      boolean fits =
          key(entry.key()) instanceof Out.Leaf leaf
              && leaf.text().length() <= LONGEST_KEY
              && keys.add(leaf.text());
      if (entry.optional() || !fits) {
        return false;
      }
    }
    return true;
  }

  private Out map(Expr.MapLiteral map) {
    List<Out.Pair> pairs = new ArrayList<>();
    for (Expr.Entry entry : map.entries()) {
      if (key(entry.key()) instanceof Out.Leaf key) {
        pairs.add(new Out.Pair(key, value(entry.value()), Trivia.NONE));
      }
    }
    return new Out.Mapping(pairs, false);
  }

  private Out key(Expr key) {
    return switch (key) {
      case Expr.Text text -> key(text.value());
      case Expr.Template template ->
          content(template).<Out>map(Quoting::always).orElseGet(() -> computed(template));
      case Expr.Null _,
          Expr.Bool _,
          Expr.Number _,
          Expr.Duration _,
          Expr.Variable _,
          Expr.Field _,
          Expr.Index _,
          Expr.Call _,
          Expr.Unary _,
          Expr.Binary _,
          Expr.Conditional _,
          Expr.ListLiteral _,
          Expr.MapLiteral _ ->
          computed(key);
    };
  }

  /// A key that is text: it is never typed, so that only its signs can make quotes necessary.
  static Out.Leaf key(String text) {
    String escaped = text.replace("${", "$${");
    return escaped.contains("${") ? Quoting.always(escaped) : Quoting.raw(escaped);
  }
}
