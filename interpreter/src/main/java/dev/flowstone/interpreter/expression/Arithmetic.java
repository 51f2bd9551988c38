package dev.flowstone.interpreter.expression;

import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// `+ - * / %` and the minus sign. An int with a double gives a double; an int that overflows is an
/// error.
final class Arithmetic {

  private final Meter meter;

  Arithmetic(Meter meter) {
    this.meter = meter;
  }

  Value add(Value left, Value right) {
    return switch (left) {
      case Value.Int(long a) when right instanceof Value.Int(long b) -> {
        long sum = a + b;
        if (((a ^ sum) & (b ^ sum)) < 0) {
          throw overflow();
        }
        yield new Value.Int(sum);
      }
      case Value.Text(String a) when right instanceof Value.Text(String b) -> {
        meter.reserve((long) a.length() + b.length());
        yield meter.text(a.concat(b));
      }
      case Value.Items(List<Value> a) when right instanceof Value.Items(List<Value> b) -> {
        meter.reserve((long) Meter.SLOT * (a.size() + b.size()));
        List<Value> all = new ArrayList<>(a.size() + b.size());
        all.addAll(a);
        all.addAll(b);
        yield meter.container(new Value.Items(all), all.size());
      }
      case Value.Timestamp(Instant a) when right instanceof Value.Span(Duration b) ->
          Times.timestamp(a.plus(b));
      case Value.Span(Duration a) when right instanceof Value.Timestamp(Instant b) ->
          Times.timestamp(b.plus(a));
      case Value.Span(Duration a) when right instanceof Value.Span(Duration b) ->
          Times.duration(a.plus(b));
      case Value _ -> Value.Double.of(number(left, right, "+") + number(right, left, "+"));
    };
  }

  Value subtract(Value left, Value right) {
    return switch (left) {
      case Value.Int(long a) when right instanceof Value.Int(long b) -> {
        long difference = a - b;
        if (((a ^ b) & (a ^ difference)) < 0) {
          throw overflow();
        }
        yield new Value.Int(difference);
      }
      case Value.Timestamp(Instant a) when right instanceof Value.Span(Duration b) ->
          Times.timestamp(a.minus(b));
      case Value.Timestamp(Instant a) when right instanceof Value.Timestamp(Instant b) ->
          Times.duration(Duration.between(b, a));
      case Value.Span(Duration a) when right instanceof Value.Span(Duration b) ->
          Times.duration(a.minus(b));
      case Value _ -> Value.Double.of(number(left, right, "-") - number(right, left, "-"));
    };
  }

  Value multiply(Value left, Value right) {
    if (left instanceof Value.Int(long a) && right instanceof Value.Int(long b)) {
      long high = Math.multiplyHigh(a, b);
      long low = a * b;
      if (high != low >> 63) {
        throw overflow();
      }
      return new Value.Int(low);
    }
    return Value.Double.of(number(left, right, "*") * number(right, left, "*"));
  }

  Value divide(Value left, Value right) {
    if (left instanceof Value.Int(long a) && right instanceof Value.Int(long b)) {
      checkDivision(a, b);
      return new Value.Int(a / b);
    }
    return Value.Double.of(number(left, right, "/") / number(right, left, "/"));
  }

  Value remainder(Value left, Value right) {
    if (left instanceof Value.Int(long a) && right instanceof Value.Int(long b)) {
      checkDivision(a, b);
      return new Value.Int(a % b);
    }
    throw none("%", left, right);
  }

  private static void checkDivision(long a, long b) {
    if (b == 0) {
      throw Failure.of(EvaluationError.Kind.DIVIDE_BY_ZERO, "division by zero");
    }
    if (a == Long.MIN_VALUE && b == -1) {
      throw overflow();
    }
  }

  Value negate(Value value) {
    return switch (value) {
      case Value.Int(long number) -> {
        if (number == Long.MIN_VALUE) {
          throw overflow();
        }
        yield new Value.Int(-number);
      }
      case Value.Double(double number, var _) -> Value.Double.of(-number);
      case Value.Null _,
          Value.Bool _,
          Value.BigInt _,
          Value.Text _,
          Value.Timestamp _,
          Value.Span _,
          Value.Items _,
          Value.Fields _,
          Value.Maybe _ ->
          throw Kinds.wanted("number", value);
    };
  }

  /// A number as a double, where both are numbers.
  private static double number(Value value, Value other, String sign) {
    boolean large = value instanceof Value.BigInt || other instanceof Value.BigInt;
    if (large && Comparison.isNumber(value) && Comparison.isNumber(other)) {
      throw Failure.overflow(
          "an integer beyond 64 bits can be passed on, but not be computed with");
    }
    return switch (value) {
      case Value.Int(long number) when Comparison.isNumber(other) -> (double) number;
      case Value.Double(double number, var _) when Comparison.isNumber(other) -> number;
      case Value _ -> throw none(sign, value, other);
    };
  }

  private static Failure none(String sign, Value left, Value right) {
    return Failure.overload(
        () -> "'" + sign + "' cannot take " + Kinds.of(left) + " and " + Kinds.of(right));
  }

  private static Failure overflow() {
    return Failure.overflow("the result does not fit a 64 bit int");
  }
}
