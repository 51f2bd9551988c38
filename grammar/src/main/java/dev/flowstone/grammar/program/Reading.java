package dev.flowstone.grammar.program;

import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// The fields of one serialised record, read by name with the type that is expected. Whatever is
/// not as it should be is [Malformed], with the place in the message; so is a field that nobody
/// asked for (see [#end]).
final class Reading {

  private final String place;
  private final Map<String, Value> left = new LinkedHashMap<>();

  Reading(String place, Value value) {
    this.place = place;
    if (!(value instanceof Value.Fields fields)) {
      throw new Malformed(place + " is not an object");
    }
    fields.entries().forEach((key, field) -> left.put(text(place, key), field));
  }

  String place() {
    return place;
  }

  Value value(String name) {
    Value value = left.remove(name);
    if (value == null) {
      throw new Malformed(place + " has no " + name);
    }
    return value;
  }

  Optional<Value> find(String name) {
    return Optional.ofNullable(left.remove(name));
  }

  boolean has(String name) {
    return left.containsKey(name);
  }

  String text(String name) {
    return text(place + "." + name, value(name));
  }

  boolean flag(String name) {
    return find(name).map(value -> value.equals(new Value.Bool(true))).orElse(false);
  }

  int whole(String name) {
    return whole(place + "." + name, value(name));
  }

  OptionalInt findWhole(String name) {
    Optional<Value> value = find(name);
    return value.isPresent()
        ? OptionalInt.of(whole(place + "." + name, value.get()))
        : OptionalInt.empty();
  }

  double fraction(String name) {
    Value value = value(name);
    if (value instanceof Value.Double number) {
      return number.value();
    }
    return whole(place + "." + name, value);
  }

  Duration duration(String name) {
    return duration(place + "." + name, value(name));
  }

  Optional<Duration> findDuration(String name) {
    return find(name).map(value -> duration(place + "." + name, value));
  }

  Optional<String> findText(String name) {
    return find(name).map(value -> text(place + "." + name, value));
  }

  <T> List<T> list(String name, Function<Value, T> element) {
    Optional<Value> found = find(name);
    if (found.isEmpty()) {
      return List.of();
    }
    if (!(found.get() instanceof Value.Items items)) {
      throw new Malformed(place + "." + name + " is not a list");
    }
    List<T> all = new ArrayList<>(items.values().size());
    items.values().forEach(value -> all.add(element.apply(value)));
    return all;
  }

  <T> Map<String, T> map(String name, Function<Value, T> element) {
    Map<String, T> all = new LinkedHashMap<>();
    Optional<Value> found = find(name);
    if (found.isPresent()) {
      if (!(found.get() instanceof Value.Fields fields)) {
        throw new Malformed(place + "." + name + " is not an object");
      }
      fields
          .entries()
          .forEach((key, value) -> all.put(text(place + "." + name, key), element.apply(value)));
    }
    return all;
  }

  /// Refuses what was not read: a program from a newer release must not lose half of its meaning
  /// here.
  void end() {
    if (!left.isEmpty()) {
      throw new Malformed(place + " has an unknown " + left.keySet().iterator().next());
    }
  }

  Expression expression(String name) {
    return expression(value(name));
  }

  Optional<Expression> findExpression(String name) {
    return find(name).map(Reading::expression);
  }

  static Expression expression(Value value) {
    return switch (ExpressionCodec.decode(value)) {
      case ExpressionCodec.Decoded.Ok(Expression expression) -> expression;
      case ExpressionCodec.Decoded.Refused(String reason) -> throw new Malformed(reason);
    };
  }

  static String text(String place, Value value) {
    if (value instanceof Value.Text text) {
      return text.value();
    }
    throw new Malformed(place + " is not a text");
  }

  static int whole(String place, Value value) {
    if (value instanceof Value.Int number && number.value() == (int) number.value()) {
      return (int) number.value();
    }
    throw new Malformed(place + " is not a whole number");
  }

  private static Duration duration(String place, Value value) {
    try {
      return Duration.parse(text(place, value));
    } catch (DateTimeParseException _) {
      throw new Malformed(place + " is not a duration");
    }
  }
}
