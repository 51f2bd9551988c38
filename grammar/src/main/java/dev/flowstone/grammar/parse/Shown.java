package dev.flowstone.grammar.parse;

import org.antlr.v4.runtime.Token;

/// A token as a message names it.
final class Shown {

  private static final int LONGEST = 30;

  private Shown() {}

  static String of(Token token) {
    String text = cut(token.getText());
    return switch (token.getType()) {
      case Token.EOF -> "the end";
      case FlowParser.PLAIN_TEXT, FlowParser.RAW_TEXT -> "the text " + text;
      case FlowParser.TEXT_OPEN,
          FlowParser.TEXT_CHARS,
          FlowParser.TEXT_ESCAPE,
          FlowParser.TEXT_DOLLAR ->
          "a text";
      case FlowParser.NUMBER -> "the number " + text;
      case FlowParser.DURATION -> "the duration " + text;
      default -> "'" + text + "'";
    };
  }

  private static String cut(String text) {
    String line = text.lines().findFirst().orElse("");
    boolean whole = line.length() == text.length() && text.length() <= LONGEST;
    return whole ? text : line.substring(0, Math.min(LONGEST, line.length())) + "…";
  }
}
