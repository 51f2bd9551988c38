package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.source.Span;

/// Reads one scalar again, as the YAML parser did, and notes for each character of the content
/// where it came from.
///
/// The YAML parser gives only the beginning and the end of a scalar. The rules here are those of
/// YAML 1.1 as SnakeYAML applies them; the result is compared with the parser's own value, so that
/// a difference can cost precision but never meaning.
final class ScalarDecoder {

  private final String source;
  private final int from;
  private final int to;
  private final int[] starts;
  private int lastEnd;
  private final StringBuilder out = new StringBuilder();
  private boolean overflow;
  private int at;

  ScalarDecoder(String source, Span span, int length) {
    this.source = source;
    this.from = span.start();
    this.to = span.end();
    this.starts = new int[length + 1];
  }

  int[] starts() {
    return starts;
  }

  /// Whether the content came out as expected, so that the places can be trusted.
  boolean decode(Node.Style style, String expected) {
    switch (style) {
      case PLAIN -> plain();
      case SINGLE_QUOTED -> quoted(false);
      case DOUBLE_QUOTED -> quoted(true);
      case LITERAL -> block(false, expected);
      case FOLDED -> block(true, expected);
    }
    if (overflow || out.length() != expected.length() || !expected.contentEquals(out)) {
      return false;
    }
    int length = out.length();
    starts[length] = length == 0 ? Math.min(at, to) : lastEnd;
    return true;
  }

  private void plain() {
    at = from;
    while (at < to) {
      char c = source.charAt(at);
      if (isBlank(c) || isBreak(c)) {
        blanksOrFold();
      } else {
        emit(c, at, at + 1);
        at++;
      }
    }
  }

  private void quoted(boolean twice) {
    at = from + 1;
    int last = to - 1;
    while (at < last) {
      char c = source.charAt(at);
      if (isBlank(c) || isBreak(c)) {
        blanksOrFold();
      } else if (twice && c == '\\') {
        escape();
      } else if (!twice && c == '\'') {
        emit('\'', at, at + 2);
        at += 2;
      } else {
        emit(c, at, at + 1);
        at++;
      }
    }
  }

  /// Blanks stay within a line; around line ends they vanish, one line end is a blank, and more are
  /// one less.
  private void blanksOrFold() {
    int blanks = at;
    while (at < to && isBlank(source.charAt(at))) {
      at++;
    }
    if (at >= to || !isBreak(source.charAt(at))) {
      for (int i = blanks; i < at; i++) {
        emit(source.charAt(i), i, i + 1);
      }
      return;
    }
    int first = at;
    at = afterBreak(at);
    int firstEnd = at;
    if (!moreBreaks()) {
      emit(' ', first, firstEnd);
    }
  }

  private boolean moreBreaks() {
    boolean any = false;
    while (at < to) {
      char c = source.charAt(at);
      if (isBlank(c)) {
        at++;
      } else if (isBreak(c)) {
        int end = afterBreak(at);
        emit('\n', at, end);
        at = end;
        any = true;
      } else {
        break;
      }
    }
    return any;
  }

  private void escape() {
    int start = at;
    char kind = at + 1 < to ? source.charAt(at + 1) : '\\';
    if (isBreak(kind)) {
      at = afterBreak(at + 1);
      moreBreaks();
      return;
    }
    int digits =
        switch (kind) {
          case 'x' -> 2;
          case 'u' -> 4;
          case 'U' -> 8;
          default -> 0;
        };
    at = Math.min(to, at + 2 + digits);
    if (digits == 0) {
      emit(simple(kind), start, at);
      return;
    }
    int code = hex(start + 2, at);
    if (!Character.isValidCodePoint(code)) {
      overflow = true;
      return;
    }
    for (char c : Character.toChars(code)) {
      emit(c, start, at);
    }
  }

  private int hex(int start, int end) {
    int value = 0;
    for (int i = start; i < end; i++) {
      int digit = Character.digit(source.charAt(i), 16);
      if (digit < 0 || value > 0x10FFFF) {
        return -1;
      }
      value = value * 16 + digit;
    }
    return value;
  }

