package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.ast.Trivia;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/// Gives every comment of a text to exactly one node, in the order in which nodes are built.
///
/// Comments before a node are above it. The comment at the end of a line is beside the first node
/// that claims it, so a node claims before those inside of it. What is found inside of a node that
/// keeps no comments, such as an expression, moves above.
final class Comments {

  private final String text;
  private final Tokens tokens;
  private final List<Token> all;
  private int next;

  Comments(Fragment fragment, Tokens tokens) {
    this.text = fragment.text();
    this.tokens = tokens;
    this.all = tokens.comments();
  }

  /// What stands before a node that begins with the token.
  Around before(Token first) {
    int index = first.getTokenIndex();
    int before = index == 0 ? 0 : tokens.get(index - 1).getStopIndex() + 1;
    boolean opened = index == 0 || tokens.get(index - 1).getType() == FlowParser.LEFT_BRACE;
    if (next > 0) {
      before = Math.max(before, all.get(next - 1).getStopIndex() + 1);
    }
    int begin = first.getStartIndex();
    if (next < all.size() && all.get(next).getStartIndex() < begin) {
      begin = all.get(next).getStartIndex();
    }
    boolean blank = !opened && emptyLine(before, begin);
    return new Around(blank, takeLines(first.getStartIndex()));
  }

  Around before(ParserRuleContext context) {
    return before(context.getStart());
  }

  /// Comments before the brace that closes a block.
  List<String> closing(Token brace) {
    return takeLines(brace.getStartIndex());
  }

  /// Comments with nothing but line ends between them: an empty line there becomes an empty
  /// comment.
  private List<String> takeLines(int before) {
    List<String> taken = new ArrayList<>();
    int first = next;
    while (next < all.size() && all.get(next).getStartIndex() < before) {
      if (next > first
          && emptyLine(all.get(next - 1).getStopIndex() + 1, all.get(next).getStartIndex())) {
        taken.add("");
      }
      taken.add(content(all.get(next++)));
    }
    return taken;
  }

  private List<String> take(int before) {
    List<String> taken = new ArrayList<>();
    while (next < all.size() && all.get(next).getStartIndex() < before) {
      taken.add(content(all.get(next++)));
    }
    return taken;
  }

  private static String content(Token comment) {
    String line = comment.getText();
    int from = line.startsWith("# ") ? 2 : 1;
    return line.substring(from).stripTrailing();
  }

  private boolean emptyLine(int from, int to) {
    int ends = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      boolean end =
          c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'));
      ends += end ? 1 : 0;
    }
    return ends >= 2;
  }

  /// The trivia of one node in the making.
  final class Around {

    private final boolean blankLineBefore;
    private final List<String> above;
    private Optional<String> beside = Optional.empty();

    private Around(boolean blankLineBefore, List<String> above) {
      this.blankLineBefore = blankLineBefore;
      this.above = above;
    }

    /// Takes what is left of the comments before the end of the token.
    Around inside(Token last) {
      above.addAll(take(last.getStopIndex() + 1));
      return this;
    }

    /// Takes the comment at the end of the line that the token ends on, if nobody has it.
    Around beside(Token last) {
      return beside(last, text.length());
    }

    /// Takes the comment behind an entry of a list, if it comes before an offset and no other entry
    /// does.
    Around besideEntry(Token last, int limit) {
      int index = last.getTokenIndex();
      while (tokens.get(index + 1).getType() == FlowParser.COMMA && !tokens.beginsLine(index + 1)) {
        index++;
      }
      boolean ends = tokens.beginsLine(index + 1);
      return ends ? beside(last, limit) : inside(last);
    }

    private Around beside(Token last, int limit) {
      inside(last);
      int index = last.getTokenIndex();
      while (!tokens.beginsLine(index + 1) && tokens.get(index + 1).getType() != Token.EOF) {
        index++;
      }
      if (next == all.size() || beside.isPresent()) {
        return this;
      }
      int end = tokens.get(index).getStopIndex() + 1;
      Token comment = all.get(next);
      int start = comment.getStartIndex();
      if (start >= end && start < limit && !hasLineEnd(end, start)) {
        next++;
        beside = Optional.of(content(comment));
      }
      return this;
    }

    Trivia trivia() {
      boolean none = !blankLineBefore && above.isEmpty() && beside.isEmpty();
      return none ? Trivia.NONE : new Trivia(blankLineBefore, above, beside);
    }
  }

  private boolean hasLineEnd(int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) == '\n' || text.charAt(i) == '\r') {
        return true;
      }
    }
    return false;
  }
}
