package dev.flowstone.interpreter.expression;

import dev.flowstone.grammar.program.Function;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.expression.Comparison.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What every [Function] does. Arguments are checked here, since a checked program may still meet
/// `any`.
final class Library {

  private static final String UTC = "UTC";

  private final Meter meter;
  private final Arithmetic arithmetic;
  private final Texts texts;
  private final Formatting formatting;
  private final Lists lists;
  private final Maths maths;

  Library(Meter meter) {
    this.meter = meter;
    this.arithmetic = new Arithmetic(meter);
    this.texts = new Texts(meter);
    this.formatting = new Formatting(meter);
    this.lists = new Lists(meter);
    this.maths = new Maths(meter);
  }

  Value unary(Function function, Value a) {
    return switch (function) {
      case NOT -> Evaluator.bool(!Kinds.bool(a));
      case NEGATE -> arithmetic.negate(a);
      case SIZE -> size(a);
      case TO_INT -> Conversions.toInt(a);
      case TO_DOUBLE -> Conversions.toDouble(a);
      case TO_STRING -> a instanceof Value.Text ? a : meter.text(Conversions.text(a));
      case TO_BOOL -> Conversions.toBool(a);
      case TO_TIMESTAMP -> Conversions.toTimestamp(a);
      case TO_DURATION -> Conversions.toDuration(a);
      case JOIN -> texts.join(Kinds.list(a).values(), "");
      case LOWER_ASCII -> texts.lowerAscii(Kinds.text(a));
      case UPPER_ASCII -> texts.upperAscii(Kinds.text(a));
      case TRIM -> texts.trim(Kinds.text(a));
      case REVERSE ->
          a instanceof Value.Text(String text)
              ? texts.reverse(text)
              : lists.reverse(Kinds.list(a).values());
      case QUOTE -> texts.quote(Kinds.text(a));
      case DISTINCT -> lists.distinct(Kinds.list(a).values());
      case FLATTEN -> lists.flatten(Kinds.list(a).values(), 1);
      case RANGE -> lists.range(Kinds.integer(a));
      case SORT -> lists.sort(Kinds.list(a).values());
      case FIRST -> lists.first(Kinds.list(a).values());
      case LAST -> lists.last(Kinds.list(a).values());
      case GREATEST -> maths.extreme(List.of(a), Order.AFTER);
      case LEAST -> maths.extreme(List.of(a), Order.BEFORE);
      case CEIL, FLOOR, ROUND, TRUNC -> Maths.rounded(function, a);
      case ABS -> Maths.abs(a);
      case SIGN -> Maths.sign(a);
      case SQRT -> Maths.sqrt(a);
      case IS_NAN -> Evaluator.bool(Double.isNaN(Kinds.fraction(a)));
      case IS_INF -> Evaluator.bool(Double.isInfinite(Kinds.fraction(a)));
      case IS_FINITE -> Evaluator.bool(Double.isFinite(Kinds.fraction(a)));
      case BIT_NOT -> new Value.Int(~Kinds.integer(a));
      case GET_FULL_YEAR,
          GET_MONTH,
          GET_DAY_OF_YEAR,
          GET_DAY_OF_MONTH,
          GET_DATE,
          GET_DAY_OF_WEEK,
          GET_HOURS,
          GET_MINUTES,
          GET_SECONDS,
          GET_MILLISECONDS ->
          Times.part(function, a, UTC);
      case OPTIONAL_OF -> new Value.Maybe(Optional.of(a));
      case OPTIONAL_OF_NON_ZERO_VALUE ->
          new Value.Maybe(isZero(a) ? Optional.empty() : Optional.of(a));
      case OPTIONAL_HAS_VALUE -> Evaluator.bool(Kinds.maybe(a).content().isPresent());
      case OPTIONAL_VALUE ->
          Kinds.maybe(a).content().orElseThrow(() -> Failure.invalid("the optional is empty"));
      case OPTIONAL_UNWRAP -> lists.unwrap(Kinds.list(a).values());
      case ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          REMAINDER,
          EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_OR_EQUAL,
          GREATER,
          GREATER_OR_EQUAL,
          IN,
          CONTAINS,
          STARTS_WITH,
          ENDS_WITH,
          MATCHES,
          CHAR_AT,
          INDEX_OF,
          LAST_INDEX_OF,
          REPLACE,
          SPLIT,
          SUBSTRING,
          FORMAT,
          SLICE,
          MERGE,
          BIT_AND,
          BIT_OR,
          BIT_XOR,
          BIT_SHIFT_LEFT,
          BIT_SHIFT_RIGHT,
          ADD_MONTHS,
          OPTIONAL_NONE,
          OPTIONAL_OR,
          OPTIONAL_OR_VALUE ->
          throw arity(function, 1);
    };
  }

