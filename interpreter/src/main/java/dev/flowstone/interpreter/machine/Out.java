package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Builds one object of a stored form. What is absent is left out.
final class Out {

  private final Map<Value, Value> fields = new LinkedHashMap<>();

  static Out kind(String kind) {
    return new Out().put("kind", kind);
  }

  Out put(String name, Value value) {
    fields.put(new Value.Text(name), value);
    return this;
  }

  Out put(String name, Out value) {
    return put(name, value.done());
  }

  Out put(String name, String text) {
    return put(name, new Value.Text(text));
  }

  Out put(String name, long number) {
    return put(name, new Value.Int(number));
  }

  Out put(String name, boolean flag) {
    return put(name, new Value.Bool(flag));
  }

  Out put(String name, Instant instant) {
    return put(name, instant.toString());
  }

  Out put(String name, Duration duration) {
    return put(name, duration.toString());
  }

  /// Only where it holds: most flags do not.
  Out flag(String name, boolean flag) {
    return flag ? put(name, true) : this;
  }

  <T> Out maybe(String name, Optional<T> value, Function<T, Value> encode) {
    value.ifPresent(v -> put(name, encode.apply(v)));
    return this;
  }

  Out maybe(String name, Optional<Instant> instant) {
    return maybe(name, instant, i -> new Value.Text(i.toString()));
  }

  <T> Out list(String name, List<T> values, Function<T, Value> encode) {
    return values.isEmpty()
        ? this
        : put(name, new Value.Items(values.stream().map(encode).toList()));
  }

  Value.Fields done() {
    return new Value.Fields(fields);
  }
}
