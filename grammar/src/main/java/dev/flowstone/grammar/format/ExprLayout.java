package dev.flowstone.grammar.format;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Expr.BinaryOperator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Lays out expressions, with the parentheses that precedence needs and no others.
final class ExprLayout {

  private static final Pattern IDENTIFIER = Pattern.compile("[a-zA-Z_][a-zA-Z_0-9]*");
  private static final Set<String> CONSTANTS = Set.of("true", "false", "null");
  private static final int CONDITIONAL = 0;
  private static final int UNARY = 6;
  private static final int POSTFIX = 7;

  private final boolean oneLine;

  /// With `oneLine`, text of several lines is written with escapes.
  ExprLayout(boolean oneLine) {
    this.oneLine = oneLine;
  }

  Doc expr(Expr expr) {
    return switch (expr) {
      case Expr.Null _ -> Doc.text("null");
      case Expr.Bool bool -> Doc.text(bool.value() ? "true" : "false");
      case Expr.Number number -> Doc.text(number.text());
      case Expr.Text text -> text(text);
      case Expr.Template template -> new Doc.Verbatim(template(template));
      case Expr.Duration duration -> Doc.text(duration.duration().text());
      case Expr.Variable variable -> Doc.text(variable.name().text());
      case Expr.Field field ->
          Doc.concat(
              atLeast(field.target(), POSTFIX),
              Doc.text((field.optional() ? ".?" : ".") + name(field.field().text())));
      case Expr.Index index ->
          Doc.concat(
              atLeast(index.target(), POSTFIX),
              bracketed(index.optional() ? "[?" : "[", List.of(expr(index.index())), "]"));
      case Expr.Call call -> call(call);
      case Expr.Unary unary ->
          Doc.concat(Doc.text(unary.operator().sign()), atLeast(unary.operand(), UNARY));
      case Expr.Binary binary -> binary(binary);
      case Expr.Conditional conditional -> conditional(conditional);
      case Expr.ListLiteral list ->
          bracketed(
              "[",
              list.elements().stream()
                  .map(element ->
                      Doc.concat(Doc.text(element.optional() ? "?" : ""), expr(element.value())))
                  .toList(),
              "]");
      case Expr.MapLiteral map -> map(map);
    };
  }

  /// In parentheses where it binds less than what is around it.
  private Doc atLeast(Expr expr, int precedence) {
    return precedence(expr) >= precedence
        ? expr(expr)
        : Doc.concat(Doc.text("("), expr(expr), Doc.text(")"));
  }

  private static int precedence(Expr expr) {
    return switch (expr) {
      case Expr.Conditional _ -> CONDITIONAL;
      case Expr.Binary binary -> binary.operator().precedence();
      case Expr.Unary _ -> UNARY;
      case Expr.Null _,
          Expr.Bool _,
          Expr.Number _,
          Expr.Text _,
          Expr.Template _,
          Expr.Duration _,
          Expr.Variable _,
          Expr.Field _,
          Expr.Index _,
          Expr.Call _,
          Expr.ListLiteral _,
          Expr.MapLiteral _ ->
          POSTFIX;
    };
  }

  private Doc call(Expr.Call call) {
    String function = name(call.function().text());
    Doc arguments = bracketed("(", call.arguments().stream().map(this::expr).toList(), ")");
    return call.target()
        .map(target -> Doc.concat(atLeast(target, POSTFIX), Doc.text("." + function), arguments))
        .orElseGet(() -> Doc.concat(Doc.text(function), arguments));
  }

  /// Operators of one precedence in a row break together.
  private Doc binary(Expr.Binary binary) {
    int precedence = binary.operator().precedence();
    List<Doc> tail = new ArrayList<>();
    Expr left = binary;
    while (left instanceof Expr.Binary inner && inner.operator().precedence() == precedence) {
      Doc right = atLeast(inner.right(), precedence + 1);
      tail.addFirst(Doc.concat(Doc.LINE, Doc.text(sign(inner.operator())), right));
      left = inner.left();
    }
    return Doc.group(atLeast(left, precedence), Doc.indent(Doc.concat(tail)));
  }