  private static char simple(char kind) {
    return switch (kind) {
      case '0' -> '\0';
      case 'a' -> '\u0007';
      case 'b' -> '\b';
      case 't', '\t' -> '\t';
      case 'n' -> '\n';
      case 'v' -> '\u000B';
      case 'f' -> '\f';
      case 'r' -> '\r';
      case 'e' -> '\u001B';
      case 'N' -> '\u0085';
      case '_' -> '\u00A0';
      case 'L' -> '\u2028';
      case 'P' -> '\u2029';
      default -> kind;
    };
  }

  private void block(boolean folded, String expected) {
    at = from + 1;
    if (expected.isEmpty()) {
      return;
    }
    char chomping = ' ';
    while (at < source.length() && !isBreak(source.charAt(at)) && source.charAt(at) != '#') {
      char c = source.charAt(at);
      chomping = c == '-' || c == '+' ? c : chomping;
      at++;
    }
    while (at < source.length() && !isBreak(source.charAt(at))) {
      at++;
    }
    at = afterBreak(at);
    int indent = indent(expected);
    int breaks = at;
    int last = at;
    int column = skipBreaks(indent);
    while (column == indent && at < source.length()) {
      emitBreaks(breaks);
      boolean text = !isBlank(source.charAt(at));
      while (at < source.length() && !isBreak(source.charAt(at))) {
        emit(source.charAt(at), at, at + 1);
        at++;
      }
      last = at;
      at = afterBreak(at);
      breaks = at;
      column = skipBreaks(indent);
      if (column != indent || at >= source.length()) {
        break;
      }
      boolean folds = folded && last < breaks && text && !isBlank(source.charAt(at));
      if (!folds) {
        emitBreak(last);
      } else if (!hasBreak(breaks)) {
        emit(' ', last, breaks);
      }
    }
    if (chomping != '-') {
      emitBreak(last);
    }
    if (chomping == '+') {
      emitBreaks(breaks);
    }
  }

  /// The columns that belong to the block and not to its content: the first line with something on
  /// it has them, and more blanks if its content begins with blanks.
  private int indent(String expected) {
    int line = at;
    int i = at;
    while (i < source.length() && (source.charAt(i) == ' ' || isBreak(source.charAt(i)))) {
      i++;
      if (isBreak(source.charAt(i - 1))) {
        line = i;
      }
    }
    int content = 0;
    int blanks = 0;
    while (content < expected.length()
        && (expected.charAt(content) == ' ' || expected.charAt(content) == '\n')) {
      blanks = expected.charAt(content) == ' ' ? blanks + 1 : 0;
      content++;
    }
    return Math.max(0, i - line - blanks);
  }

  /// Goes over empty lines and the indentation of the next one that is not; gives the column
  /// reached.
  private int skipBreaks(int indent) {
    while (true) {
      int column = 0;
      while (column < indent && at < source.length() && source.charAt(at) == ' ') {
        at++;
        column++;
      }
      if (at >= source.length() || !isBreak(source.charAt(at))) {
        return column;
      }
      at = afterBreak(at);
    }
  }

  private boolean hasBreak(int start) {
    for (int i = start; i < at; i++) {
      if (isBreak(source.charAt(i))) {
        return true;
      }
    }
    return false;
  }

  private void emitBreaks(int start) {
    for (int i = start; i < at; ) {
      int end = afterBreak(i);
      if (end > i) {
        emit('\n', i, end);
        i = end;
      } else {
        i++;
      }
    }
  }

  private void emitBreak(int position) {
    int end = afterBreak(position);
    if (end > position) {
      emit('\n', position, end);
    }
  }

  private int afterBreak(int position) {
    if (position >= source.length() || !isBreak(source.charAt(position))) {
      return position;
    }
    boolean pair =
        source.charAt(position) == '\r'
            && position + 1 < source.length()
            && source.charAt(position + 1) == '\n';
    return position + (pair ? 2 : 1);
  }

  private void emit(char c, int start, int end) {
    if (out.length() >= starts.length - 1) {
      overflow = true;
      return;
    }
    starts[out.length()] = start;
    lastEnd = end;
    out.append(c);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }
}
