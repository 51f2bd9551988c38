package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.source.Code;
import java.util.Optional;
import org.antlr.v4.runtime.Token;

/// Turns the tokens of a text literal into the text that they stand for.
///
/// Escapes are those of CEL; in workflows there are also `\$` for a dollar and `$${` for `${`. The
/// indentation of text of several lines is kept as it is.
final class TextLiteral {

  private static final int CHARACTER_LIMIT = Character.MAX_CODE_POINT;

  private final boolean templates;
  private final Problems problems;

  TextLiteral(boolean templates, Problems problems) {
    this.templates = templates;
    this.problems = problems;
  }

  /// The content of a text that is one token, raw or without anything to be resolved.
  static String content(Token token) {
    String text = token.getText();
    int from = token.getType() == FlowParser.RAW_TEXT ? 1 : 0;
    int quotes = block(token) ? 3 : 1;
    return normalized(text.substring(from + quotes, text.length() - quotes));
  }

  /// Line ends are LF, as in CEL, so that a text does not depend on how the file was checked out.
  private static String normalized(String text) {
    return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
  }

  /// Whether the quotes of a token that opens a text are triple.
  static boolean block(Token token) {
    String text = token.getText();
    int from = token.getType() == FlowParser.RAW_TEXT ? 1 : 0;
    boolean wide = token.getType() == FlowParser.TEXT_OPEN || text.length() >= from + 6;
    return wide && (text.startsWith("\"\"\"", from) || text.startsWith("'''", from));
  }

  /// Appends what a token inside of a text stands for.
  void append(Token token, StringBuilder out) {
    switch (token.getType()) {
      case FlowParser.TEXT_ESCAPE -> escape(token, out);
      case FlowParser.TEXT_DOLLAR -> out.append(templates ? "${" : token.getText());
      default -> out.append(normalized(token.getText()));
    }
  }

  private void escape(Token token, StringBuilder out) {
    String text = token.getText();
    if (text.length() < 2) {
      bad(token, "a backslash must be followed by what it escapes");
      return;
    }
    char kind = text.charAt(1);
    switch (kind) {
      case 'a' -> out.append('\u0007');
      case 'b' -> out.append('\b');
      case 'f' -> out.append('\f');
      case 'n' -> out.append('\n');
      case 'r' -> out.append('\r');
      case 't' -> out.append('\t');
      case 'v' -> out.append('\u000b');
      case '\\', '?', '"', '\'', '`' -> out.append(kind);
      case 'x', 'X', 'u', 'U' -> coded(token, text.substring(2), 16, out);
      case '0', '1', '2', '3' -> coded(token, text.length() == 4 ? text.substring(1) : "", 8, out);
      default -> {
        if (kind == '$' && templates) {
          out.append('$');
        } else {
          bad(token, "'" + text + "' is not an escape");
        }
      }
    }
  }

  private void coded(Token token, String digits, int radix, StringBuilder out) {
    if (digits.isEmpty()) {
      bad(token, "the escape '" + token.getText() + "' needs more digits");
      return;
    }
    long point = Long.parseLong(digits, radix);
    boolean surrogate = point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
    if (point > CHARACTER_LIMIT || surrogate) {
      bad(token, "there is no character '" + token.getText() + "'");
      return;
    }
    out.appendCodePoint((int) point);
  }

  private void bad(Token token, String message) {
    problems.add(
        Code.BAD_ESCAPE,
        message,
        problems.span(token),
        Optional.of("write \\\\ for a backslash, or a raw text: r\"…\""));
  }
}
