package dev.flowstone.interpreter.expression;

import dev.flowstone.grammar.value.TimeText;
import dev.flowstone.grammar.value.Value;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;

/// From one kind of value to another: `int()`, `double()`, `string()`, `bool()`, `timestamp()`,
/// `duration()`.
final class Conversions {

  private static final double INT_LIMIT = 0x1p63;
  private static final int MAX_NUMBER_LENGTH = 1_000;

  private Conversions() {}

  /// The text of a value, as in `string(x)` and in `"${x}"`. A number is written as it came, unless
  /// it came with an exponent.
  static String text(Value value) {
    return switch (value) {
      case Value.Text(String text) -> text;
      case Value.Bool(boolean truth) -> Boolean.toString(truth);
      case Value.Int(long number) -> Long.toString(number);
      case Value.BigInt(var number) -> number.toString();
      case Value.Double(double number, String text) -> number(number, text);
      case Value.Timestamp(var instant) -> TimeText.timestamp(instant);
      case Value.Span(var duration) -> TimeText.duration(duration);
      case Value.Null _, Value.Items _, Value.Fields _, Value.Maybe _ ->
          throw Failure.overload(() -> "a value of type " + Kinds.of(value) + " has no text");
    };
  }

  private static String number(double number, String text) {
    boolean plain =
        !text.isEmpty()
            && text.chars().allMatch(c -> c == '-' || c == '.' || (c >= '0' && c <= '9'));
    return plain ? text : Double.toString(number);
  }

  static Value toInt(Value value) {
    return switch (value) {
      case Value.Int number -> number;
      case Value.Double(double number, var _) -> {
        if (!(number > -INT_LIMIT && number < INT_LIMIT)) {
          throw Failure.range(number + " is out of the range of int");
        }
        yield new Value.Int((long) number);
      }
      case Value.BigInt _ ->
          throw Failure.range("an integer beyond 64 bits is out of the range of int");
      case Value.Text(String text) -> parsedInt(text);
      case Value.Timestamp(Instant instant) -> new Value.Int(instant.getEpochSecond());
      case Value.Null _, Value.Bool _, Value.Span _, Value.Items _, Value.Fields _, Value.Maybe _ ->
          throw none("int", value);
    };
  }

  private static Value parsedInt(String text) {
    int from = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    boolean digits =
        text.length() > from
            && text.length() <= MAX_NUMBER_LENGTH
            && text.chars().skip(from).allMatch(c -> c >= '0' && c <= '9');
    if (!digits) {
      throw Failure.invalid(Kinds.shown(text) + " is no int");
    }
    BigInteger exact = new BigInteger(text);
    if (exact.bitLength() > 63) {
      throw Failure.range(Kinds.shown(text) + " is out of the range of int");
    }
    return new Value.Int(exact.longValue());
  }

  static Value toDouble(Value value) {
    return switch (value) {
      case Value.Double number -> number;
      case Value.Int(long number) -> Value.Double.of((double) number);
      case Value.BigInt(var number) -> Value.Double.of(number.doubleValue());
      case Value.Text(String text) -> parsedDouble(text);
      case Value.Null _,
          Value.Bool _,
          Value.Timestamp _,
          Value.Span _,
          Value.Items _,
          Value.Fields _,
          Value.Maybe _ ->
          throw none("double", value);
    };
  }

  private static Value parsedDouble(String text) {
    String unsigned = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    if (unsigned.equals("NaN") || unsigned.equals("Infinity")) {
      return Value.Double.of(Double.parseDouble(text));
    }
    boolean numeric =
        text.length() <= MAX_NUMBER_LENGTH
            && text.chars().allMatch(c -> (c >= '0' && c <= '9') || ".+-eE".indexOf(c) >= 0);
    try {
      if (numeric) {
        return Value.Double.of(Double.parseDouble(text));
      }
    } catch (NumberFormatException e) {
      // falls through to the same message
    }
    throw Failure.invalid(Kinds.shown(text) + " is no double");
  }

  static Value toBool(Value value) {
    return switch (value) {
      case Value.Bool truth -> truth;
      case Value.Text(String text) -> parsedBool(text);
      case Value.Null _,
          Value.Int _,
          Value.BigInt _,
          Value.Double _,
          Value.Timestamp _,
          Value.Span _,
          Value.Items _,
          Value.Fields _,
          Value.Maybe _ ->
          throw none("bool", value);
    };
  }

  private static Value parsedBool(String text) {
    return switch (text) {
      case "true", "TRUE", "True", "t", "1" -> Evaluator.TRUE;
      case "false", "FALSE", "False", "f", "0" -> Evaluator.FALSE;
      default -> throw Failure.invalid(Kinds.shown(text) + " is no bool");
    };
  }

  static Value toTimestamp(Value value) {
    return switch (value) {
      case Value.Timestamp instant -> instant;
      case Value.Text(String text) ->
          new Value.Timestamp(
              TimeText.parseTimestamp(text)
                  .orElseThrow(() ->
                      Failure.invalid(
                          Kinds.shown(text) + " is no timestamp of the years 1 to 9999")));
      case Value.Int(long seconds) -> {
        if (seconds < Instant.MIN.getEpochSecond() || seconds > Instant.MAX.getEpochSecond()) {
          throw Failure.range("a timestamp lies in the years 1 to 9999");
        }
        yield Times.timestamp(Instant.ofEpochSecond(seconds));
      }
      case Value.Null _,
          Value.Bool _,
          Value.BigInt _,
          Value.Double _,
          Value.Span _,
          Value.Items _,
          Value.Fields _,
          Value.Maybe _ ->
          throw none("timestamp", value);
    };
  }

  static Value toDuration(Value value) {
    return switch (value) {
      case Value.Span span -> span;
      case Value.Text(String text) -> {
        Duration duration =
            TimeText.parseDuration(text)
                .orElseThrow(
                    () -> Failure.invalid(Kinds.shown(text) + " is no duration, or is too long"));
        yield new Value.Span(duration);
      }
      case Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Double _,
          Value.Timestamp _,
          Value.Items _,
          Value.Fields _,
          Value.Maybe _ ->
          throw none("duration", value);
    };
  }

  private static Failure none(String kind, Value value) {
    return Failure.overload(
        () -> "a value of type " + Kinds.of(value) + " cannot become a value of type " + kind);
  }
}
