package dev.flowstone.interpreter.expression;

import dev.flowstone.grammar.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// `"%s is %.2f".format([name, share])` with the clauses of CEL: `%s %d %f %e %x %X %o %b %%`.
final class Formatting {

  private static final int DEFAULT_PRECISION = 6;
  private static final int MAX_PRECISION = 1_000;

  private final Meter meter;

  Formatting(Meter meter) {
    this.meter = meter;
  }

  Value format(String pattern, List<Value> arguments) {
    StringBuilder out = new StringBuilder();
    int next = 0;
    int at = 0;
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      if (c != '%') {
        out.append(c);
        continue;
      }
      if (at < pattern.length() && pattern.charAt(at) == '%') {
        out.append('%');
        at++;
        continue;
      }
      int precision = -1;
      if (at < pattern.length() && pattern.charAt(at) == '.') {
        int end = at + 1;
        while (end < pattern.length() && Character.isDigit(pattern.charAt(end))) {
          end++;
        }
        precision = precision(pattern.substring(at + 1, end));
        at = end;
      }
      if (at == pattern.length()) {
        throw Failure.invalid("a format ends in the middle of a clause");
      }
      char clause = pattern.charAt(at++);
      if (next == arguments.size()) {
        throw Failure.invalid(
            "the format has more clauses than the " + arguments.size() + " values");
      }
      meter.step();
      String text = clause(clause, precision, arguments.get(next++));
      meter.reserve((long) out.length() + text.length());
      out.append(text);
    }
    return meter.text(out.toString());
  }

  private static int precision(String digits) {
    if (digits.isEmpty() || digits.length() > 4 || Integer.parseInt(digits) > MAX_PRECISION) {
      throw Failure.invalid("the precision of a format is a number from 0 to " + MAX_PRECISION);
    }
    return Integer.parseInt(digits);
  }

  private String clause(char clause, int precision, Value value) {
    return switch (clause) {
      case 's' -> string(value);
      case 'd' -> decimal(value);
      case 'f' -> fixed(value, precision < 0 ? DEFAULT_PRECISION : precision);
      case 'e' -> scientific(value, precision < 0 ? DEFAULT_PRECISION : precision);
      case 'x' -> hex(value);
      case 'X' -> hex(value).toUpperCase(Locale.ROOT);
      case 'o' -> octal(value);
      case 'b' -> binary(value);
      default -> throw Failure.invalid("there is no format clause '%" + clause + "'");
    };
  }

  private String string(Value value) {
    meter.step();
    return switch (value) {
      case Value.Null _ -> "null";
      case Value.Items(List<Value> values) ->
          values.stream().map(this::string).collect(Collectors.joining(", ", "[", "]"));
      case Value.Fields(Map<Value, Value> entries) ->
          entries.entrySet().stream()
              .map(entry -> Map.entry(string(entry.getKey()), string(entry.getValue())))
              .sorted((a, b) -> Value.Text.compare(a.getKey(), b.getKey()))
              .map(entry -> entry.getKey() + ": " + entry.getValue())
              .collect(Collectors.joining(", ", "{", "}"));
      case Value.Maybe _ -> throw wrong("s", value);
      case Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Double _,
          Value.Text _,
          Value.Timestamp _,
          Value.Span _ ->
          charged(Conversions.text(value));
    };
  }

  private String charged(String text) {
    meter.scan(text);
    return text;
  }

  private static Failure wrong(String clause, Value value) {
    return Failure.invalid(
        "the format clause '%" + clause + "' takes no value of type " + Kinds.of(value));
  }

  private static String decimal(Value value) {
    return switch (value) {
      case Value.Int(long number) -> Long.toString(number);
      case Value.BigInt(var number) -> number.toString();
      case Value.Double(double number, var _) -> {
        if (!Double.isFinite(number)) {
          yield Double.toString(number);
        }
        throw wrong("d", value);
      }
      case Value _ -> throw wrong("d", value);
    };
  }

  /// The exact value of a number, or nothing where it is not finite.
  private static BigDecimal exact(Value value, String clause) {
    return switch (value) {
      case Value.Int(long number) -> BigDecimal.valueOf(number);
      case Value.BigInt(var number) -> new BigDecimal(number);
      case Value.Double(double number, var _) -> new BigDecimal(number);
      case Value _ -> throw wrong(clause, value);
    };
  }

  private static boolean isSpecial(Value value) {
    return value instanceof Value.Double(double number, var _) && !Double.isFinite(number);
  }

  private static String fixed(Value value, int precision) {
    if (isSpecial(value)) {
      return Double.toString(Kinds.fraction(value));
    }
    String digits = exact(value, "f").setScale(precision, RoundingMode.HALF_EVEN).toPlainString();
    return isNegativeZero(value, digits) ? "-" + digits : digits;
  }

  private static boolean isNegativeZero(Value value, String digits) {
    return value instanceof Value.Double(double number, var _)
        && !digits.startsWith("-")
        && Double.doubleToRawLongBits(number) < 0;
  }

  private static String scientific(Value value, int precision) {
    if (isSpecial(value)) {
      return Double.toString(Kinds.fraction(value));
    }
    BigDecimal exact = exact(value, "e");
    boolean zero = exact.signum() == 0;
    BigDecimal rounded =
        zero ? exact : exact.round(new MathContext(precision + 1, RoundingMode.HALF_EVEN));
    String digits = zero ? "0" : rounded.unscaledValue().abs().toString();
    int exponent = zero ? 0 : digits.length() - 1 - rounded.scale();
    String padded =
        digits.length() > precision ? digits : digits + "0".repeat(precision + 1 - digits.length());
    boolean negative = exact.signum() < 0 || (zero && isNegativeZero(value, ""));
    return (negative ? "-" : "")
        + padded.charAt(0)
        + (precision == 0 ? "" : "." + padded.substring(1, precision + 1))
        + (exponent < 0 ? "e-" : "e+")
        + (Math.abs(exponent) < 10 ? "0" : "")
        + Math.abs(exponent);
  }

  private static String hex(Value value) {
    return switch (value) {
      case Value.Text(String text) ->
          HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
      case Value.Int(long number) -> BigInteger.valueOf(number).toString(16);
      case Value.BigInt(var number) -> number.toString(16);
      case Value _ -> throw wrong("x", value);
    };
  }

  private static String octal(Value value) {
    return switch (value) {
      case Value.Int(long number) -> BigInteger.valueOf(number).toString(8);
      case Value.BigInt(var number) -> number.toString(8);
      case Value _ -> throw wrong("o", value);
    };
  }

  private static String binary(Value value) {
    return switch (value) {
      case Value.Int(long number) -> BigInteger.valueOf(number).toString(2);
      case Value.BigInt(var number) -> number.toString(2);
      case Value.Bool(boolean truth) -> truth ? "1" : "0";
      case Value _ -> throw wrong("b", value);
    };
  }
}
