package dev.flowstone.grammar.program;

import dev.flowstone.grammar.program.Expression.Comprehension.Kind;
import dev.flowstone.grammar.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// [Expression] to [Value] and back: the part of the serialised program (format 1) that expressions
/// take.
///
/// A constant that is no list or map stands for itself; everything else is a list that begins with
/// a word: lower case for the forms below (`["var", "x"]`, `["get", target, "field"]`), upper case
/// for a [Function] with its arguments (`["ADD", 1, 2]`). What this version does not know is a
/// [Decoded.Refused], since a program may have been written by a newer one.
public final class ExpressionCodec {

  private static final int MAX_DEPTH = 400;

  private static final Map<String, Function> FUNCTIONS =
      Stream.of(Function.values()).collect(Collectors.toUnmodifiableMap(Enum::name, word -> word));

  private static final Map<String, Kind> KINDS =
      Stream.of(Kind.values()).collect(Collectors.toUnmodifiableMap(Enum::name, word -> word));

  /// What came of loading.
  public sealed interface Decoded {

    record Ok(Expression expression) implements Decoded {}

    record Refused(String message) implements Decoded {}
  }

  /// Carries a refusal out of the recursion; it never leaves this class.
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;

    Refusal(String reason) {
      super(reason, null, false, false);
      this.reason = reason;
    }
  }

  private ExpressionCodec() {}

  public static Value encode(Expression expression) {
    return switch (expression) {
      case Expression.Constant(Value value) -> constant(value);
      case Expression.Variable(String name) -> form("var", text(name));
      case Expression.Select(Expression target, String field, boolean optional) ->
          form(optional ? "get?" : "get", encode(target), text(field));
      case Expression.Has(Expression target, String field) ->
          form("has", encode(target), text(field));
      case Expression.At(Expression target, Expression index, boolean optional) ->
          form(optional ? "at?" : "at", encode(target), encode(index));
      case Expression.Invoke(var function, var arguments) ->
          form(function.name(), encoded(arguments));
      case Expression.And(Expression left, Expression right) ->
          form("and", encode(left), encode(right));
      case Expression.Or(Expression left, Expression right) ->
          form("or", encode(left), encode(right));
      case Expression.Conditional(Expression condition, Expression yes, Expression no) ->
          form("if", encode(condition), encode(yes), encode(no));
      case Expression.MakeList(var elements) ->
          form("list", elements.stream().map(ExpressionCodec::element).toArray(Value[]::new));
      case Expression.MakeMap(var entries) ->
          form("map", entries.stream().map(ExpressionCodec::entry).toArray(Value[]::new));
      case Expression.Join(var parts) -> form("join", encoded(parts));
      case Expression.Comprehension(
              Kind kind,
              Expression range,
              String first,
              Optional<String> second,
              Optional<Expression> condition,
              Optional<Expression> transform) ->
          form(
              "each",
              text(kind.name()),
              encode(range),
              text(first),
              second.map(ExpressionCodec::text).orElse(Value.Null.NULL),
              form("opt", condition.stream().map(ExpressionCodec::encode).toArray(Value[]::new)),
              form("opt", transform.stream().map(ExpressionCodec::encode).toArray(Value[]::new)));
      case Expression.Bind(String name, Expression value, Expression body) ->
          form("bind", text(name), encode(value), encode(body));
      case Expression.Unresolved(String message) -> form("error", text(message));
    };
  }

  private static Value constant(Value value) {
    return value instanceof Value.Items
            || value instanceof Value.Fields
            || value instanceof Value.Maybe
        ? form("const", value)
        : value;
  }

  private static Value text(String text) {
    return new Value.Text(text);
  }

  private static Value form(String word, Value... rest) {
    List<Value> all = new ArrayList<>(rest.length + 1);
    all.add(new Value.Text(word));
    all.addAll(List.of(rest));
    return new Value.Items(all);
  }

  private static Value[] encoded(List<Expression> expressions) {
    return expressions.stream().map(ExpressionCodec::encode).toArray(Value[]::new);
  }

  private static Value element(Expression.Element element) {
    return element.optional() ? form("?", encode(element.value())) : encode(element.value());
  }

  private static Value entry(Expression.Entry entry) {
    return form(entry.optional() ? "?" : ":", encode(entry.key()), encode(entry.value()));
  }

  public static Decoded decode(Value value) {
    try {
      return new Decoded.Ok(decode(value, 0));
    } catch (Refusal e) {
      return new Decoded.Refused(e.reason);
    }
  }

  private static Expression decode(Value value, int depth) throws Refusal {
    if (depth > MAX_DEPTH) {
      throw new Refusal("an expression nests more than " + MAX_DEPTH + " deep");
    }
    if (value instanceof Value.Items(List<Value> form)) {
      if (form.isEmpty() || !(form.getFirst() instanceof Value.Text(String word))) {
        throw new Refusal("an expression does not begin with a word");
      }
      return decode(word, new Arguments(word, form.subList(1, form.size()), depth + 1));
    }
    if (value instanceof Value.Fields || value instanceof Value.Maybe) {
      throw new Refusal("an expression is a list or a plain value");
    }
    return new Expression.Constant(value);
  }

  private static Expression decode(String word, Arguments rest) throws Refusal {
    return switch (word) {
      case "const" -> new Expression.Constant(rest.count(1).values().getFirst());
      case "var" -> new Expression.Variable(rest.count(1).text(0));
      case "get", "get?" ->
          new Expression.Select(rest.count(2).expression(0), rest.text(1), word.endsWith("?"));
      case "has" -> new Expression.Has(rest.count(2).expression(0), rest.text(1));
      case "at", "at?" ->
          new Expression.At(rest.count(2).expression(0), rest.expression(1), word.endsWith("?"));
      case "and" -> new Expression.And(rest.count(2).expression(0), rest.expression(1));
      case "or" -> new Expression.Or(rest.count(2).expression(0), rest.expression(1));
      case "if" ->
          new Expression.Conditional(
              rest.count(3).expression(0), rest.expression(1), rest.expression(2));
      case "list" -> new Expression.MakeList(elements(rest));
      case "map" -> new Expression.MakeMap(entries(rest));
      case "join" -> new Expression.Join(rest.expressions());
      case "each" -> comprehension(rest.count(6));
      case "bind" ->
          new Expression.Bind(rest.count(3).text(0), rest.expression(1), rest.expression(2));
      case "error" -> new Expression.Unresolved(rest.count(1).text(0));
      default -> {
        Function function = FUNCTIONS.get(word);
        if (function == null) {
          throw new Refusal("there is no function or form '" + word + "' in this version");
        }
        yield new Expression.Invoke(function, rest.expressions());
      }
    };
  }

  private static List<Expression.Element> elements(Arguments rest) throws Refusal {
    List<Expression.Element> elements = new ArrayList<>();
    for (Value value : rest.values()) {
      boolean optional =
          value instanceof Value.Items(List<Value> form)
              && form.size() == 2
              && form.getFirst().equals(new Value.Text("?"));
      Value content = optional ? ((Value.Items) value).values().get(1) : value;
      elements.add(new Expression.Element(optional, decode(content, rest.depth())));
    }
    return elements;
  }

  private static List<Expression.Entry> entries(Arguments rest) throws Refusal {
    List<Expression.Entry> entries = new ArrayList<>();
    for (int i = 0; i < rest.values().size(); i++) {
      Arguments pair = rest.form(i);
      boolean optional = pair.word().equals("?");
      if (!optional && !pair.word().equals(":")) {
        throw new Refusal("an entry of a map begins with ':' or '?'");
      }
      entries.add(new Expression.Entry(optional, pair.count(2).expression(0), pair.expression(1)));
    }
    return entries;
  }

  private static Expression comprehension(Arguments rest) throws Refusal {
    Kind kind = KINDS.get(rest.text(0));
    if (kind == null) {
      throw new Refusal("there is no macro '" + rest.text(0) + "' in this version");
    }
    Optional<String> second =
        rest.values().get(3) == Value.Null.NULL ? Optional.empty() : Optional.of(rest.text(3));
    return new Expression.Comprehension(
        kind, rest.expression(1), rest.text(2), second, rest.maybe(4), rest.maybe(5));
  }

  /// What follows the word of a form.
  private record Arguments(String word, List<Value> values, int depth) {

    Arguments count(int wanted) throws Refusal {
      if (values.size() != wanted) {
        throw new Refusal("'" + word + "' has " + values.size() + " parts, not " + wanted);
      }
      return this;
    }

    String text(int index) throws Refusal {
      if (values.get(index) instanceof Value.Text(String text)) {
        return text;
      }
      throw new Refusal("part " + (index + 1) + " of '" + word + "' is no text");
    }

    Expression expression(int index) throws Refusal {
      return decode(values.get(index), depth);
    }

    List<Expression> expressions() throws Refusal {
      List<Expression> all = new ArrayList<>();
      for (Value value : values) {
        all.add(decode(value, depth));
      }
      return all;
    }

    Arguments form(int index) throws Refusal {
      if (values.get(index) instanceof Value.Items(List<Value> form)
          && !form.isEmpty()
          && form.getFirst() instanceof Value.Text(String first)) {
        return new Arguments(first, form.subList(1, form.size()), depth + 1);
      }
      throw new Refusal("part " + (index + 1) + " of '" + word + "' is no form");
    }

    Optional<Expression> maybe(int index) throws Refusal {
      Arguments form = form(index);
      return form.values.isEmpty() ? Optional.empty() : Optional.of(form.count(1).expression(0));
    }
  }
}
