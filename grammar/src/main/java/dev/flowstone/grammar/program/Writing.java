package dev.flowstone.grammar.program;

import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// The fields of one serialised record, in the order in which they are written; what is absent or
/// empty is left out, so that a field added later changes no hash of a program that does not use
/// it.
final class Writing {

  private final Map<Value, Value> fields = new LinkedHashMap<>();

  Writing put(String name, Value value) {
    fields.put(new Value.Text(name), value);
    return this;
  }

  Writing put(String name, String value) {
    return put(name, new Value.Text(value));
  }

  Writing put(String name, int value) {
    return put(name, new Value.Int(value));
  }

  Writing put(String name, Duration value) {
    return put(name, value.toString());
  }

  Writing flag(String name, boolean value) {
    return value ? put(name, new Value.Bool(true)) : this;
  }

  Writing find(String name, Optional<Value> value) {
    value.ifPresent(present -> put(name, present));
    return this;
  }

  Writing find(String name, OptionalInt value) {
    value.ifPresent(present -> put(name, present));
    return this;
  }

  Writing findText(String name, Optional<String> value) {
    return find(name, value.map(Value.Text::new));
  }

  Writing findDuration(String name, Optional<Duration> value) {
    return findText(name, value.map(Duration::toString));
  }

  <T> Writing list(String name, List<T> elements, Function<T, Value> element) {
    return elements.isEmpty()
        ? this
        : put(name, new Value.Items(elements.stream().map(element).toList()));
  }

  <T> Writing map(String name, Map<String, T> entries, Function<T, Value> element) {
    return entries.isEmpty() ? this : put(name, map(entries, element));
  }

  Value done() {
    return new Value.Fields(fields);
  }

  static <T> Value map(Map<String, T> entries, Function<T, Value> element) {
    Map<Value, Value> all = new LinkedHashMap<>();
    entries.forEach((key, value) -> all.put(new Value.Text(key), element.apply(value)));
    return new Value.Fields(all);
  }
}
