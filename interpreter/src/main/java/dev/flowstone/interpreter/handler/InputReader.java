package dev.flowstone.interpreter.handler;

import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.value.TimeText;
import dev.flowstone.grammar.value.Value;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads a value as an object of a Java type: names, absence, nulls and the range of numbers are
/// checked on the way.
///
/// So a mistake is told in the words of the workflow, with its path, and never as a binding
/// library's message.
final class InputReader {

  private InputReader() {}

  /// Throws [Mismatch], and [HandlerError] where a record's constructor raises one.
  static @Nullable Object read(Value value, AnnotatedType type, boolean nullable, String path) {
    Class<?> raw = rawType(type.getType());
    if (value != Value.Null.NULL) {
      if (raw == Optional.class) {
        return Optional.ofNullable(read(value, argument(type, 0), false, path));
      }
      if (raw == List.class) {
        return list(value, argument(type, 0), path);
      }
      if (raw == Map.class) {
        return map(value, argument(type, 1), path);
      }
    }
    return read(value, raw, nullable, path);
  }

  /// The same for a type without parameters.
  static @Nullable Object read(Value value, Class<?> type, boolean nullable, String path) {
    if (Value.class.isAssignableFrom(type)) {
      if (!type.isInstance(value)) {
        throw mismatch(path, type == Value.Fields.class ? "a map" : "another kind of value", value);
      }
      return value;
    }
    if (value == Value.Null.NULL) {
      if (type.isPrimitive() || !nullable) {
        throw new Mismatch(path, "must not be null");
      }
      return type == Optional.class ? Optional.empty() : null;
    }
    return type.isRecord() ? record(value, type, path) : plain(value, type, path);
  }

  private static Object record(Value value, Class<?> type, String path) {
    if (!(value instanceof Value.Fields fields)) {
      throw mismatch(path, "a map", value);
    }
    RecordShape shape = RecordShape.of(type);
    List<String> known = shape.names();
    for (Value key : fields.entries().keySet()) {
      String name = Binding.key(key);
      if (!known.contains(name)) {
        throw new Mismatch(Binding.join(path, name), unknown(known, name));
      }
    }
    @Nullable Object[] read = new @Nullable Object[known.size()];
    for (int i = 0; i < read.length; i++) {
      RecordShape.Component component = shape.components().get(i);
      String place = Binding.join(path, component.name());
      Value content = fields.get(component.name()).orElse(null);
      if (content == null && component.fallback().isPresent()) {
        content = Binding.parse(component.fallback().get());
      }
      if (content == null && !component.mayBeAbsent()) {
        throw new Mismatch(place, "is required");
      }
      read[i] =
          read(
              content == null ? Value.Null.NULL : content,
              component.type(),
              component.nullable(),
              place);
    }
    return shape.make(read, path);
  }

  private static String unknown(List<String> known, String name) {
    String hint =
        Nearest.hint(name, known)
            .map(near -> "; " + near)
            .orElse(known.isEmpty() ? "" : "; known are " + String.join(", ", known));
    return "is unknown" + hint;
  }

  private static Object list(Value value, AnnotatedType element, String path) {
    if (!(value instanceof Value.Items(List<Value> values))) {
      throw mismatch(path, "a list", value);
    }
    List<@Nullable Object> read = new ArrayList<>(values.size());
    boolean nullable = RecordShape.isNullable(element);
    for (int i = 0; i < values.size(); i++) {
      read.add(read(values.get(i), element, nullable, path + "[" + i + "]"));
    }
    return read;
  }

  private static Object map(Value value, AnnotatedType content, String path) {
    if (!(value instanceof Value.Fields(Map<Value, Value> entries))) {
      throw mismatch(path, "a map", value);
    }
    Map<String, @Nullable Object> read = new LinkedHashMap<>();
    boolean nullable = RecordShape.isNullable(content);
    entries.forEach((key, element) -> {
      String name = Binding.key(key);
      read.put(name, read(element, content, nullable, Binding.join(path, name)));
    });
    return read;
  }

  private static Object plain(Value value, Class<?> type, String path) {
    if (type == String.class) {
      return text(value, path);
    }
    if (type == boolean.class || type == Boolean.class) {
      return truth(value, path);
    }
    if (type == int.class || type == Integer.class) {
      return (int) integer(value, Integer.MIN_VALUE, Integer.MAX_VALUE, path);
    }
    if (type == long.class || type == Long.class) {
      return integer(value, Long.MIN_VALUE, Long.MAX_VALUE, path);
    }
    if (type == double.class || type == Double.class) {
      return number(value, path).doubleValue();
    }
    if (type == BigDecimal.class) {
      return number(value, path);
    }
    if (type == BigInteger.class) {
      return whole(value, path);
    }
    if (type.isEnum()) {
      return constant(value, type, path);
    }
    if (type == Instant.class) {
      return value instanceof Value.Timestamp(Instant instant) ? instant : time(value, path);
    }
    if (type == Duration.class) {
      return value instanceof Value.Span(Duration duration) ? duration : duration(value, path);
    }
    if (type == LocalDate.class) {
      return date(value, path);
    }
    if (type == UUID.class) {
      return parsed(value, UUID::fromString, "a UUID", path);
    }
    if (type == URI.class) {
      return parsed(value, URI::create, "a URI", path);
    }
    if (type == Secret.class) {
      throw new Mismatch(
          path, "is a secret, which may not come from a workflow, whose journal would keep it");
    }
    throw new Mismatch(
        path, "is wanted as " + type.getTypeName() + ", a type that handlers do not know");
  }

  private static boolean truth(Value value, String path) {
    if (value instanceof Value.Bool(boolean truth)) {
      return truth;
    }
    throw mismatch(path, "true or false", value);
  }

