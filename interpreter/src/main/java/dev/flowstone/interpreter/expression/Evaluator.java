package dev.flowstone.interpreter.expression;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.Function;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.expression.EvaluationError.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The walk over an expression. One use only: it holds the locals of macros and the meter.
final class Evaluator {

  private static final int MAX_DEPTH = 400;
  private static final int NAMES_COMPARED = 200;

  static final Value TRUE = new Value.Bool(true);
  static final Value FALSE = new Value.Bool(false);

  private final Environment environment;
  private final Meter meter;
  private final Library library;
  private final Comprehensions comprehensions;
  private @Nullable Local locals;
  private int depth;

  Evaluator(Environment environment, Meter meter) {
    this.environment = environment;
    this.meter = meter;
    this.library = new Library(meter);
    this.comprehensions = new Comprehensions(this, meter);
  }

  static Value bool(boolean truth) {
    return truth ? TRUE : FALSE;
  }

  /// The value of an expression.
  ///
  /// @throws Failure where it has none
  Value evaluate(Expression expression) {
    if (depth >= MAX_DEPTH) {
      throw Failure.of(Kind.LIMIT, "the expression nests more than " + MAX_DEPTH + " deep");
    }
    depth++;
    try {
      return value(expression);
    } finally {
      depth--;
    }
  }

  private Value value(Expression expression) {
    return switch (expression) {
      case Expression.Constant(Value value) -> value;
      case Expression.Variable(String name) -> variable(name);
      case Expression.Select(Expression target, String field, boolean optional) -> {
        meter.step();
        yield member(evaluate(target), new Value.Text(field), optional);
      }
      case Expression.Has(Expression target, String field) -> {
        meter.step();
        yield bool(has(evaluate(target), field));
      }
      case Expression.At(Expression target, Expression index, boolean optional) -> {
        meter.step();
        Value holder = evaluate(target);
        yield at(holder, evaluate(index), optional);
      }
      case Expression.Invoke(Function function, List<Expression> arguments) ->
          invoke(function, arguments);
      case Expression.And(Expression left, Expression right) -> decided(left, right, FALSE);
      case Expression.Or(Expression left, Expression right) -> decided(left, right, TRUE);
      case Expression.Conditional(Expression condition, Expression yes, Expression no) -> {
        meter.step();
        yield Kinds.bool(evaluate(condition)) ? evaluate(yes) : evaluate(no);
      }
      case Expression.MakeList(List<Expression.Element> elements) -> list(elements);
      case Expression.MakeMap(List<Expression.Entry> entries) -> map(entries);
      case Expression.Join(List<Expression> parts) -> join(parts);
      case Expression.Comprehension comprehension -> {
        meter.step();
        yield comprehensions.evaluate(comprehension);
      }
      case Expression.Bind(String name, Expression value, Expression body) -> {
        meter.step();
        yield with(Local.pending(name, value, locals), body);
      }
      case Expression.Unresolved(String message) -> throw Failure.overload(message);
    };
  }

  private Value variable(String name) {
    for (Local local = locals; local != null; local = local.outer()) {
      if (local.name().equals(name)) {
        return value(local);
      }
    }
    Value value = environment.value(name);
    if (value == null) {
      throw Failure.of(
          Kind.UNDECLARED_REFERENCE,
          () -> "there is no '" + name + "'" + nearest(name, environment.names()));
    }
    return value;
  }

  private static String nearest(String name, Collection<String> names) {
    return Nearest.hint(name, names.stream().limit(NAMES_COMPARED).toList())
        .map(hint -> "; " + hint)
        .orElse("");
  }

  /// The value of a local, which `cel.bind` computes when it is first asked for, where it was
  /// written.
  private Value value(Local local) {
    Value known = local.value();
    if (known != null) {
      return known;
    }
    Local here = locals;
    locals = local.outer();
    try {
      Value value = evaluate(local.expression());
      local.settle(value);
      return value;
    } finally {
      locals = here;
    }
  }

  private Value with(Local local, Expression body) {
    Local outer = locals;
    locals = local;
    try {
      return evaluate(body);
    } finally {
      locals = outer;
    }
  }

  /// Evaluates with one more local name, or two.
  <T> T with(String name, Value value, Supplier<T> body) {
    Local outer = locals;
    locals = Local.of(name, value, outer);
    try {
      return body.get();
    } finally {
      locals = outer;
    }
  }

