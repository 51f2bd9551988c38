package dev.flowstone.grammar.generate;

import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.parse.DurationSyntax;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;

/// Expressions at random, of every kind, as the parser could have made them.
///
/// So no template has two texts in a row or nothing but text, and no two expressions differ from
/// what is written only by parentheses.
public final class RandomExprs {

  private static final List<String> NUMBERS =
      List.of("0", "1", "42", "9223372036854775807", "0x1F", "1.5", "1e3", "2.50E-7", ".5");
  private static final List<String> DURATIONS =
      List.of("30s", "2h30m", "500ms", "7d", "1d2h3m4s5ms", "0s");
  private static final List<String> NAMES =
      List.of("a", "order", "input", "_x9", "timeout", "until", "first", "as", "on", "item", "max");
  private static final List<String> FIELDS =
      List.of("id", "step", "in", "true", "null", "total", "content-type", "a b", "x.y/z", "_1");
  private static final List<String> KEYS =
      List.of(
          "id",
          "step",
          "true",
          "in",
          "content-type",
          "with space",
          "",
          "\"quoted\"",
          "$",
          "${x}",
          "ключ");
  private static final List<String> TEXTS =
      List.of(
          "",
          "plain",
          "two words",
          "it's",
          "say \"hi\"",
          "both ' and \"",
          "back\\slash",
          "\\d+\\s*",
          "$",
          "$$",
          "${",
          "$${",
          "${a}",
          "$$${b}",
          "cost: $",
          "line\nline\n",
          "\ttab",
          "\r\n",
          "\"",
          "\"\"\"",
          "a\"\"\"\"b",
          "'''",
          "\\",
          "ends with \\",
          "\u0000\u0007",
          "\u00e9\u4e2d\ud83d\ude00",
          "\u200b\u2028",
          "{}",
          "#no comment",
          "// no");
  private static final List<String> FUNCTIONS =
      List.of("size", "contains", "map", "all", "has", "string", "call");

  private final Random random;

  public RandomExprs(Random random) {
    this.random = random;
  }

  /// An expression of at most so many levels.
  public Expr expr(int depth) {
    if (depth <= 1 || random.nextInt(4) == 0) {
      return leaf(depth);
    }
    int below = depth - 1;
    return switch (random.nextInt(12)) {
      case 0 -> new Expr.Field(expr(below), name(FIELDS), random.nextInt(4) == 0, Span.NONE);
      case 1 -> new Expr.Index(expr(below), expr(below), random.nextInt(4) == 0, Span.NONE);
      case 2 ->
          new Expr.Call(
              Optional.empty(), name(FUNCTIONS, "call"), list(3, _ -> expr(below)), Span.NONE);
      case 3 ->
          new Expr.Call(
              Optional.of(expr(below)), name(FUNCTIONS), list(3, _ -> expr(below)), Span.NONE);
      case 4 -> new Expr.Unary(one(Expr.UnaryOperator.values()), expr(below), Span.NONE);
      case 5, 6, 7 ->
          new Expr.Binary(one(Expr.BinaryOperator.values()), expr(below), expr(below), Span.NONE);
      case 8 -> new Expr.Conditional(expr(below), expr(below), expr(below), Span.NONE);
      case 9 ->
          new Expr.ListLiteral(
              list(4, _ -> new Expr.Element(random.nextInt(5) == 0, expr(below), Span.NONE)),
              Span.NONE);
      case 10 -> map(below);
      default -> template(below);
    };
  }

  private Expr leaf(int depth) {
    return switch (random.nextInt(8)) {
      case 0 -> new Expr.Null(Span.NONE);
      case 1 -> new Expr.Bool(random.nextBoolean(), Span.NONE);
      case 2 -> new Expr.Number(one(NUMBERS), Span.NONE);
      case 3, 4 -> text();
      case 5 -> new Expr.Duration(duration(), Span.NONE);
      case 6 ->
          depth > 1
              ? new Expr.MapLiteral(List.of(), Span.NONE)
              : new Expr.Variable(name(NAMES), Span.NONE);
      default -> new Expr.Variable(name(NAMES), Span.NONE);
    };
  }

  public Expr.Text text() {
    return new Expr.Text(one(TEXTS), random.nextInt(4) == 0, Span.NONE);
  }

  /// A text or a template.
  public Expr message(int depth) {
    return depth > 1 && random.nextBoolean() ? template(depth) : text();
  }

  private Expr template(int depth) {
    boolean block = random.nextInt(4) == 0;
    List<Expr> parts = new ArrayList<>();
    boolean text = random.nextBoolean();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count || parts.stream().allMatch(Expr.Text.class::isInstance); i++) {
      if (text) {
        String value = one(TEXTS);
        parts.add(new Expr.Text(value.isEmpty() ? "-" : value, block, Span.NONE));
      } else {
        Expr inner = expr(depth - 1);
        parts.add(inner instanceof Expr.Text ? new Expr.Variable(name(NAMES), Span.NONE) : inner);
      }
      text = !text && random.nextBoolean();
    }
    return new Expr.Template(parts, block, Span.NONE);
  }

  private Expr map(int depth) {
    return new Expr.MapLiteral(
        list(
            4,
            _ -> {
              Expr key =
                  random.nextInt(4) == 0 ? expr(depth) : new Expr.Text(one(KEYS), false, Span.NONE);
              return new Expr.Entry(random.nextInt(5) == 0, key, expr(depth), Span.NONE);
            }),
        Span.NONE);
  }

  public DurationText duration() {
    return DurationSyntax.read(one(DURATIONS), Span.NONE).value().orElseThrow();
  }

  public Name variable() {
    return name(NAMES);
  }

  public Name field() {
    return name(FIELDS);
  }

  private Name name(List<String> names) {
    return new Name(one(names), Span.NONE);
  }

  /// A name other than one that cannot stand there.
  private Name name(List<String> names, String unless) {
    return new Name(one(names.stream().filter(name -> !name.equals(unless)).toList()), Span.NONE);
  }

  public <T> T one(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private <T> T one(T[] all) {
    return all[random.nextInt(all.length)];
  }

  /// A list of fewer than so many.
  public <T> List<T> list(int bound, IntFunction<T> make) {
    List<T> list = new ArrayList<>();
    int count = random.nextInt(bound);
    for (int i = 0; i < count; i++) {
      list.add(make.apply(i));
    }
    return list;
  }

  /// A list of fewer than so many, none of them named as one before.
  public <T> List<T> distinct(int bound, IntFunction<T> make, Function<T, String> name) {
    Set<String> names = new HashSet<>();
    return list(bound, make).stream().filter(each -> names.add(name.apply(each))).toList();
  }
}
