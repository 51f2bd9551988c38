package dev.flowstone.interpreter.expression;

import dev.flowstone.grammar.program.Function;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.expression.Comparison.Order;
import java.util.List;

/// The functions of numbers.
final class Maths {

  private final Meter meter;

  Maths(Meter meter) {
    this.meter = meter;
  }

  /// The greatest or the least of the arguments, or of the one list; of equal ones the first.
  Value extreme(List<Value> arguments, Order wanted) {
    boolean oneList = arguments.size() == 1 && arguments.getFirst() instanceof Value.Items;
    List<Value> values = oneList ? Kinds.list(arguments.getFirst()).values() : arguments;
    if (values.isEmpty()) {
      throw Failure.invalid("there is no greatest or least of nothing");
    }
    Value best = number(values.getFirst());
    for (Value value : values.subList(1, values.size())) {
      meter.step();
      best = order(number(value), best) == wanted ? value : best;
    }
    return best;
  }

  /// With NaN after every number.
  private Order order(Value value, Value other) {
    Order order = Comparison.order(value, other, meter);
    boolean nan = value instanceof Value.Double(double number, var _) && Double.isNaN(number);
    return order == Order.NONE ? nan ? Order.AFTER : Order.BEFORE : order;
  }

  private static Value number(Value value) {
    if (Comparison.isNumber(value)) {
      return value;
    }
    throw Kinds.wanted("number", value);
  }

  static Value rounded(Function function, Value value) {
    double number = Kinds.fraction(value);
    return Value.Double.of(
        switch (function) {
          case CEIL -> Math.ceil(number);
          case FLOOR -> Math.floor(number);
          case TRUNC -> number < 0 ? Math.ceil(number) : Math.floor(number);
          default -> roundedHalfAway(number);
        });
  }

  private static double roundedHalfAway(double number) {
    double whole = Math.floor(Math.abs(number));
    double away = Math.abs(number) - whole >= 0.5 ? whole + 1 : whole;
    return Double.isNaN(number) || Double.isInfinite(number) ? number : Math.copySign(away, number);
  }

  static Value abs(Value value) {
    return switch (value) {
      case Value.Int(long number) -> {
        if (number == Long.MIN_VALUE) {
          throw Failure.overflow("the result does not fit a 64 bit int");
        }
        yield new Value.Int(Math.abs(number));
      }
      case Value.Double(double number, var _) -> Value.Double.of(Math.abs(number));
      case Value _ -> throw Kinds.wanted("number", value);
    };
  }

  static Value sign(Value value) {
    return switch (value) {
      case Value.Int(long number) -> new Value.Int(Long.signum(number));
      case Value.Double(double number, var _) -> Value.Double.of(Math.signum(number));
      case Value _ -> throw Kinds.wanted("number", value);
    };
  }

  static Value sqrt(Value value) {
    return switch (value) {
      case Value.Int(long number) -> Value.Double.of(Math.sqrt((double) number));
      case Value.Double(double number, var _) -> Value.Double.of(Math.sqrt(number));
      case Value _ -> throw Kinds.wanted("number", value);
    };
  }

  static Value shiftLeft(Value value, Value by) {
    long count = shift(by);
    return new Value.Int(count > 63 ? 0 : Kinds.integer(value) << count);
  }

  static Value shiftRight(Value value, Value by) {
    long count = shift(by);
    return new Value.Int(count > 63 ? 0 : Kinds.integer(value) >>> count);
  }

  private static long shift(Value by) {
    long count = Kinds.integer(by);
    if (count < 0) {
      throw Failure.invalid("bits cannot be shifted by " + count);
    }
    return count;
  }
}
