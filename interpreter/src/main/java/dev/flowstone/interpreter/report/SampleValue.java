package dev.flowstone.interpreter.report;

import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.value.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A value of a type to be filled in, for requests that are shown to be copied.
final class SampleValue {
  private static final int DEEPEST = 5;

  private SampleValue() {}

  /// Optional fields are left out; absent where no type is known.
  static Optional<Value> of(Type type) {
    return type == Type.Simple.ANY ? Optional.empty() : Optional.of(value(type, 0));
  }

  private static Value value(Type type, int depth) {
    if (depth > DEEPEST) {
      return Value.Null.NULL;
    }
    return switch (type) {
      case Type.Simple simple -> simple(simple);
      case Type.ListOf(Type element) -> new Value.Items(List.of(value(element, depth + 1)));
      case Type.MapOf _ -> Value.Fields.EMPTY;
      case Type.Record(var fields) -> {
        Map<Value, Value> values = new LinkedHashMap<>();
        fields.forEach((name, field) -> {
          if (!field.optional()) {
            values.put(new Value.Text(name), value(field.type(), depth + 1));
          }
        });
        yield new Value.Fields(values);
      }
      case Type.Nullable(Type inner) -> value(inner, depth + 1);
      case Type.OptionalOf(Type inner) -> value(inner, depth + 1);
    };
  }

  private static Value simple(Type.Simple type) {
    return switch (type) {
      case BOOL -> new Value.Bool(true);
      case INT, DOUBLE, NUMBER -> new Value.Int(0);
      case STRING -> new Value.Text("...");
      case DURATION -> new Value.Text("60s");
      case TIMESTAMP -> new Value.Text("2026-01-01T00:00:00Z");
      case ANY, NULL, NEVER -> Value.Null.NULL;
    };
  }
}
