package dev.flowstone.interpreter.handler;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.lang.reflect.AnnotatedType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Java objects to values and back, for the types that handlers may have.
///
/// Done by hand, since the types are few, and a binding library would be a third of what a host
/// loads before its first step.
final class Binding {

  private Binding() {}

  /// Throws [Mismatch] where the value does not fit, and [HandlerError] where a constructor raises
  /// one.
  static Object read(Value value, AnnotatedType type) {
    return present(InputReader.read(value, type, false, ""));
  }

  /// The same for a caller in a handler.
  static <T> T read(Value value, Class<T> type) {
    try {
      return fit(value, type);
    } catch (Mismatch mismatch) {
      throw new PermanentError(
          BoundHandler.INVALID_INPUT, mismatch.text(), Map.of("path", mismatch.path()));
    }
  }

  /// Throws [Mismatch] where the value does not fit.
  static <T> T fit(Value value, Class<T> type) {
    return type.cast(present(InputReader.read(value, type, false, "")));
  }

  private static Object present(@Nullable Object bound) {
    if (bound == null) {
      throw new Mismatch("", "must not be null");
    }
    return bound;
  }

  /// What a handler gave, as plain JSON. Throws [Mismatch].
  static Value write(@Nullable Object result) {
    return ResultWriter.value(result, "", 0);
  }

  /// JSON that is part of a program: the text of [Default].
  static Value parse(String json) {
    return switch (ValueJson.parse(json)) {
      case ValueJson.Parsed.Ok(Value value) -> value;
      case ValueJson.Parsed.Malformed problem ->
          throw new UnusableHandler("@Default(\"" + json + "\") is not JSON: " + problem.message());
    };
  }

  static String join(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  /// Only text keys can leave an expression.
  static String key(Value key) {
    if (key instanceof Value.Text(String text)) {
      return text;
    }
    throw new IllegalArgumentException("a map with a key that is no text: " + key);
  }
}
