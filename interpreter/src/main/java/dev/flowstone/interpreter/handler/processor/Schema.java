package dev.flowstone.interpreter.handler.processor;

import dev.flowstone.grammar.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One JSON Schema while it is put together. Without `types` it takes any value.
record Schema(List<String> types, Map<String, Value> keywords) {

  static final Schema ANY = new Schema(List.of(), Map.of());

  static Schema of(String type) {
    return new Schema(List.of(type), Map.of());
  }

  static Value.Fields fields(Map<String, Value> entries) {
    Map<Value, Value> keyed = new LinkedHashMap<>();
    entries.forEach((key, value) -> keyed.put(new Value.Text(key), value));
    return new Value.Fields(keyed);
  }

  Schema with(String keyword, String text) {
    return with(keyword, new Value.Text(text));
  }

  Schema with(String keyword, Value value) {
    Map<String, Value> more = new LinkedHashMap<>(keywords);
    more.put(keyword, value);
    return new Schema(types, more);
  }

  Schema orNull() {
    if (types.isEmpty() || types.contains("null")) {
      return this;
    }
    List<String> more = new ArrayList<>(types);
    more.add("null");
    Schema schema = new Schema(more, keywords);
    if (keywords.get("enum") instanceof Value.Items(List<Value> constants)) {
      List<Value> orNull = new ArrayList<>(constants);
      orNull.add(Value.Null.NULL);
      return schema.with("enum", new Value.Items(orNull));
    }
    return schema;
  }

  Value.Fields toValue() {
    Map<String, Value> all = new LinkedHashMap<>();
    if (types.size() == 1) {
      all.put("type", new Value.Text(types.getFirst()));
    } else if (!types.isEmpty()) {
      all.put("type", new Value.Items(types.stream().<Value>map(Value.Text::new).toList()));
    }
    all.putAll(keywords);
    return fields(all);
  }

  /// Whether a default is of one of the types, and one of the constants where there are such.
  boolean accepts(Value value) {
    boolean constant =
        !(keywords.get("enum") instanceof Value.Items(List<Value> constants))
            || constants.contains(value);
    return constant && (types.isEmpty() || types.stream().anyMatch(type -> isOf(type, value)));
  }

  private static boolean isOf(String type, Value value) {
    return switch (value) {
      case Value.Null _ -> type.equals("null");
      case Value.Bool _ -> type.equals("boolean");
      case Value.Int(long _), Value.BigInt(BigInteger _) ->
          type.equals("integer") || type.equals("number");
      case Value.Double _ -> type.equals("number");
      case Value.Text _, Value.Timestamp _, Value.Span _ -> type.equals("string");
      case Value.Items _ -> type.equals("array");
      case Value.Fields _ -> type.equals("object");
      case Value.Maybe _ -> false;
    };
  }
}
