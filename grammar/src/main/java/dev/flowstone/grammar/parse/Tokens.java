package dev.flowstone.grammar.parse;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.ListTokenSource;
import org.antlr.v4.runtime.Token;

/// The tokens of one text, the last of them the end, with what was seen on the way: which of them
/// begin a line, which bracket closes which, and the comments.
final class Tokens {

  static final int UNCLOSED = -1;

  private final List<Token> code;
  private final List<Token> comments;
  private final BitSet lineBeginnings;
  private final int[] closers;
  private final int[] openers;
  private final boolean wellNested;
  private final boolean endsInText;

  Tokens(
      List<Token> code,
      List<Token> comments,
      BitSet lineBeginnings,
      int[] closers,
      boolean wellNested,
      boolean endsInText) {
    this.code = List.copyOf(code);
    this.comments = List.copyOf(comments);
    this.lineBeginnings = lineBeginnings;
    this.closers = Arrays.copyOf(closers, code.size());
    this.openers = new int[code.size()];
    Arrays.fill(openers, UNCLOSED);
    for (int i = 0; i < code.size(); i++) {
      if (closers[i] != UNCLOSED) {
        openers[closers[i]] = i;
      }
    }
    this.wellNested = wellNested;
    this.endsInText = endsInText;
  }

  CommonTokenStream stream() {
    return new CommonTokenStream(new ListTokenSource(code));
  }

  int size() {
    return code.size();
  }

  /// The token at an index; beyond the end it is the end.
  Token get(int index) {
    return code.get(Math.min(index, code.size() - 1));
  }

  List<Token> comments() {
    return comments;
  }

  boolean beginsLine(int index) {
    return lineBeginnings.get(index);
  }

  /// The column in which the line of a token begins.
  int indent(int index) {
    int at = Math.min(index, code.size() - 1);
    while (at > 0 && !beginsLine(at)) {
      at--;
    }
    return get(at).getCharPositionInLine();
  }

  /// The index of the bracket that closes the one at the index, or [#UNCLOSED].
  int closer(int index) {
    return closers[index];
  }

  /// The index of the bracket that the one at the index closes, or [#UNCLOSED] where it closes
  /// nothing.
  int opener(int index) {
    return openers[index];
  }

  /// Whether the end was reached inside of a text, which was reported then.
  boolean endsInText() {
    return endsInText;
  }

  /// Whether brackets are nested no deeper than the parser may go.
  boolean wellNested() {
    return wellNested;
  }

  /// The innermost bracket, or text, that is open before the token at the index, from a first index
  /// on; [#UNCLOSED] where there is none.
  int openBefore(int index, int first) {
    for (int i = Math.min(index, code.size()) - 1; i >= first; i--) {
      if (opens(code.get(i).getType()) && (closers[i] == UNCLOSED || closers[i] >= index)) {
        return i;
      }
    }
    return UNCLOSED;
  }

  static boolean opens(int type) {
    return switch (type) {
      case FlowLexer.LEFT_PAREN,
          FlowLexer.LEFT_BRACKET,
          FlowLexer.LEFT_BRACE,
          FlowLexer.TEXT_EXPR,
          FlowLexer.TEXT_OPEN ->
          true;
      default -> false;
    };
  }
}
