package dev.flowstone.interpreter.handler;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import org.jspecify.annotations.Nullable;

/// JSON that a handler keeps or exchanges itself, to and from the types that it may take and give,
/// under the same names and rules.
///
/// So a handler that keeps a file, or talks to a service, needs no library for it.
public final class RecordJson {

  private RecordJson() {}

  /// Throws [IllegalArgumentException], with the place, where the text is no JSON.
  public static Value parse(String json) {
    return switch (ValueJson.parse(json)) {
      case ValueJson.Parsed.Ok(Value value) -> value;
      case ValueJson.Parsed.Malformed problem ->
          throw new IllegalArgumentException("no JSON: " + problem.describe());
    };
  }

  /// Throws [IllegalArgumentException], with the path, where the value does not fit.
  public static <T> T read(Value value, Class<T> type) {
    try {
      return Binding.fit(value, type);
    } catch (Mismatch mismatch) {
      throw new IllegalArgumentException(mismatch.text(), mismatch);
    }
  }

  /// Throws [IllegalArgumentException], with the path, where something in it is of no such type.
  public static Value value(@Nullable Object object) {
    try {
      return Binding.write(object);
    } catch (Mismatch mismatch) {
      throw new IllegalArgumentException(mismatch.text(), mismatch);
    }
  }

  /// The same as text, in one line.
  public static String write(@Nullable Object object) {
    return switch (ValueJson.render(value(object))) {
      case ValueJson.Rendered.Ok(String json) -> json;
      case ValueJson.Rendered.Refused(String message, String path) ->
          throw new IllegalArgumentException(message + " at " + path);
    };
  }
}
