package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/// Collects what is wrong with one text, up to a bound, and knows how its tokens lie in the source.
final class Problems {

  static final int MOST = 100;

  private final Fragment fragment;
  private final List<Diagnostic> found = new ArrayList<>();

  Problems(Fragment fragment) {
    this.fragment = fragment;
  }

  Span span(Token token) {
    return fragment.span(start(token), end(token));
  }

  Span span(ParserRuleContext context) {
    return span(
        context.getStart(), context.getStop() == null ? context.getStart() : context.getStop());
  }

  Span span(Token first, Token last) {
    return span(start(first), Math.max(end(first), end(last)));
  }

  Span span(int start, int end) {
    return fragment.span(start, end);
  }

  private static int start(Token token) {
    return token.getStartIndex();
  }

  /// The end of the text is a token without a place, which lies before its own beginning.
  private static int end(Token token) {
    return Math.max(token.getStartIndex(), token.getStopIndex() + 1);
  }

  void add(Code code, String message, Span span) {
    add(Diagnostic.error(code.id(), message, span));
  }

  void add(Code code, String message, Span span, Optional<String> hint) {
    Diagnostic diagnostic = Diagnostic.error(code.id(), message, span);
    add(hint.map(diagnostic::hint).orElse(diagnostic));
  }

  void add(Diagnostic diagnostic) {
    if (found.size() < MOST) {
      found.add(diagnostic);
    }
  }

  boolean any() {
    return !found.isEmpty();
  }

  /// Whether there is no use in looking further.
  boolean full() {
    return found.size() >= MOST;
  }

  /// In the order of the text; where there were too many, the last one says so.
  List<Diagnostic> inOrder() {
    List<Diagnostic> sorted = new ArrayList<>(found);
    sorted.sort(Comparator.comparingInt(diagnostic -> diagnostic.span().start()));
    if (full()) {
      Span last = sorted.removeLast().span();
      sorted.add(
          Diagnostic.error(
              Code.TOO_MANY.id(),
              "there are too many errors to show, " + MOST + " and more",
              last));
    }
    return sorted;
  }
}