  private static <T> T parsed(
      Value value, Function<String, T> parse, String expected, String path) {
    try {
      return text(value).map(parse).orElseThrow(() -> mismatch(path, expected, value));
    } catch (IllegalArgumentException _) {
      throw mismatch(path, expected, value);
    }
  }

  private static String text(Value value, String path) {
    return switch (value) {
      case Value.Text(String text) -> text;
      case Value.Timestamp(Instant instant) -> TimeText.timestamp(instant);
      case Value.Span(Duration duration) -> TimeText.duration(duration);
      case Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Double _,
          Value.Items _,
          Value.Fields _,
          Value.Maybe _ ->
          throw mismatch(path, "a string", value);
    };
  }

  private static long integer(Value value, long least, long greatest, String path) {
    BigInteger whole = whole(value, path);
    if (whole.bitLength() < Long.SIZE
        && whole.longValue() >= least
        && whole.longValue() <= greatest) {
      return whole.longValue();
    }
    throw new Mismatch(path, "must lie between " + least + " and " + greatest);
  }

  /// An integer; a fraction of zero (`2.0`) is none.
  private static BigInteger whole(Value value, String path) {
    return switch (value) {
      case Value.Int(long number) -> BigInteger.valueOf(number);
      case Value.BigInt(BigInteger number) -> number;
      case Value.Double(double number, String _)
          when number == Math.rint(number) && Math.abs(number) < 0x1p63 ->
          BigInteger.valueOf((long) number);
      case Value.Null _,
          Value.Bool _,
          Value.Double _,
          Value.Text _,
          Value.Timestamp _,
          Value.Span _,
          Value.Items _,
          Value.Fields _,
          Value.Maybe _ ->
          throw mismatch(path, "an integer", value);
    };
  }

  private static BigDecimal number(Value value, String path) {
    return switch (value) {
      case Value.Int(long number) -> BigDecimal.valueOf(number);
      case Value.BigInt(BigInteger number) -> new BigDecimal(number);
      case Value.Double(double number, String text) -> decimal(number, text, path);
      case Value.Null _,
          Value.Bool _,
          Value.Text _,
          Value.Timestamp _,
          Value.Span _,
          Value.Items _,
          Value.Fields _,
          Value.Maybe _ ->
          throw mismatch(path, "a number", value);
    };
  }

  /// As it was written, where its exponent is harmless: a digit string of a billion zeros is not.
  private static BigDecimal decimal(double number, String text, String path) {
    if (!Double.isFinite(number)) {
      throw new Mismatch(path, "must be a finite number");
    }
    try {
      BigDecimal written = new BigDecimal(text);
      if (Math.abs((long) written.scale()) <= 400) {
        return written;
      }
    } catch (NumberFormatException _) {
      return BigDecimal.valueOf(number);
    }
    return BigDecimal.valueOf(number);
  }

  private static Object constant(Value value, Class<?> type, String path) {
    List<Enum<?>> known =
        Arrays.stream(type.getEnumConstants())
            .<Enum<?>>map(constant -> (Enum<?>) constant)
            .toList();
    return text(value)
        .flatMap(text -> known.stream().filter(one -> one.name().equals(text)).findFirst())
        .orElseThrow(() ->
            mismatch(
                path,
                "one of " + String.join(", ", known.stream().map(Enum::name).toList()),
                value));
  }

  private static Instant time(Value value, String path) {
    return text(value)
        .flatMap(TimeText::parseTimestamp)
        .orElseThrow(() -> mismatch(path, "a time such as 2026-03-01T09:00:00Z", value));
  }

  private static Duration duration(Value value, String path) {
    return text(value)
        .flatMap(InputReader::duration)
        .orElseThrow(() -> mismatch(path, "a duration such as 90s or PT1M30S", value));
  }

  /// As workflows write it, or in ISO-8601.
  private static Optional<Duration> duration(String text) {
    if (!text.startsWith("P") && !text.startsWith("-P")) {
      return TimeText.parseDuration(text);
    }
    try {
      return text.length() > 100 ? Optional.empty() : Optional.of(Duration.parse(text));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> text(Value value) {
    return value instanceof Value.Text(String text) ? Optional.of(text) : Optional.empty();
  }

  private static LocalDate date(Value value, String path) {
    try {
      return text(value)
          .map(LocalDate::parse)
          .orElseThrow(() -> mismatch(path, "a date such as 2026-03-01", value));
    } catch (DateTimeException _) {
      throw mismatch(path, "a date such as 2026-03-01", value);
    }
  }

  /// Tells the kind of what was given, not its content: that may be long, or private.
  private static Mismatch mismatch(String path, String expected, Value value) {
    return new Mismatch(path, "must be " + expected + ", not " + kind(value));
  }

  private static String kind(Value value) {
    return switch (value) {
      case Value.Null _ -> "null";
      case Value.Bool _ -> "true or false";
      case Value.Int _, Value.BigInt _ -> "an integer";
      case Value.Double _ -> "a number with a fraction";
      case Value.Text _ -> "a string";
      case Value.Timestamp _ -> "a timestamp";
      case Value.Span _ -> "a duration";
      case Value.Items _ -> "a list";
      case Value.Fields _ -> "a map";
      case Value.Maybe _ -> "an optional";
    };
  }

  private static Class<?> rawType(Type type) {
    return switch (type) {
      case Class<?> plain -> plain;
      case ParameterizedType generic -> (Class<?>) generic.getRawType();
      default -> Object.class;
    };
  }

  private static AnnotatedType argument(AnnotatedType type, int index) {
    if (type instanceof AnnotatedParameterizedType generic) {
      return generic.getAnnotatedActualTypeArguments()[index];
    }
    throw new UnusableHandler(
        "a raw " + type.getType().getTypeName() + " says nothing of its content");
  }
}