  Value binary(Function function, Value a, Value b) {
    return switch (function) {
      case ADD -> arithmetic.add(a, b);
      case SUBTRACT -> arithmetic.subtract(a, b);
      case MULTIPLY -> arithmetic.multiply(a, b);
      case DIVIDE -> arithmetic.divide(a, b);
      case REMAINDER -> arithmetic.remainder(a, b);
      case EQUAL -> Evaluator.bool(Comparison.equal(a, b, meter));
      case NOT_EQUAL -> Evaluator.bool(!Comparison.equal(a, b, meter));
      case LESS -> Evaluator.bool(Comparison.order(a, b, meter) == Order.BEFORE);
      case LESS_OR_EQUAL -> {
        Order order = Comparison.order(a, b, meter);
        yield Evaluator.bool(order == Order.BEFORE || order == Order.SAME);
      }
      case GREATER -> Evaluator.bool(Comparison.order(a, b, meter) == Order.AFTER);
      case GREATER_OR_EQUAL -> {
        Order order = Comparison.order(a, b, meter);
        yield Evaluator.bool(order == Order.AFTER || order == Order.SAME);
      }
      case IN -> lists.in(a, b);
      case CONTAINS -> texts.contains(Kinds.text(a), Kinds.text(b));
      case STARTS_WITH -> texts.startsWith(Kinds.text(a), Kinds.text(b));
      case ENDS_WITH -> texts.endsWith(Kinds.text(a), Kinds.text(b));
      case MATCHES -> texts.matches(Kinds.text(a), Kinds.text(b));
      case CHAR_AT -> texts.charAt(Kinds.text(a), Kinds.integer(b));
      case INDEX_OF -> texts.indexOf(Kinds.text(a), Kinds.text(b), 0);
      case LAST_INDEX_OF -> texts.lastIndexOf(Kinds.text(a), Kinds.text(b));
      case JOIN -> texts.join(Kinds.list(a).values(), Kinds.text(b));
      case SPLIT -> texts.split(Kinds.text(a), Kinds.text(b), -1);
      case SUBSTRING -> texts.substring(Kinds.text(a), Kinds.integer(b));
      case FORMAT -> formatting.format(Kinds.text(a), Kinds.list(b).values());
      case FLATTEN -> lists.flatten(Kinds.list(a).values(), Kinds.integer(b));
      case MERGE -> lists.merge(Kinds.map(a).entries(), Kinds.map(b).entries());
      case GREATEST -> maths.extreme(List.of(a, b), Order.AFTER);
      case LEAST -> maths.extreme(List.of(a, b), Order.BEFORE);
      case BIT_AND -> new Value.Int(Kinds.integer(a) & Kinds.integer(b));
      case BIT_OR -> new Value.Int(Kinds.integer(a) | Kinds.integer(b));
      case BIT_XOR -> new Value.Int(Kinds.integer(a) ^ Kinds.integer(b));
      case BIT_SHIFT_LEFT -> Maths.shiftLeft(a, b);
      case BIT_SHIFT_RIGHT -> Maths.shiftRight(a, b);
      case GET_FULL_YEAR,
          GET_MONTH,
          GET_DAY_OF_YEAR,
          GET_DAY_OF_MONTH,
          GET_DATE,
          GET_DAY_OF_WEEK,
          GET_HOURS,
          GET_MINUTES,
          GET_SECONDS,
          GET_MILLISECONDS ->
          zoned(function, a, b);
      case ADD_MONTHS -> Times.addMonths(a, b);
      case NOT,
          NEGATE,
          SIZE,
          TO_INT,
          TO_DOUBLE,
          TO_STRING,
          TO_BOOL,
          TO_TIMESTAMP,
          TO_DURATION,
          LOWER_ASCII,
          UPPER_ASCII,
          REPLACE,
          TRIM,
          REVERSE,
          QUOTE,
          DISTINCT,
          RANGE,
          SLICE,
          SORT,
          FIRST,
          LAST,
          CEIL,
          FLOOR,
          ROUND,
          TRUNC,
          ABS,
          SIGN,
          IS_NAN,
          IS_INF,
          IS_FINITE,
          SQRT,
          BIT_NOT,
          OPTIONAL_OF,
          OPTIONAL_OF_NON_ZERO_VALUE,
          OPTIONAL_NONE,
          OPTIONAL_HAS_VALUE,
          OPTIONAL_VALUE,
          OPTIONAL_OR,
          OPTIONAL_OR_VALUE,
          OPTIONAL_UNWRAP ->
          throw arity(function, 2);
    };
  }

