package dev.flowstone.interpreter.expression;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.flowstone.grammar.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The functions of strings. Positions and lengths count code points.
final class Texts {

  private static final int MAX_PATTERN_LENGTH = 1_000;
  private static final int MAX_PROGRAM_SIZE = 10_000;

  private final Meter meter;
  private final Map<String, Pattern> patterns = new HashMap<>();

  Texts(Meter meter) {
    this.meter = meter;
  }

  private Value text(String text) {
    return meter.text(text);
  }

  Value size(String text) {
    meter.scan(text);
    return new Value.Int(text.codePointCount(0, text.length()));
  }

  Value contains(String text, String part) {
    meter.search(text, part);
    return Evaluator.bool(text.contains(part));
  }

  Value startsWith(String text, String part) {
    meter.scan(part);
    return Evaluator.bool(text.startsWith(part));
  }

  Value endsWith(String text, String part) {
    meter.scan(part);
    return Evaluator.bool(text.endsWith(part));
  }

  Value matches(String text, String regex) {
    Pattern pattern = patterns.get(regex);
    if (pattern == null) {
      pattern = compile(regex);
      patterns.put(regex, pattern);
    }
    meter.match(pattern.programSize(), text);
    return Evaluator.bool(pattern.matcher(text).find());
  }

  private Pattern compile(String regex) {
    if (regex.length() > MAX_PATTERN_LENGTH) {
      throw Failure.invalid(
          "a regular expression has at most " + MAX_PATTERN_LENGTH + " characters");
    }
    if (RegexSize.of(regex) > MAX_PROGRAM_SIZE) {
      throw Failure.invalid("the regular expression " + Kinds.shown(regex) + " repeats too much");
    }
    meter.steps(regex.length() / 16 + 1);
    try {
      return Pattern.compile(regex);
    } catch (PatternSyntaxException e) {
      throw Failure.invalid(
          "no regular expression: " + Kinds.shown(regex) + ": " + e.getDescription());
    }
  }

  /// The index in chars of a position in code points, from 0 to the length.
  private int index(String text, long position) {
    meter.scan(text);
    int length = text.codePointCount(0, text.length());
    if (position < 0 || position > length) {
      throw Failure.range("position " + position + " is not in a string of " + length);
    }
    return text.offsetByCodePoints(0, (int) position);
  }

  Value charAt(String text, long position) {
    int index = index(text, position);
    return text(index == text.length() ? "" : Character.toString(text.codePointAt(index)));
  }

  Value substring(String text, long from, long to) {
    int start = index(text, from);
    int end = index(text, to);
    if (start > end) {
      throw Failure.range("a substring cannot go from " + from + " to " + to);
    }
    return text(text.substring(start, end));
  }

  Value substring(String text, long from) {
    return text(text.substring(index(text, from)));
  }

  /// Nothing is found at once wherever one begins, as in CEL.
  Value indexOf(String text, String part, long from) {
    if (part.isEmpty()) {
      return new Value.Int(from);
    }
    int start = from == 0 ? 0 : index(text, from);
    meter.search(text, part);
    int found = text.indexOf(part, start);
    return new Value.Int(found < 0 ? -1 : text.codePointCount(0, found));
  }

  Value lastIndexOf(String text, String part, long from) {
    if (part.isEmpty()) {
      return new Value.Int(from);
    }
    int start = index(text, from);
    meter.search(text, part);
    int found = text.lastIndexOf(part, start);
    return new Value.Int(found < 0 ? -1 : text.codePointCount(0, found));
  }

  Value lastIndexOf(String text, String part) {
    meter.search(text, part);
    int found = text.lastIndexOf(part);
    return new Value.Int(found < 0 ? -1 : text.codePointCount(0, found));
  }

  Value join(List<Value> values, String separator) {
    StringBuilder out = new StringBuilder();
    meter.copy(values.size());
    for (int i = 0; i < values.size(); i++) {
      String part = Kinds.text(values.get(i));
      meter.reserve((long) out.length() + separator.length() + part.length());
      out.append(i == 0 ? "" : separator).append(part);
    }
    return text(out.toString());
  }

  Value lowerAscii(String text) {
    return ascii(text, 'A', 'Z', 32);
  }

  Value upperAscii(String text) {
    return ascii(text, 'a', 'z', -32);
  }

  private Value ascii(String text, char from, char to, int shift) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      out.append(c >= from && c <= to ? (char) (c + shift) : c);
    }
    return text(out.toString());
  }

  /// Replaces at most `limit` times, or wherever it is where `limit` is negative.
  Value replace(String text, String old, String by, long limit) {
    meter.search(text, old);
    StringBuilder out = new StringBuilder();
    long left = limit < 0 ? Long.MAX_VALUE : limit;
    int at = 0;
    while (left > 0) {
      int found = text.indexOf(old, at);
      if (found < 0) {
        break;
      }
      // An empty text is found before every character and at the end.
      int end =
          old.isEmpty() && found < text.length()
              ? text.offsetByCodePoints(found, 1)
              : found + old.length();
      out.append(text, at, found).append(by);
      meter.step();
      meter.reserve((long) out.length() + text.length() - at);
      left--;
      at = end;
      if (old.isEmpty()) {
        out.append(text, found, end);
        if (found == text.length()) {
          break;
        }
      }
    }
    return text(out.append(text, at, text.length()).toString());
  }

  /// At most `limit` parts, or all where `limit` is negative.
  Value split(String text, String separator, long limit) {
    List<Value> parts = new ArrayList<>();
    if (limit != 0) {
      meter.search(text, separator);
      split(text, separator, limit, parts);
    }
    return meter.container(new Value.Items(parts), parts.size());
  }

  private void split(String text, String separator, long limit, List<Value> parts) {
    int at = 0;
    while (limit < 0 || parts.size() < limit - 1) {
      int end = separator.isEmpty() ? nextCharacter(text, at) : text.indexOf(separator, at);
      if (end < 0) {
        break;
      }
      meter.step();
      parts.add(text(text.substring(at, end)));
      at = end + separator.length();
    }
    if (!separator.isEmpty() || at < text.length()) {
      parts.add(text(text.substring(at)));
    }
  }

  /// Where the character ends that begins here, where another one follows.
  private static int nextCharacter(String text, int at) {
    int end = at < text.length() ? text.offsetByCodePoints(at, 1) : text.length();
    return end < text.length() ? end : -1;
  }

  Value trim(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (end > start && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text(text.substring(start, end));
  }

  /// White space as Unicode defines it (the property White_Space), which is not what Java calls so.
  private static boolean isSpace(char c) {
    return (c >= 0x09 && c <= 0x0d)
        || c == 0x20
        || c == 0x85
        || c == 0xa0
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200a)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202f
        || c == 0x205f
        || c == 0x3000;
  }

  Value reverse(String text) {
    return text(new StringBuilder(text).reverse().toString());
  }

  Value quote(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case 0x07 -> out.append("\\a");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case 0x0b -> out.append("\\v");
        case '\\' -> out.append("\\\\");
        case '"' -> out.append("\\\"");
        default -> out.append(c);
      }
    }
    return text(out.append('"').toString());
  }
}
