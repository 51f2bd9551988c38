package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// Reads one object of a stored form. What does not fit is [Unreadable].
record In(Value.Fields fields) {

  static In of(Value value) {
    if (value instanceof Value.Fields fields) {
      return new In(fields);
    }
    throw new Unreadable("an object was expected, not " + Brief.of(value));
  }

  /// Reads bytes whose first object tells its `format`, up to the newest that is known.
  static <T> Decoded<T> decode(byte[] bytes, int newest, Function<In, T> read) {
    try {
      return switch (ValueJson.parseTagged(bytes)) {
        case ValueJson.Parsed.Malformed malformed -> new Decoded.Corrupt<>(malformed.describe());
        case ValueJson.Parsed.Ok(Value value) -> {
          var in = In.of(value);
          int format = in.integer("format");
          yield format > newest ? new Decoded.Newer<>(format) : new Decoded.Ok<>(read.apply(in));
        }
      };
    } catch (Unreadable | IllegalArgumentException | DateTimeException e) {
      return new Decoded.Corrupt<>(String.valueOf(e.getMessage()));
    }
  }

  Value value(String name) {
    return fields.get(name).orElseThrow(() -> new Unreadable("\"" + name + "\" is missing"));
  }

  In object(String name) {
    return of(value(name));
  }

  String kind() {
    return text("kind");
  }

  Unreadable unknownKind() {
    return new Unreadable("\"" + kind() + "\" is not a known kind");
  }

  String text(String name) {
    return text(name, value(name));
  }

  private static String text(String name, Value value) {
    if (value instanceof Value.Text(String text)) {
      return text;
    }
    throw new Unreadable("\"" + name + "\" should be text, not " + Brief.of(value));
  }

  long number(String name) {
    if (value(name) instanceof Value.Int(long number)) {
      return number;
    }
    throw new Unreadable("\"" + name + "\" should be a whole number");
  }

  int integer(String name) {
    long number = number(name);
    if (number == (int) number) {
      return (int) number;
    }
    throw new Unreadable("\"" + name + "\" is too large");
  }

  double fraction(String name) {
    if (value(name) instanceof Value.Double(double number, String _)) {
      return number;
    }
    throw new Unreadable("\"" + name + "\" should be a number with a fraction");
  }

  boolean flag(String name) {
    return fields.get(name).equals(Optional.of(new Value.Bool(true)));
  }

  Instant instant(String name) {
    return Instant.parse(text(name));
  }

  Duration duration(String name) {
    return Duration.parse(text(name));
  }

  Value.Fields map(String name) {
    return object(name).fields();
  }

  Optional<Value> maybe(String name) {
    return fields.get(name);
  }

  Optional<String> maybeText(String name) {
    return fields.get(name).map(v -> text(name, v));
  }

  Optional<Instant> maybeInstant(String name) {
    return maybeText(name).map(Instant::parse);
  }

  List<Value> values(String name) {
    return values(name, fields.get(name).orElse(new Value.Items(List.of())));
  }

  private static List<Value> values(String name, Value value) {
    if (value instanceof Value.Items(List<Value> values)) {
      return values;
    }
    throw new Unreadable("\"" + name + "\" should be a list");
  }

  List<String> texts(String name) {
    return values(name).stream().map(v -> text(name, v)).toList();
  }

  <T> List<T> list(String name, Function<In, T> read) {
    return values(name).stream().map(v -> read.apply(of(v))).toList();
  }

  /// The entries of an object by name.
  Map<String, Value> entries(String name) {
    var entries = new TreeMap<String, Value>();
    map(name).entries().forEach((key, value) -> entries.put(text(name, key), value));
    return entries;
  }

  static List<Value> items(Value value) {
    return values("signals", value);
  }
}
