package dev.flowstone.grammar.format;

import java.util.List;

/// Writes text as literals: which quotes, which escapes.
final class TextQuotes {

  private TextQuotes() {}

  /// A literal of one line.
  static String line(String value) {
    if (raw(value)) {
      return value.indexOf('"') < 0 ? "r\"" + value + "\"" : "r'" + value + "'";
    }
    char quote = quote(List.of(value));
    StringBuilder out = new StringBuilder().append(quote);
    escape(value, quote, false, out);
    return out.append(quote).toString();
  }

  /// A literal in triple quotes, over as many lines as the text has.
  static String block(String value) {
    StringBuilder out = new StringBuilder("\"\"\"");
    escapeBlock(value, false, true, out);
    return out.append("\"\"\"").toString();
  }

  /// The quote that needs fewer escapes.
  static char quote(List<String> values) {
    boolean doubles = values.stream().anyMatch(value -> value.indexOf('"') >= 0);
    boolean singles = values.stream().anyMatch(value -> value.indexOf('\'') >= 0);
    return doubles && !singles ? '\'' : '"';
  }

  /// Text with backslashes, such as a regular expression, reads better without escapes.
  private static boolean raw(String value) {
    return value.indexOf('\\') >= 0
        && (value.indexOf('"') < 0 || value.indexOf('\'') < 0)
        && value.codePoints().noneMatch(TextQuotes::needsEscape);
  }

  /// The inside of a literal of one line; `open` tells that `${` follows.
  static void escape(String value, char quote, boolean open, StringBuilder out) {
    int length = value.length();
    for (int i = 0; i < length; ) {
      int point = value.codePointAt(i);
      int next = i + Character.charCount(point);
      if (point == quote || point == '\\') {
        out.append('\\').append((char) point);
      } else {
        plain(value, point, next, open, out);
      }
      i = next;
    }
  }

  /// The inside of a literal in triple double quotes; `open` tells that `${` follows, `last` that
  /// the end does.
  static void escapeBlock(String value, boolean open, boolean last, StringBuilder out) {
    int length = value.length();
    for (int i = 0; i < length; ) {
      int point = value.codePointAt(i);
      int next = i + Character.charCount(point);
      boolean closes = value.startsWith("\"\"\"", i) || (last && next == length);
      if (point == '\\' || (point == '"' && closes)) {
        out.append('\\').append((char) point);
      } else if (point == '\n' || point == '\t') {
        out.append((char) point);
      } else {
        plain(value, point, next, open, out);
      }
      i = next;
    }
  }

  private static void plain(String value, int point, int next, boolean open, StringBuilder out) {
    if (point == '$' && next < value.length() && value.charAt(next) == '{') {
      out.append("$$");
    } else if (point == '$' && next == value.length() && open) {
      out.append("\\$");
    } else if (needsEscape(point)) {
      coded(point, out);
    } else {
      out.appendCodePoint(point);
    }
  }

  private static void coded(int point, StringBuilder out) {
    switch (point) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> out.append(String.format(point > 0xffff ? "\\U%08x" : "\\u%04x", point));
    }
  }

  /// Signs that cannot be seen, or that change how others are shown.
  private static boolean needsEscape(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }
}
