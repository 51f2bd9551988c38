package dev.flowstone.interpreter.report;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON object in the making: a report, as programs read it. Fields keep their order; instants
/// are RFC 3339, durations seconds as a number.
public final class Document {
  private final Map<Value, Value> fields = new LinkedHashMap<>();

  public Document put(String name, Value value) {
    fields.put(new Value.Text(name), value);
    return this;
  }

  public Document put(String name, String text) {
    return put(name, new Value.Text(text));
  }

  public Document put(String name, long number) {
    return put(name, new Value.Int(number));
  }

  public Document put(String name, boolean yes) {
    return put(name, new Value.Bool(yes));
  }

  public Document put(String name, Instant instant) {
    return put(name, new Value.Text(instant.toString()));
  }

  public Document put(String name, Duration duration) {
    return put(name, Value.Double.of(duration.toMillis() / 1000.0));
  }

  public Document put(String name, Document document) {
    return put(name, document.value());
  }

  public Document put(String name, List<Document> documents) {
    return put(name, new Value.Items(documents.stream().<Value>map(Document::value).toList()));
  }

  public Document putTexts(String name, List<String> texts) {
    return put(name, new Value.Items(texts.stream().<Value>map(Value.Text::new).toList()));
  }

  /// A field that is absent where there is nothing to say.
  public Document putText(String name, Optional<String> text) {
    text.ifPresent(present -> put(name, present));
    return this;
  }

  /// A field that is absent where there is nothing to say.
  public Document putInstant(String name, Optional<Instant> instant) {
    instant.ifPresent(present -> put(name, present));
    return this;
  }

  /// All the fields of another object.
  public Document putAll(Value.Fields others) {
    fields.putAll(others.entries());
    return this;
  }

  public Value.Fields value() {
    return new Value.Fields(fields);
  }

  /// The object as JSON. Throws [IllegalStateException] where a value that was put in has none.
  public String json() {
    return switch (ValueJson.render(value())) {
      case ValueJson.Rendered.Ok(String json) -> json;
      case ValueJson.Rendered.Refused refused -> throw new IllegalStateException(refused.message());
    };
  }
}
