package dev.flowstone.grammar.value;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Writes one value as JSON without spaces. One use only.
///
/// By hand, since the bytes are hashed and may not depend on the settings of a library.
final class ValueWriter {

  static final String TIMESTAMP = "$timestamp";
  static final String DURATION = "$duration";
  static final String DOUBLE = "$double";
  static final String MAP = "$map";

  private static final String HEX = "0123456789abcdef";

  private final boolean tagged;
  private final int maxDepth;
  private final StringBuilder out = new StringBuilder();

  ValueWriter(boolean tagged, int maxDepth) {
    this.tagged = tagged;
    this.maxDepth = maxDepth;
  }

  String text() {
    return out.toString();
  }

  /// Writes the value, or says what could not be written and where.
  Optional<ValueJson.Rendered.Refused> write(Value value) {
    return write(value, 0);
  }

  private Optional<ValueJson.Rendered.Refused> write(Value value, int depth) {
    switch (value) {
      case Value.Null _ -> out.append("null");
      case Value.Bool(boolean truth) -> out.append(truth);
      case Value.Int(long number) -> out.append(number);
      case Value.BigInt(var number) -> out.append(number);
      case Value.Double number -> {
        return number(number);
      }
      case Value.Text(String text) -> string(text);
      case Value.Timestamp(var instant) -> tag(TIMESTAMP, TimeText.timestamp(instant));
      case Value.Span(var duration) -> tag(DURATION, TimeText.duration(duration));
      case Value.Items(var values) -> {
        return items(values, depth + 1);
      }
      case Value.Fields(var entries) -> {
        return tagged && needsTag(entries) ? pairs(entries, depth + 2) : fields(entries, depth + 1);
      }
      case Value.Maybe _ -> {
        return refused("an optional is no JSON value; use .orValue(…)");
      }
    }
    return Optional.empty();
  }

  private static Optional<ValueJson.Rendered.Refused> refused(String message) {
    return Optional.of(new ValueJson.Rendered.Refused(message, "$"));
  }

  private Optional<ValueJson.Rendered.Refused> number(Value.Double number) {
    if (isFractionalJson(number.text())) {
      out.append(number.text());
    } else if (tagged) {
      tag(DOUBLE, number.text());
    } else if (Double.isFinite(number.value())) {
      out.append(number.value());
    } else {
      return refused(number.value() + " is no JSON number");
    }
    return Optional.empty();
  }

  private void tag(String tag, String text) {
    if (tagged) {
      out.append('{');
      string(tag);
      out.append(':');
      string(text);
      out.append('}');
    } else {
      string(text);
    }
  }

  private Optional<ValueJson.Rendered.Refused> items(List<Value> values, int depth) {
    if (depth > maxDepth) {
      return refused("lists and maps nest more than " + maxDepth + " deep");
    }
    out.append('[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      Optional<ValueJson.Rendered.Refused> refused = write(values.get(i), depth);
      if (refused.isPresent()) {
        return within(refused.get(), "[" + i + "]");
      }
    }
    out.append(']');
    return Optional.empty();
  }

  private Optional<ValueJson.Rendered.Refused> fields(Map<Value, Value> entries, int depth) {
    if (depth > maxDepth) {
      return refused("lists and maps nest more than " + maxDepth + " deep");
    }
    out.append('{');
    String separator = "";
    for (Map.Entry<Value, Value> entry : entries.entrySet()) {
      if (!(entry.getKey() instanceof Value.Text(String name))) {
        return refused("only a map whose keys are strings has a JSON form");
      }
      out.append(separator);
      separator = ",";
      string(name);
      out.append(':');
      Optional<ValueJson.Rendered.Refused> refused = write(entry.getValue(), depth);
      if (refused.isPresent()) {
        return within(refused.get(), "." + name);
      }
    }
    out.append('}');
    return Optional.empty();
  }

  private Optional<ValueJson.Rendered.Refused> pairs(Map<Value, Value> entries, int depth) {
    out.append('{');
    string(MAP);
    out.append(":[");
    String separator = "";
    for (Map.Entry<Value, Value> entry : entries.entrySet()) {
      out.append(separator);
      separator = ",";
      Optional<ValueJson.Rendered.Refused> refused =
          items(List.of(entry.getKey(), entry.getValue()), depth + 1);
      if (refused.isPresent()) {
        return refused;
      }
    }
    out.append("]}");
    return Optional.empty();
  }

  private static Optional<ValueJson.Rendered.Refused> within(
      ValueJson.Rendered.Refused inner, String step) {
    return Optional.of(
        new ValueJson.Rendered.Refused(inner.message(), "$" + step + inner.path().substring(1)));
  }

  private static boolean needsTag(Map<Value, Value> entries) {
    boolean looksLikeTag =
        entries.size() == 1
            && entries.keySet().iterator().next() instanceof Value.Text(String name)
            && name.startsWith("$");
    return looksLikeTag || !entries.keySet().stream().allMatch(key -> key instanceof Value.Text);
  }

  /// Whether a text is a JSON number that reads back as a double: with a fraction or an exponent.
  static boolean isFractionalJson(String text) {
    int at = text.startsWith("-") ? 1 : 0;
    int whole = digits(text, at);
    boolean leadingZero = whole > at + 1 && text.charAt(at) == '0';
    if (whole == at || leadingZero) {
      return false;
    }
    at = whole;
    if (at < text.length() && text.charAt(at) == '.') {
      int fraction = digits(text, at + 1);
      if (fraction == at + 1) {
        return false;
      }
      at = fraction;
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      int sign = at + 1;
      if (sign < text.length() && (text.charAt(sign) == '+' || text.charAt(sign) == '-')) {
        sign++;
      }
      int exponent = digits(text, sign);
      if (exponent == sign) {
        return false;
      }
      at = exponent;
    }
    return at == text.length() && at > whole;
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < 0x20 || isLoneSurrogate(text, i)) {
            escape(c);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /// Half a character has no UTF-8, but an escape; so that not even broken text is changed on its
  /// way.
  private static boolean isLoneSurrogate(String text, int at) {
    char c = text.charAt(at);
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    return Character.isLowSurrogate(c)
        && (at == 0 || !Character.isHighSurrogate(text.charAt(at - 1)));
  }

  private void escape(char c) {
    out.append("\\u")
        .append(HEX.charAt(c >> 12 & 15))
        .append(HEX.charAt(c >> 8 & 15))
        .append(HEX.charAt(c >> 4 & 15))
        .append(HEX.charAt(c & 15));
  }
}
