package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.value.TimeText;
import dev.flowstone.grammar.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Whether a value that comes from outside, or is to leave, is of a declared type.
///
/// What JSON cannot say is read from its text form: a `timestamp` from RFC 3339, a `duration` from
/// `1h30m`. Fields beyond the declared ones are passed on: senders may know more than the workflow.
public final class Conformance {

  /// What a value was found to be.
  public sealed interface Fit {
    /// It fits; `value` is it in the form that the workflow sees.
    record Fits(Value value) implements Fit {}

    record Misfits(List<Problem> problems) implements Fit {
      public Misfits {
        problems = List.copyOf(problems);
      }
    }
  }

  /// What is wrong, and where: `path` is `.items[2].price`, empty for the whole value.
  public record Problem(String path, String message) {}

  private static final int MAX_PROBLEMS = 20;

  private final List<Problem> problems = new ArrayList<>();

  private Conformance() {}

  public static Fit of(Type type, Value value) {
    var conformance = new Conformance();
    var fitted = conformance.fit(type, value, "");
    return conformance.problems.isEmpty()
        ? new Fit.Fits(fitted)
        : new Fit.Misfits(conformance.problems);
  }

  /// The problems as one line.
  static String describe(List<Problem> problems) {
    return problems.stream()
        .map(p -> p.path().isEmpty() ? p.message() : p.path() + " " + p.message())
        .collect(Collectors.joining("; "));
  }

  private Value fit(Type type, Value value, String path) {
    return switch (type) {
      case Type.Simple simple -> fitSimple(simple, value, path);
      case Type.Nullable(Type inner) ->
          value instanceof Value.Null ? value : fit(inner, value, path);
      case Type.OptionalOf(Type inner) -> fit(inner, value, path);
      case Type.ListOf(Type element) -> fitList(element, value, path);
      case Type.MapOf(Type _, Type inner) -> fitMap(inner, value, path);
      case Type.Record(Map<String, Type.Field> fields) -> fitRecord(fields, value, path);
    };
  }

  private Value fitSimple(Type.Simple type, Value value, String path) {
    boolean fits =
        switch (type) {
          case ANY -> true;
          case NEVER -> false;
          case NULL -> value instanceof Value.Null;
          case BOOL -> value instanceof Value.Bool;
          case INT -> value instanceof Value.Int || value instanceof Value.BigInt;
          case DOUBLE, NUMBER ->
              value instanceof Value.Int
                  || value instanceof Value.BigInt
                  || value instanceof Value.Double;
          case STRING -> value instanceof Value.Text;
          case DURATION -> value instanceof Value.Span;
          case TIMESTAMP -> value instanceof Value.Timestamp;
        };
    if (fits) {
      return value;
    }
    return switch (type) {
      case TIMESTAMP ->
          read(value, TimeText::parseTimestamp)
              .<Value>map(Value.Timestamp::new)
              .orElseGet(() -> mismatch("a timestamp like 2026-01-31T09:00:00Z", value, path));
      case DURATION ->
          read(value, TimeText::parseDuration)
              .<Value>map(Value.Span::new)
              .orElseGet(() -> mismatch("a duration like 1h30m", value, path));
      case ANY, NEVER, NULL, BOOL, INT, DOUBLE, NUMBER, STRING ->
          mismatch(type.name().toLowerCase(Locale.ROOT), value, path);
    };
  }

  private static <T> Optional<T> read(Value value, Function<String, Optional<T>> reader) {
    return value instanceof Value.Text(String text) ? reader.apply(text) : Optional.empty();
  }

  private Value fitList(Type element, Value value, String path) {
    if (!(value instanceof Value.Items(List<Value> values))) {
      return mismatch("a list", value, path);
    }
    var fitted = new ArrayList<Value>(values.size());
    for (int i = 0; i < values.size(); i++) {
      fitted.add(fit(element, values.get(i), path + "[" + i + "]"));
    }
    return new Value.Items(fitted);
  }

  private Value fitMap(Type inner, Value value, String path) {
    if (!(value instanceof Value.Fields(Map<Value, Value> entries))) {
      return mismatch("a map", value, path);
    }
    var fitted = new LinkedHashMap<Value, Value>();
    entries.forEach((key, entry) -> fitted.put(key, fit(inner, entry, path + "." + name(key))));
    return new Value.Fields(fitted);
  }

  private Value fitRecord(Map<String, Type.Field> fields, Value value, String path) {
    if (!(value instanceof Value.Fields given)) {
      return mismatch("a map with fields", value, path);
    }
    var fitted = new LinkedHashMap<>(given.entries());
    for (var field : fields.entrySet()) {
      var name = field.getKey();
      var found = given.get(name);
      if (found.isPresent()) {
        fitted.put(
            new Value.Text(name), fit(field.getValue().type(), found.get(), path + "." + name));
      } else if (!field.getValue().optional()) {
        problem(path + "." + name, "is missing", value);
      }
    }
    return new Value.Fields(fitted);
  }

  private static String name(Value key) {
    return key instanceof Value.Text(String text) ? text : Brief.of(key);
  }

  private Value mismatch(String expected, Value value, String path) {
    return problem(path, "should be " + expected + ", not " + Brief.of(value), value);
  }

  private Value problem(String path, String message, Value value) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(new Problem(path, message));
    }
    return value;
  }
}
