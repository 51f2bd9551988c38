package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.type.Type;
import java.util.LinkedHashMap;
import java.util.Map;

/// The types of what the engine itself puts into scope.
final class Given {

  static final Type.Record RUN =
      record(
          Map.entry("id", field(Type.Simple.STRING)),
          Map.entry("name", field(Type.Simple.STRING)),
          Map.entry("started_at", field(Type.Simple.TIMESTAMP)),
          Map.entry("time", field(Type.Simple.TIMESTAMP)));

  static final Type.Record CALLBACK =
      record(
          Map.entry("token", field(Type.Simple.STRING)),
          Map.entry("url", field(Type.Simple.STRING)));

  /// What `catch … as e` binds.
  static final Type.Record ERROR =
      record(
          Map.entry("name", field(Type.Simple.STRING)),
          Map.entry("message", field(Type.Simple.STRING)),
          Map.entry("data", field(Type.Simple.ANY)),
          Map.entry("step", field(new Type.Nullable(Type.Simple.STRING))),
          Map.entry("attempts", field(Type.Simple.INT)));

  private Given() {}

  private static Type.Field field(Type type) {
    return new Type.Field(type, false);
  }

  @SafeVarargs
  private static Type.Record record(Map.Entry<String, Type.Field>... entries) {
    Map<String, Type.Field> fields = new LinkedHashMap<>();
    for (var entry : entries) {
      fields.put(entry.getKey(), entry.getValue());
    }
    return new Type.Record(fields);
  }
}
