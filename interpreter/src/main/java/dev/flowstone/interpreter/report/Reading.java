package dev.flowstone.interpreter.report;

import dev.flowstone.grammar.value.Value;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The fields of a document by name and kind: what [Document] writes, read again. A field that is
/// missing or of another kind ends in [MalformedReport].
public record Reading(Value.Fields fields) {

  public static Reading of(Value value) {
    if (value instanceof Value.Fields fields) {
      return new Reading(fields);
    }
    throw new MalformedReport("this is no JSON object");
  }

  public String text(String name) {
    return optionalText(name).orElseThrow(() -> missing(name));
  }

  public Optional<String> optionalText(String name) {
    return fields
        .get(name)
        .filter(value -> value != Value.Null.NULL)
        .map(value ->
            switch (value) {
              case Value.Text(String text) -> text;
              case Value _ -> throw wrong(name);
            });
  }

  public Instant instant(String name) {
    return optionalInstant(name).orElseThrow(() -> missing(name));
  }

  public Optional<Instant> optionalInstant(String name) {
    try {
      return optionalText(name).map(Instant::parse);
    } catch (DateTimeException e) {
      throw wrong(name);
    }
  }

  public long whole(String name) {
    return switch (fields.get(name).orElseThrow(() -> missing(name))) {
      case Value.Int(long number) -> number;
      case Value _ -> throw wrong(name);
    };
  }

  public double number(String name) {
    return switch (fields.get(name).orElseThrow(() -> missing(name))) {
      case Value.Int(long number) -> number;
      case Value.Double(double number, String _) -> number;
      case Value _ -> throw wrong(name);
    };
  }

  /// Seconds, to the millisecond.
  public Duration seconds(String name) {
    return Duration.ofMillis(Math.round(number(name) * 1000));
  }

  /// False where the field is absent.
  public boolean yes(String name) {
    return switch (fields.get(name).orElse(new Value.Bool(false))) {
      case Value.Bool(boolean yes) -> yes;
      case Value _ -> throw wrong(name);
    };
  }

  public Optional<Reading> optionalObject(String name) {
    return fields
        .get(name)
        .filter(value -> value != Value.Null.NULL)
        .map(value ->
            switch (value) {
              case Value.Fields object -> new Reading(object);
              case Value _ -> throw wrong(name);
            });
  }

  public Reading object(String name) {
    return optionalObject(name).orElseThrow(() -> missing(name));
  }

  /// The objects of a list.
  public List<Reading> objects(String name) {
    return switch (fields.get(name).orElseThrow(() -> missing(name))) {
      case Value.Items(List<Value> values) -> values.stream().map(Reading::of).toList();
      case Value _ -> throw wrong(name);
    };
  }

  /// A constant that the document writes as `name()`, in capitals or not.
  public <E extends Enum<E>> E word(String name, Class<E> type) {
    String word = text(name);
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(word)) {
        return constant;
      }
    }
    throw new MalformedReport("'" + name + "' has the unknown value '" + word + "'");
  }

  private static MalformedReport missing(String name) {
    return new MalformedReport("'" + name + "' is missing");
  }

  private static MalformedReport wrong(String name) {
    return new MalformedReport("'" + name + "' is not what it should be");
  }
}
