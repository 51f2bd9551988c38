package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.Span;

/// Checks a text before YAML is looked for in it: its size, and that every character can be shown.
///
/// YAML 1.1 ends lines also at U+0085, U+2028 and U+2029; in quotes they have escapes, and
/// unescaped they are refused, so that a line is the same thing to every reader.
final class RawText {

  static final int MAX_LENGTH = 1 << 20;

  /// The YAML parser copies what is left of its window for each piece that it reads ahead, which on
  /// one line without end is the square of the length.
  static final int MAX_LINE = 128 << 10;

  private RawText() {}

  static boolean check(SourceText source, Problems problems) {
    String text = source.text();
    if (text.length() > MAX_LENGTH) {
      problems.add(
          Code.FILE_TOO_LARGE
              .at(
                  "a flow is at most 1 MiB long, and this is " + text.length() + " characters",
                  Span.NONE)
              .hint("a step can fetch large data; the flow only names it"));
      return false;
    }
    int line = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int end = i + Character.charCount(c);
      if (!allowed(c, i)) {
        problems.add(
            Code.YAML_SYNTAX
                .at(
                    "the character %s cannot stand in YAML as it is".formatted(named(c)),
                    new Span(i, end))
                .hint("in double quotes it can be written as \\u%04X".formatted(c)));
        return false;
      }
      line = c == '\n' || c == '\r' ? end : line;
      if (end - line > MAX_LINE) {
        problems.add(
            Code.TOO_LARGE.at(
                "a line is at most " + MAX_LINE + " characters long", new Span(line, line)));
        return false;
      }
      i = end;
    }
    return true;
  }

  private static boolean allowed(int c, int at) {
    if (c == 0xFEFF) {
      return at == 0;
    }
    boolean control = c < 0x20 && c != '\t' && c != '\n' && c != '\r';
    boolean lineEnd = c == 0x85 || c == 0x2028 || c == 0x2029;
    boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
    return !control
        && !lineEnd
        && !surrogate
        && !(c >= 0x7F && c < 0xA0)
        && c != 0xFFFE
        && c != 0xFFFF;
  }

  private static String named(int c) {
    return "U+%04X".formatted(c);
  }
}