  /// `&&` and `||`: one side that decides makes the other's error irrelevant.
  private Value decided(Expression left, Expression right, Value deciding) {
    meter.step();
    Failure error = null;
    Value first = null;
    try {
      first = evaluate(left);
    } catch (Failure e) {
      error = absorbable(e);
    }
    if (deciding.equals(first)) {
      return deciding;
    }
    Value second = evaluateAfter(right, first, error);
    if (deciding.equals(second)) {
      return deciding;
    }
    if (error != null) {
      throw error;
    }
    boolean rest = Kinds.bool(first == null ? Value.Null.NULL : first);
    return bool(rest == Kinds.bool(second) ? rest : !Kinds.bool(deciding));
  }

  /// The right side; of two errors the left one is told.
  private Value evaluateAfter(Expression right, @Nullable Value first, @Nullable Failure error) {
    try {
      return evaluate(right);
    } catch (Failure e) {
      Failure mine = absorbable(e);
      if (error != null) {
        throw error;
      }
      if (first != null) {
        Kinds.bool(first);
      }
      throw mine;
    }
  }

  /// The error, where one may go on after it.
  static Failure absorbable(Failure error) {
    if (error.isLimit()) {
      throw error;
    }
    return error;
  }

  private Value invoke(Function function, List<Expression> arguments) {
    meter.step();
    boolean lazy = function == Function.OPTIONAL_OR || function == Function.OPTIONAL_OR_VALUE;
    if (lazy && arguments.size() == 2) {
      Value.Maybe maybe = Kinds.maybe(evaluate(arguments.getFirst()));
      if (maybe.content().isPresent()) {
        return function == Function.OPTIONAL_OR ? maybe : maybe.content().get();
      }
      Value other = evaluate(arguments.get(1));
      return function == Function.OPTIONAL_OR ? Kinds.maybe(other) : other;
    }
    return switch (arguments.size()) {
      case 1 -> library.unary(function, evaluate(arguments.getFirst()));
      case 2 -> {
        Value first = evaluate(arguments.getFirst());
        yield library.binary(function, first, evaluate(arguments.get(1)));
      }
      default -> {
        List<Value> values = new ArrayList<>(arguments.size());
        for (Expression argument : arguments) {
          values.add(evaluate(argument));
        }
        yield library.call(function, values);
      }
    };
  }

  /// `holder.field` or `holder[key]` of a map; within an optional it stays an optional.
  private Value member(Value holder, Value key, boolean optional) {
    return switch (holder) {
      case Value.Fields fields -> {
        Optional<Value> found = lookup(fields, key);
        if (optional) {
          yield new Value.Maybe(found);
        }
        yield found.orElseThrow(() -> missing(fields, key));
      }
      case Value.Maybe(Optional<Value> content) ->
          content
              .map(value -> maybe(member(value, key, true)))
              .orElse(new Value.Maybe(Optional.empty()));
      case Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Double _,
          Value.Text _,
          Value.Timestamp _,
          Value.Span _,
          Value.Items _ ->
          throw Failure.overload(
              () -> "a value of type " + Kinds.of(holder) + " has no field " + shown(key));
    };
  }

  private static Value.Maybe maybe(Value value) {
    return value instanceof Value.Maybe maybe ? maybe : new Value.Maybe(Optional.of(value));
  }

  /// A whole double finds the entry of the int, since JSON has one kind of number.
  private static Optional<Value> lookup(Value.Fields fields, Value key) {
    Value found = fields.entries().get(key);
    if (found == null
        && key instanceof Value.Double(double number, var _)
        && number == (double) (long) number) {
      found = fields.entries().get(new Value.Int((long) number));
    }
    return Optional.ofNullable(found);
  }

  static boolean containsKey(Value.Fields fields, Value key) {
    return lookup(fields, key).isPresent();
  }

  private static Failure missing(Value.Fields fields, Value key) {
    return Failure.of(
        Kind.NO_SUCH_KEY,
        () -> {
          List<String> names =
              fields.entries().keySet().stream()
                  .limit(NAMES_COMPARED)
                  .flatMap(
                      k -> k instanceof Value.Text(String name) ? Stream.of(name) : Stream.empty())
                  .toList();
          String hint = key instanceof Value.Text(String name) ? nearest(name, names) : "";
          return "there is no field " + shown(key) + hint;
        });
  }

