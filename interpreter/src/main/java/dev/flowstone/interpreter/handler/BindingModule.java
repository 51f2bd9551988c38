package dev.flowstone.interpreter.handler;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.flowstone.grammar.value.TimeText;
import dev.flowstone.grammar.value.Value;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What Jackson is to know of times, optionals, values and secrets: the few of its extension
/// modules that are needed, without their start-up cost.
final class BindingModule extends SimpleModule {
  private static final long serialVersionUID = 1L;

  BindingModule() {
    super("flowstone");
    addText(Instant.class, TimeText::timestamp, Instant::parse);
    addText(Duration.class, TimeText::duration, BindingModule::duration);
    addText(LocalDate.class, LocalDate::toString, LocalDate::parse);
    addSerializer(new OptionalWriter());
    addDeserializer(Optional.class, new OptionalReader(null));
    addSerializer(new ValueWriter());
    addDeserializer(Value.class, new ValueReader<>(Value.class));
    addDeserializer(Value.Fields.class, new ValueReader<>(Value.Fields.class));
    addDeserializer(Value.Items.class, new ValueReader<>(Value.Items.class));
    addSerializer(new SecretWriter());
    addDeserializer(Secret.class, new SecretReader());
  }

  /// The input has been checked, and written in one way.
  private static Duration duration(String text) {
    return TimeText.parseDuration(text).orElseThrow();
  }

  private <T> void addText(Class<T> type, Function<T, String> write, Function<String, T> read) {
    addSerializer(
        new StdSerializer<T>(type) {
          private static final long serialVersionUID = 1L;

          @Override
          public void serialize(T value, JsonGenerator out, SerializerProvider provider)
              throws IOException {
            out.writeString(write.apply(value));
          }
        });
    addDeserializer(
        type,
        new StdDeserializer<T>(type) {
          private static final long serialVersionUID = 1L;

          @Override
          public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return read.apply(in.getText());
          }
        });
  }

  private static final class OptionalWriter extends StdSerializer<Optional<?>> {
    private static final long serialVersionUID = 1L;

    OptionalWriter() {
      super(Optional.class, false);
    }

    @Override
    public void serialize(Optional<?> value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      provider.defaultSerializeValue(value.orElse(null), out);
    }
  }

  private static final class OptionalReader extends StdDeserializer<Optional<?>>
      implements ContextualDeserializer {
    private static final long serialVersionUID = 1L;

    private final @Nullable JavaType content;

    OptionalReader(@Nullable JavaType content) {
      super(Optional.class);
      this.content = content;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, @Nullable BeanProperty property) {
      return new OptionalReader(context.getContextualType().containedTypeOrUnknown(0));
    }

    @Override
    public Optional<?> deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      return Optional.of(context.readValue(in, content));
    }

    @Override
    public Optional<?> getNullValue(DeserializationContext context) {
      return Optional.empty();
    }
  }

  private static final class ValueWriter extends StdSerializer<Value> {
    private static final long serialVersionUID = 1L;

    ValueWriter() {
      super(Value.class);
    }

    @Override
    public void serialize(Value value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeEmbeddedObject(value);
    }
  }

  private static final class ValueReader<T extends Value> extends StdDeserializer<T> {
    private static final long serialVersionUID = 1L;

    ValueReader(Class<T> type) {
      super(type);
    }

    @Override
    public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return type().cast(in.getEmbeddedObject());
    }

    @SuppressWarnings("unchecked")
    private Class<T> type() {
      return (Class<T>) handledType();
    }
  }

  private static final class SecretWriter extends StdSerializer<Secret> {
    private static final long serialVersionUID = 1L;

    SecretWriter() {
      super(Secret.class);
    }

    @Override
    public void serialize(Secret secret, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      throw JsonMappingException.from(out, "is a secret and may not leave its handler");
    }
  }

  private static final class SecretReader extends StdDeserializer<Secret> {
    private static final long serialVersionUID = 1L;

    SecretReader() {
      super(Secret.class);
    }

    @Override
    public Secret deserialize(JsonParser in, DeserializationContext context) throws IOException {
      throw JsonMappingException.from(
          in, "a secret may not come from a workflow, whose journal would keep it");
    }
  }
}
