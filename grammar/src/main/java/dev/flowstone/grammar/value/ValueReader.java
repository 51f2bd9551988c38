package dev.flowstone.grammar.value;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads one JSON document (RFC 8259, nothing more). One use only.
///
/// By hand: the stored form may not depend on what a library accepts (Jackson refuses half
/// characters in field names and takes them in strings), a host that starts cold loads no parser
/// for it, and its messages are ours.
final class ValueReader {

  private static final int MAX_NUMBER_LENGTH = 1_000;

  private final boolean tagged;
  private final int maxDepth;
  private final String json;
  private int at;

  private ValueReader(String json, boolean tagged, int maxDepth) {
    this.json = json;
    this.tagged = tagged;
    this.maxDepth = maxDepth;
  }

  /// Carries a refusal out of the recursion; it never leaves this class.
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final String reason;
    private final int offset;

    Refusal(String reason, int offset) {
      super(reason, null, false, false);
      this.reason = reason;
      this.offset = offset;
    }
  }

  static ValueJson.Parsed read(String json, boolean tagged, int maxDepth, int maxLength) {
    if (json.length() > maxLength) {
      return malformed("the document has more than " + maxLength + " characters", json, 0);
    }
    ValueReader reader = new ValueReader(json, tagged, maxDepth);
    try {
      reader.skipSpace();
      Value value = reader.value(0);
      reader.skipSpace();
      if (reader.at < json.length()) {
        throw new Refusal("there is more after the JSON value", reader.at);
      }
      return new ValueJson.Parsed.Ok(value);
    } catch (Refusal e) {
      return malformed(e.reason, json, e.offset);
    }
  }

  static ValueJson.Parsed malformed(String message, String json, int offset) {
    int line = 1;
    int start = 0;
    for (int i = 0; i < offset; i++) {
      if (json.charAt(i) == '\n') {
        line++;
        start = i + 1;
      }
    }
    return new ValueJson.Parsed.Malformed(
        message, line, json.codePointCount(start, offset) + 1, offset);
  }

  private Value value(int depth) throws Refusal {
    if (at == json.length()) {
      throw new Refusal(at == 0 ? "a JSON value is missing" : "the document ends too early", at);
    }
    char c = json.charAt(at);
    return switch (c) {
      case '{' -> fields(depth + 1);
      case '[' -> items(depth + 1);
      case '"' -> new Value.Text(string());
      case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9' -> number();
      default -> word();
    };
  }

  private Value word() throws Refusal {
    int end = at;
    while (end < json.length() && end - at < 20 && Character.isLetterOrDigit(json.charAt(end))) {
      end++;
    }
    String word = json.substring(at, Math.max(end, Math.min(at + 1, json.length())));
    Value value =
        switch (word) {
          case "null" -> Value.Null.NULL;
          case "true" -> new Value.Bool(true);
          case "false" -> new Value.Bool(false);
          default -> throw new Refusal("expected a JSON value, saw " + shown(word), at);
        };
    at = end;
    return value;
  }

  private static String shown(String text) {
    return text.chars().allMatch(c -> c > 0x20 && c < 0x7f)
        ? "'" + text + "'"
        : "U+%04X".formatted(text.codePointAt(0));
  }

  private Value number() throws Refusal {
    int start = at;
    at += json.charAt(at) == '-' ? 1 : 0;
    int whole = at;
    digits(start);
    if (json.charAt(whole) == '0' && at > whole + 1) {
      throw new Refusal("a number may not begin with 0", start);
    }
    boolean integer = true;
    if (at < json.length() && json.charAt(at) == '.') {
      integer = false;
      at++;
      digits(start);
    }
    if (at < json.length() && (json.charAt(at) == 'e' || json.charAt(at) == 'E')) {
      integer = false;
      at++;
      at += at < json.length() && (json.charAt(at) == '+' || json.charAt(at) == '-') ? 1 : 0;
      digits(start);
    }
    if (at - start > MAX_NUMBER_LENGTH) {
      throw new Refusal("a number has more than " + MAX_NUMBER_LENGTH + " characters", start);
    }
    String text = json.substring(start, at);
    return integer ? integer(text) : new Value.Double(Double.parseDouble(text), text);
  }

  private void digits(int start) throws Refusal {
    int from = at;
    while (at < json.length() && json.charAt(at) >= '0' && json.charAt(at) <= '9') {
      at++;
    }
    if (at == from) {
      throw new Refusal("a number without digits", start);
    }
  }

  private static Value integer(String digits) {
    if (digits.length() <= 18) {
      return new Value.Int(Long.parseLong(digits));
    }
    BigInteger exact = new BigInteger(digits);
    return exact.bitLength() <= 63 ? new Value.Int(exact.longValue()) : new Value.BigInt(exact);
  }

  private String string() throws Refusal {
    int start = at++;
    int end = at;
    while (end < json.length()
        && json.charAt(end) != '"'
        && json.charAt(end) != '\\'
        && json.charAt(end) >= 0x20) {
      end++;
    }
    if (end < json.length() && json.charAt(end) == '"') {
      String plain = json.substring(at, end);
      at = end + 1;
      return plain;
    }
    StringBuilder out = new StringBuilder();
    while (at < json.length()) {
      char c = json.charAt(at);
      if (c == '"') {
        at++;
        return out.toString();
      }
      if (c < 0x20) {
        throw new Refusal("a control character in a string must be escaped", at);
      }
      out.append(c == '\\' ? escaped() : c);
      at++;
    }
    throw new Refusal("the string is not closed", start);
  }

  /// The character that the escape at the current place means; ends on the last character of the
  /// escape.
  private char escaped() throws Refusal {
    int start = at++;
    char c = at < json.length() ? json.charAt(at) : ' ';
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> {
        int code = 0;
        for (int i = 1; i <= 4; i++) {
          int digit = at + i < json.length() ? Character.digit(json.charAt(at + i), 16) : -1;
          if (digit < 0 || json.charAt(at + i) > 'f') {
            throw new Refusal("\\u needs four hexadecimal digits", start);
          }
          code = code << 4 | digit;
        }
        at += 4;
        yield (char) code;
      }
      default -> throw new Refusal("there is no such escape in JSON", start);
    };
  }

  private Value items(int depth) throws Refusal {
    checkDepth(depth);
    at++;
    List<Value> values = new ArrayList<>();
    skipSpace();
    if (!taken(']')) {
      do {
        skipSpace();
        values.add(value(depth));
        skipSpace();
      } while (taken(','));
      expect(']', "expected ',' or ']'");
    }
    return new Value.Items(values);
  }

  private Value fields(int depth) throws Refusal {
    checkDepth(depth);
    int start = at++;
    Map<Value, Value> entries = new LinkedHashMap<>();
    skipSpace();
    if (!taken('}')) {
      do {
        field(entries, depth);
      } while (taken(','));
      expect('}', "expected ',' or '}'");
    }
    if (tagged && entries.size() == 1) {
      Map.Entry<Value, Value> only = entries.entrySet().iterator().next();
      if (only.getKey() instanceof Value.Text(String tag) && tag.startsWith("$")) {
        Optional<Value> value = untag(tag, only.getValue());
        return value.orElseThrow(
            () -> new Refusal("no value has the tag \"" + tag + "\" with this content", start));
      }
    }
    return new Value.Fields(entries);
  }

  private void field(Map<Value, Value> entries, int depth) throws Refusal {
    skipSpace();
    int start = at;
    if (at == json.length() || json.charAt(at) != '"') {
      throw new Refusal(
          at == json.length() ? "the document ends too early" : "expected a field name in quotes",
          at);
    }
    String name = string();
    skipSpace();
    expect(':', "expected ':'");
    skipSpace();
    if (entries.put(new Value.Text(name), value(depth)) != null) {
      throw new Refusal("the field \"" + name + "\" is there twice", start);
    }
    skipSpace();
  }

  private void skipSpace() {
    while (at < json.length()) {
      char c = json.charAt(at);
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return;
      }
      at++;
    }
  }

  private boolean taken(char c) {
    boolean there = at < json.length() && json.charAt(at) == c;
    at += there ? 1 : 0;
    return there;
  }

  private void expect(char c, String message) throws Refusal {
    if (!taken(c)) {
      throw new Refusal(at == json.length() ? "the document ends too early" : message, at);
    }
  }

  private void checkDepth(int depth) throws Refusal {
    if (depth > maxDepth) {
      throw new Refusal("lists and maps nest more than " + maxDepth + " deep", at);
    }
  }

  private static Optional<Value> untag(String tag, Value content) {
    if (content instanceof Value.Text(String text)) {
      return switch (tag) {
        case ValueWriter.TIMESTAMP -> TimeText.parseTimestamp(text).map(Value.Timestamp::new);
        case ValueWriter.DURATION -> TimeText.parseDuration(text).map(Value.Span::new);
        case ValueWriter.DOUBLE -> untaggedDouble(text);
        default -> Optional.empty();
      };
    }
    return tag.equals(ValueWriter.MAP) && content instanceof Value.Items(List<Value> pairs)
        ? untaggedMap(pairs)
        : Optional.empty();
  }

  private static Optional<Value> untaggedDouble(String text) {
    try {
      return Optional.of(new Value.Double(Double.parseDouble(text), text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static Optional<Value> untaggedMap(List<Value> pairs) {
    Map<Value, Value> entries = new LinkedHashMap<>();
    for (Value pair : pairs) {
      if (pair instanceof Value.Items(List<Value> both) && both.size() == 2) {
        entries.put(both.get(0), both.get(1));
      } else {
        return Optional.empty();
      }
    }
    return entries.size() == pairs.size()
        ? Optional.of(new Value.Fields(entries))
        : Optional.empty();
  }
}