  private static String shown(Value key) {
    return switch (key) {
      case Value.Text(String name) -> Kinds.shown(name);
      case Value.Int(long number) -> Long.toString(number);
      case Value.Bool(boolean truth) -> Boolean.toString(truth);
      case Value.Null _,
          Value.BigInt _,
          Value.Double _,
          Value.Timestamp _,
          Value.Span _,
          Value.Items _,
          Value.Fields _,
          Value.Maybe _ ->
          "of type " + Kinds.of(key);
    };
  }

  private static boolean has(Value holder, String field) {
    return switch (holder) {
      case Value.Fields fields -> fields.get(field).isPresent();
      case Value.Maybe(Optional<Value> content) -> content.isPresent() && has(content.get(), field);
      case Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Double _,
          Value.Text _,
          Value.Timestamp _,
          Value.Span _,
          Value.Items _ ->
          throw Failure.overload(() -> "a value of type " + Kinds.of(holder) + " has no fields");
    };
  }

  private Value at(Value holder, Value index, boolean optional) {
    return switch (holder) {
      case Value.Items(List<Value> values) -> element(values, index, optional);
      case Value.Fields fields -> {
        boolean keyable =
            index instanceof Value.Text
                || index instanceof Value.Bool
                || Comparison.isNumber(index);
        if (!keyable) {
          throw Failure.overload(() -> "a map has no key of type " + Kinds.of(index));
        }
        yield member(fields, index, optional);
      }
      case Value.Maybe(Optional<Value> content) ->
          content
              .map(value -> maybe(at(value, index, true)))
              .orElse(new Value.Maybe(Optional.empty()));
      case Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Double _,
          Value.Text _,
          Value.Timestamp _,
          Value.Span _ ->
          throw Failure.overload(() -> "a value of type " + Kinds.of(holder) + " has no index");
    };
  }

  private static Value element(List<Value> values, Value index, boolean optional) {
    boolean whole =
        index instanceof Value.Double(double number, var _) && number == (double) (long) number;
    long position = whole ? (long) Kinds.fraction(index) : Kinds.integer(index);
    boolean there = position >= 0 && position < values.size();
    if (optional) {
      return new Value.Maybe(there ? Optional.of(values.get((int) position)) : Optional.empty());
    }
    if (!there) {
      throw Failure.of(
          Kind.OUT_OF_RANGE,
          () -> "there is no element " + position + " in a list of " + values.size());
    }
    return values.get((int) position);
  }

  private Value list(List<Expression.Element> elements) {
    meter.step();
    List<Value> values = new ArrayList<>(elements.size());
    for (Expression.Element element : elements) {
      Value value = evaluate(element.value());
      if (element.optional()) {
        Kinds.maybe(value).content().ifPresent(values::add);
      } else {
        values.add(value);
      }
    }
    return meter.container(new Value.Items(values), values.size());
  }

  private Value map(List<Expression.Entry> entries) {
    meter.step();
    Map<Value, Value> fields = LinkedHashMap.newLinkedHashMap(entries.size());
    for (Expression.Entry entry : entries) {
      Value key = checkedKey(evaluate(entry.key()));
      Value value = evaluate(entry.value());
      if (entry.optional()) {
        Optional<Value> content = Kinds.maybe(value).content();
        if (content.isEmpty()) {
          continue;
        }
        value = content.get();
      }
      if (fields.put(key, value) != null) {
        throw Failure.invalid("the key " + shown(key) + " is there twice");
      }
    }
    return meter.container(new Value.Fields(fields), fields.size());
  }

  static Value checkedKey(Value key) {
    if (key instanceof Value.Text || key instanceof Value.Int || key instanceof Value.Bool) {
      return key;
    }
    throw Failure.overload(() -> "a key is a string, an int or a bool, saw " + Kinds.of(key));
  }

  private Value join(List<Expression> parts) {
    meter.step();
    StringBuilder out = new StringBuilder();
    for (Expression part : parts) {
      String text = Conversions.text(evaluate(part));
      meter.reserve((long) out.length() + text.length());
      out.append(text);
    }
    return meter.text(out.toString());
  }
}
