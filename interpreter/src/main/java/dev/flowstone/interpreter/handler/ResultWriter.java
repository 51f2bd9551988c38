package dev.flowstone.interpreter.handler;

import dev.flowstone.grammar.value.TimeText;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Turns what a handler gave into a value, as plain JSON.
///
/// Of an object only the components of a record leave, whatever other methods it has: what the
/// catalog says is what a workflow sees.
final class ResultWriter {
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger GREATEST = BigInteger.valueOf(Long.MAX_VALUE);

  private ResultWriter() {}

  /// Throws [Mismatch].
  static Value value(@Nullable Object object, String path, int depth) {
    if (depth > ValueJson.MAX_DEPTH) {
      throw new Mismatch("", "is nested deeper than " + ValueJson.MAX_DEPTH);
    }
    if (object == null) {
      return Value.Null.NULL;
    }
    if (object instanceof Value value) {
      return checked(value, path, depth);
    }
    if (object instanceof Record) {
      return fields(object, path, depth);
    }
    if (object instanceof Optional<?> optional) {
      return value(optional.orElse(null), path, depth);
    }
    if (object instanceof Iterable<?> elements) {
      List<Value> values = new ArrayList<>();
      for (Object element : elements) {
        values.add(value(element, path + "[" + values.size() + "]", depth + 1));
      }
      return new Value.Items(values);
    }
    if (object instanceof Map<?, ?> map) {
      return fields(map, path, depth);
    }
    return object instanceof Number number ? number(number, path) : plain(object, path);
  }

  private static Value fields(Object rec, String path, int depth) {
    Map<Value, Value> fields = new LinkedHashMap<>();
    for (RecordShape.Component component : RecordShape.of(rec.getClass()).components()) {
      String name = component.name();
      fields.put(
          new Value.Text(name), value(component.of(rec), Binding.join(path, name), depth + 1));
    }
    return new Value.Fields(fields);
  }

  private static Value fields(Map<?, ?> map, String path, int depth) {
    Map<Value, Value> fields = new LinkedHashMap<>();
    map.forEach((key, content) -> {
      if (!(key instanceof String || key instanceof Enum<?> || key instanceof UUID)) {
        throw new Mismatch(path, "has a key that is no string");
      }
      String name = key instanceof Enum<?> constant ? constant.name() : key.toString();
      fields.put(new Value.Text(name), value(content, Binding.join(path, name), depth + 1));
    });
    return new Value.Fields(fields);
  }

  private static Value plain(Object object, String path) {
    if (object instanceof Boolean truth) {
      return new Value.Bool(truth);
    }
    if (object instanceof Enum<?> constant) {
      return new Value.Text(constant.name());
    }
    if (object instanceof Duration duration) {
      return new Value.Text(TimeText.duration(duration));
    }
    if (object instanceof Instant instant) {
      return new Value.Text(TimeText.timestamp(instant));
    }
    if (object instanceof CharSequence
        || object instanceof Character
        || object instanceof LocalDate
        || object instanceof UUID
        || object instanceof URI) {
      return new Value.Text(object.toString());
    }
    if (object instanceof Secret) {
      throw new Mismatch(path, "is a secret and may not leave its handler");
    }
    if (object instanceof byte[]) {
      throw new Mismatch(path, "bytes cannot be written as JSON");
    }
    throw new Mismatch(
        path,
        "has the type "
            + object.getClass().getTypeName()
            + ", which cannot be written as JSON; use a record");
  }

  private static Value number(Number number, String path) {
    if (number instanceof Integer
        || number instanceof Long
        || number instanceof Short
        || number instanceof Byte) {
      return new Value.Int(number.longValue());
    }
    if (number instanceof BigInteger integer) {
      return integer(integer);
    }
    if (number instanceof BigDecimal decimal) {
      return decimal.scale() == 0
          ? integer(decimal.toBigIntegerExact())
          : new Value.Double(decimal.doubleValue(), decimal.toString());
    }
    if (!(number instanceof Double || number instanceof Float)) {
      return plain(number.toString(), path);
    }
    double fraction = number.doubleValue();
    if (!Double.isFinite(fraction)) {
      throw new Mismatch(path, fraction + " is no number of JSON");
    }
    return Value.Double.of(fraction);
  }

  private static Value integer(BigInteger number) {
    return number.compareTo(LEAST) < 0 || number.compareTo(GREATEST) > 0
        ? new Value.BigInt(number)
        : new Value.Int(number.longValue());
  }

  /// A value that a handler made itself: one that cannot be journaled must not get that far.
  private static Value checked(Value value, String path, int depth) {
    if (depth > ValueJson.MAX_DEPTH) {
      throw new Mismatch("", "is nested deeper than " + ValueJson.MAX_DEPTH);
    }
    switch (value) {
      case Value.Items(var values) -> {
        for (int i = 0; i < values.size(); i++) {
          checked(values.get(i), path + "[" + i + "]", depth + 1);
        }
      }
      case Value.Fields(var entries) ->
          entries.forEach((key, content) -> {
            checked(key, path, depth + 1);
            checked(content, path, depth + 1);
          });
      case Value.Maybe _ -> throw new Mismatch(path, "is an optional, which JSON does not have");
      case Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Double _,
          Value.Text _,
          Value.Timestamp _,
          Value.Span _ -> {}
    }
    return value;
  }
}
