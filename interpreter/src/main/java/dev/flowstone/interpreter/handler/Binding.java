package dev.flowstone.interpreter.handler;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.lang.reflect.AnnotatedType;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Java objects to values and back, by one shared Jackson mapper that is made when the first
/// handler is called.
final class Binding {

  private Binding() {}

  private static final class Shared {
    static final JsonMapper MAPPER =
        JsonMapper.builder()
            .propertyNamingStrategy(new Names())
            .accessorNaming(new ComponentNaming.Provider())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .addModule(new BindingModule())
            .build();
  }

  private static final class Names extends PropertyNamingStrategies.NamingBase {
    private static final long serialVersionUID = 1L;

    @Override
    public String translate(String component) {
      return FieldName.of(component);
    }
  }

  /// Throws [Mismatch] where the value does not fit, and [HandlerError] where a constructor raises
  /// one.
  static Object read(Value value, AnnotatedType type) {
    return bind(
        InputReader.read(value, type, false, ""), Shared.MAPPER.constructType(type.getType()));
  }

  /// The same for a caller in a handler.
  static <T> T read(Value value, Class<T> type) {
    try {
      JsonNode node = InputReader.read(value, type, false, "");
      return type.cast(bind(node, Shared.MAPPER.constructType(type)));
    } catch (Mismatch mismatch) {
      throw new PermanentError(
          BoundHandler.INVALID_INPUT, mismatch.text(), Map.of("path", mismatch.path()));
    }
  }

  /// What a handler gave, as plain JSON. Throws [Mismatch].
  static Value write(@Nullable Object result) {
    if (result instanceof Value value) {
      return ValueNodes.checked(value, "", 0);
    }
    try {
      return ValueNodes.value(Shared.MAPPER.valueToTree(result), "");
    } catch (IllegalArgumentException e) {
      if (e.getCause() instanceof JsonMappingException cause) {
        throw new Mismatch(path(cause), said(cause));
      }
      throw new Mismatch("", said(e));
    } catch (StackOverflowError _) {
      throw new Mismatch("", "contains itself, or is nested too deeply");
    }
  }

  /// JSON that is part of a program: the text of [Default].
  static Value parse(String json) {
    return switch (ValueJson.parse(json)) {
      case ValueJson.Parsed.Ok(Value value) -> value;
      case ValueJson.Parsed.Malformed problem ->
          throw new UnusableHandler("@Default(\"" + json + "\") is not JSON: " + problem.message());
    };
  }

  private static Object bind(JsonNode node, JavaType type) {
    try {
      return Shared.MAPPER.treeToValue(node, type);
    } catch (ValueInstantiationException e) {
      Throwable cause = e.getCause();
      if (cause instanceof HandlerError raised) {
        throw raised;
      }
      throw new Mismatch(path(e), said(cause == null ? e : cause));
    } catch (JsonMappingException e) {
      throw new Mismatch(path(e), said(e));
    } catch (JacksonException e) {
      throw new Mismatch("", said(e));
    }
  }

  private static String said(Throwable problem) {
    String message =
        problem instanceof JacksonException jackson
            ? jackson.getOriginalMessage()
            : problem.getMessage();
    return message == null ? problem.getClass().getSimpleName() : message;
  }

  private static String path(JsonMappingException problem) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference step : problem.getPath()) {
      if (step.getFieldName() != null) {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      } else if (step.getIndex() >= 0) {
        path.append('[').append(step.getIndex()).append(']');
      }
    }
    return path.toString();
  }
}