  private static String sign(BinaryOperator operator) {
    return operator.sign() + " ";
  }

  private Doc conditional(Expr.Conditional conditional) {
    return Doc.group(
        atLeast(conditional.condition(), CONDITIONAL + 1),
        Doc.indent(
            Doc.LINE,
            Doc.text("? "),
            atLeast(conditional.yes(), CONDITIONAL + 1),
            Doc.LINE,
            Doc.text(": "),
            expr(conditional.no())));
  }

  private static Doc bracketed(String open, List<Doc> parts, String close) {
    if (parts.isEmpty()) {
      return Doc.text(open + close);
    }
    return Doc.group(
        Doc.text(open),
        Doc.indent(Doc.SOFT_LINE, Doc.join(Doc.concat(Doc.text(","), Doc.LINE), parts)),
        Doc.SOFT_LINE,
        Doc.text(close));
  }

  private Doc map(Expr.MapLiteral map) {
    if (map.entries().isEmpty()) {
      return Doc.text("{}");
    }
    List<Doc> entries = new ArrayList<>();
    for (Expr.Entry entry : map.entries()) {
      entries.add(
          Doc.concat(
              Doc.text(entry.optional() ? "?" : ""),
              key(entry.key()),
              Doc.text(": "),
              expr(entry.value())));
    }
    return Doc.group(
        Doc.text("{"),
        Doc.indent(Doc.LINE, Doc.join(Doc.concat(Doc.text(","), Doc.LINE), entries)),
        Doc.LINE,
        Doc.text("}"));
  }

  private Doc key(Expr key) {
    return switch (key) {
      case Expr.Text text ->
          Doc.text(bareKey(text.value()) ? text.value() : TextQuotes.line(text.value()));
      case Expr.Null _, Expr.Bool _, Expr.Number _, Expr.Duration _, Expr.Template _ -> expr(key);
      case Expr.Unary(Expr.UnaryOperator _, Expr.Number _, var _) -> expr(key);
      case Expr.Variable _,
          Expr.Field _,
          Expr.Index _,
          Expr.Call _,
          Expr.Unary _,
          Expr.Binary _,
          Expr.Conditional _,
          Expr.ListLiteral _,
          Expr.MapLiteral _ ->
          Doc.concat(Doc.text("("), expr(key), Doc.text(")"));
    };
  }

  private static boolean bareKey(String key) {
    return IDENTIFIER.matcher(key).matches() && !CONSTANTS.contains(key);
  }

  /// A field behind a dot, in backticks where it is not a plain word.
  private static String name(String name) {
    return IDENTIFIER.matcher(name).matches() ? name : "`" + name + "`";
  }

  /// The name of an argument or of a field in a type: a word, or text.
  static String label(String name) {
    return IDENTIFIER.matcher(name).matches() ? name : TextQuotes.line(name);
  }

  private Doc text(Expr.Text text) {
    boolean block = text.block() && !oneLine;
    return block
        ? new Doc.Verbatim(TextQuotes.block(text.value()))
        : Doc.text(TextQuotes.line(text.value()));
  }

  /// Expressions inside of text stay on one line: a line end would end the text.
  private String template(Expr.Template template) {
    boolean block = template.block() && !oneLine;
    List<String> texts =
        template.parts().stream()
            .filter(Expr.Text.class::isInstance)
            .map(part -> ((Expr.Text) part).value())
            .toList();
    char quote = block ? '"' : TextQuotes.quote(texts);
    String quotes = String.valueOf(quote).repeat(block ? 3 : 1);
    StringBuilder out = new StringBuilder(quotes);
    for (int i = 0; i < template.parts().size(); i++) {
      boolean last = i == template.parts().size() - 1;
      if (template.parts().get(i) instanceof Expr.Text text) {
        if (block) {
          TextQuotes.escapeBlock(text.value(), !last, last, out);
        } else {
          TextQuotes.escape(text.value(), quote, !last, out);
        }
      } else {
        out.append("${").append(Formatter.oneLine(template.parts().get(i))).append('}');
      }
    }
    return out.append(quotes).toString();
  }
}
