package dev.flowstone.interpreter.expression;

import dev.flowstone.grammar.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Equality and order of values.
///
/// Values of different kinds are not equal, save numbers, which are compared as numbers; NaN equals
/// nothing. Only numbers, strings (by code point), bools, instants and durations have an order.
final class Comparison {

  private Comparison() {}

  static boolean equal(Value left, Value right) {
    return equal(left, right, null);
  }

  /// Charges a step for each pair that is looked at.
  static boolean equal(Value left, Value right, @Nullable Meter meter) {
    if (meter != null) {
      meter.step();
    }
    return switch (left) {
      case Value.Int(long a) ->
          switch (right) {
            case Value.Int(long b) -> a == b;
            case Value.Double(double b, var _) -> a == b;
            case Value _ -> false;
          };
      case Value.Double(double a, var _) ->
          switch (right) {
            case Value.Int(long b) -> a == b;
            case Value.Double(double b, var _) -> a == b;
            case Value.BigInt(var b) -> a == b.doubleValue();
            case Value _ -> false;
          };
      case Value.BigInt(var a) ->
          switch (right) {
            case Value.BigInt(var b) -> a.equals(b);
            case Value.Double(double b, var _) -> a.doubleValue() == b;
            case Value _ -> false;
          };
      case Value.Text(String a) -> {
        if (right instanceof Value.Text(String b)) {
          if (meter != null && a.length() == b.length()) {
            meter.scan(a);
          }
          yield a.equals(b);
        }
        yield false;
      }
      case Value.Items(List<Value> a) ->
          right instanceof Value.Items(List<Value> b) && equalLists(a, b, meter);
      case Value.Fields(var a) -> right instanceof Value.Fields(var b) && equalMaps(a, b, meter);
      case Value.Maybe(var a) ->
          right instanceof Value.Maybe(var b)
              && a.isPresent() == b.isPresent()
              && (a.isEmpty() || equal(a.get(), b.get(), meter));
      case Value.Null _, Value.Bool _, Value.Timestamp _, Value.Span _ -> left.equals(right);
    };
  }

  private static boolean equalLists(List<Value> left, List<Value> right, @Nullable Meter meter) {
    if (left.size() != right.size()) {
      return false;
    }
    for (int i = 0; i < left.size(); i++) {
      if (!equal(left.get(i), right.get(i), meter)) {
        return false;
      }
    }
    return true;
  }

  private static boolean equalMaps(
      Map<Value, Value> left, Map<Value, Value> right, @Nullable Meter meter) {
    if (left.size() != right.size()) {
      return false;
    }
    for (Map.Entry<Value, Value> entry : left.entrySet()) {
      Value other = right.get(entry.getKey());
      if (other == null || !equal(entry.getValue(), other, meter)) {
        return false;
      }
    }
    return true;
  }

  /// Whether `left` comes before `right` (less than 0), after it, or neither; [Order#NONE] with
  /// NaN.
  static Order order(Value left, Value right, Meter meter) {
    return switch (left) {
      case Value.Int(long a) ->
          switch (right) {
            case Value.Int(long b) -> Order.of(Long.compare(a, b));
            case Value.Double(double b, var _) -> order((double) a, b);
            case Value.BigInt(var b) -> Order.of(-b.signum());
            case Value _ -> throw incomparable(left, right);
          };
      case Value.Double(double a, var _) ->
          switch (right) {
            case Value.Int(long b) -> order(a, (double) b);
            case Value.Double(double b, var _) -> order(a, b);
            case Value.BigInt(var b) -> order(a, b.doubleValue());
            case Value _ -> throw incomparable(left, right);
          };
      case Value.BigInt(BigInteger a) ->
          switch (right) {
            case Value.Int _ -> Order.of(a.signum());
            case Value.Double(double b, var _) -> order(a.doubleValue(), b);
            case Value.BigInt(BigInteger b) -> Order.of(a.compareTo(b));
            case Value _ -> throw incomparable(left, right);
          };
      case Value.Text(String a) when right instanceof Value.Text(String b) -> {
        meter.scan(a.length() < b.length() ? a : b);
        yield Order.of(Value.Text.compare(a, b));
      }
      case Value.Bool(boolean a) when right instanceof Value.Bool(boolean b) ->
          Order.of(Boolean.compare(a, b));
      case Value.Timestamp(var a) when right instanceof Value.Timestamp(var b) ->
          Order.of(a.compareTo(b));
      case Value.Span(var a) when right instanceof Value.Span(var b) -> Order.of(a.compareTo(b));
      case Value.Null _,
          Value.Bool _,
          Value.Text _,
          Value.Timestamp _,
          Value.Span _,
          Value.Items _,
          Value.Fields _,
          Value.Maybe _ ->
          throw incomparable(left, right);
    };
  }

  private static Order order(double left, double right) {
    return left < right
        ? Order.BEFORE
        : left > right ? Order.AFTER : left == right ? Order.SAME : Order.NONE;
  }

  enum Order {
    BEFORE,
    SAME,
    AFTER,
    NONE;

    static Order of(int comparison) {
      return comparison < 0 ? BEFORE : comparison > 0 ? AFTER : SAME;
    }
  }

  /// A total order for sorting, exact across int and double: what `<` gives need not be transitive
  /// there.
  static int sorted(Value left, Value right, Meter meter) {
    meter.step();
    boolean mixed = left instanceof Value.Double != right instanceof Value.Double;
    if (mixed && isNumber(left) && isNumber(right)) {
      return exact(left, right);
    }
    if (left instanceof Value.Double(double a, var _)
        && right instanceof Value.Double(double b, var _)) {
      return Double.compare(a, b);
    }
    return order(left, right, meter).compareTo(Order.SAME);
  }

  private static int exact(Value left, Value right) {
    if (left instanceof Value.Double(double number, var _)) {
      return Double.isFinite(number)
          ? new BigDecimal(number).compareTo(new BigDecimal(integer(right)))
          : Double.compare(number, 0);
    }
    return -exact(right, left);
  }

  private static BigInteger integer(Value value) {
    return value instanceof Value.BigInt(BigInteger large)
        ? large
        : BigInteger.valueOf(Kinds.integer(value));
  }

  static boolean isNumber(Value value) {
    return value instanceof Value.Int
        || value instanceof Value.Double
        || value instanceof Value.BigInt;
  }

  private static Failure incomparable(Value left, Value right) {
    return Failure.overload(
        () -> "there is no order between " + Kinds.of(left) + " and " + Kinds.of(right));
  }
}