  /// Functions of no, three or more arguments.
  Value call(Function function, List<Value> all) {
    int count = all.size();
    if (function == Function.GREATEST || function == Function.LEAST) {
      return maths.extreme(all, function == Function.GREATEST ? Order.AFTER : Order.BEFORE);
    }
    if (function == Function.OPTIONAL_NONE && count == 0) {
      return new Value.Maybe(Optional.empty());
    }
    if (function == Function.REPLACE && (count == 3 || count == 4)) {
      return texts.replace(
          Kinds.text(all.get(0)),
          Kinds.text(all.get(1)),
          Kinds.text(all.get(2)),
          count == 4 ? Kinds.integer(all.get(3)) : -1);
    }
    if (count != 3) {
      throw arity(function, count);
    }
    return ternary(function, all.get(0), all.get(1), all.get(2));
  }

  private Value ternary(Function function, Value a, Value b, Value c) {
    if (function == Function.SLICE) {
      return lists.slice(Kinds.list(a).values(), Kinds.integer(b), Kinds.integer(c));
    }
    if (function == Function.SUBSTRING) {
      return texts.substring(Kinds.text(a), Kinds.integer(b), Kinds.integer(c));
    }
    if (function == Function.SPLIT) {
      return texts.split(Kinds.text(a), Kinds.text(b), Kinds.integer(c));
    }
    if (function == Function.INDEX_OF) {
      return texts.indexOf(Kinds.text(a), Kinds.text(b), Kinds.integer(c));
    }
    if (function == Function.LAST_INDEX_OF) {
      return texts.lastIndexOf(Kinds.text(a), Kinds.text(b), Kinds.integer(c));
    }
    throw arity(function, 3);
  }

  private static Failure arity(Function function, int count) {
    return Failure.overload(() -> function + " takes no " + count + " arguments");
  }

  private Value size(Value value) {
    return switch (value) {
      case Value.Text(String text) -> texts.size(text);
      case Value.Items(var values) -> new Value.Int(values.size());
      case Value.Fields(var entries) -> new Value.Int(entries.size());
      case Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Double _,
          Value.Timestamp _,
          Value.Span _,
          Value.Maybe _ ->
          throw Failure.overload(() -> "a value of type " + Kinds.of(value) + " has no size");
    };
  }

  private static Value zoned(Function function, Value of, Value zone) {
    if (of instanceof Value.Span) {
      throw Failure.overload("a duration has no time zone");
    }
    return Times.part(function, of, Kinds.text(zone));
  }

  private static boolean isZero(Value value) {
    return switch (value) {
      case Value.Null _ -> true;
      case Value.Bool(boolean truth) -> !truth;
      case Value.Int(long number) -> number == 0;
      case Value.BigInt _ -> false;
      case Value.Double(double number, var _) -> number == 0;
      case Value.Text(String text) -> text.isEmpty();
      case Value.Timestamp(Instant instant) -> instant.equals(Instant.EPOCH);
      case Value.Span(Duration duration) -> duration.isZero();
      case Value.Items(var values) -> values.isEmpty();
      case Value.Fields(var entries) -> entries.isEmpty();
      case Value.Maybe(var content) -> content.isEmpty();
    };
  }
}
