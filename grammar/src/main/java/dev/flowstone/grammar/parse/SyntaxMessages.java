package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.source.Span;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;

/// Puts an error in the middle of something into the words of an author: what was seen, what was
/// expected, and what was probably meant. Errors at the beginning of a line are for [LineMessages].
final class SyntaxMessages {

  private final Tokens tokens;
  private final Problems problems;
  private final LineMessages lines;

  SyntaxMessages(Tokens tokens, Problems problems, LineMessages lines) {
    this.tokens = tokens;
    this.problems = problems;
    this.lines = lines;
  }

  /// An error that left `root`, the statement or other part that is given up.
  void report(Parser parser, RecognitionException error, ParserRuleContext root) {
    int index = error.getOffendingToken().getTokenIndex();
    int first = root.getStart().getTokenIndex();
    if (lines.reportBrokenOff(index) || lines.reportBeginning(root, first, index)) {
      return;
    }
    if (root.getRuleIndex() == FlowParser.RULE_header) {
      header(index);
    } else if (root.getRuleIndex() == FlowParser.RULE_suiteHeader) {
      suiteHeader(index);
    } else if (!reservedWord(error, index)) {
      general(parser, error, index, first);
    }
  }

  private void header(int index) {
    Token seen = tokens.get(index);
    boolean begins = index > 0 && tokens.get(index - 1).getType() == FlowParser.WORKFLOW;
    Optional<String> hint =
        Words.word(seen) ? Nearest.hint(seen.getText(), List.of("workflow")) : Optional.empty();
    problems.add(
        Code.UNEXPECTED,
        begins
            ? "expected the name of the workflow but found " + Shown.of(seen)
            : "expected 'workflow NAME' as the first line but found " + Shown.of(seen),
        problems.span(seen),
        hint);
  }

  private void suiteHeader(int index) {
    Token seen = tokens.get(index);
    boolean begins = index > 1 && tokens.get(index - 1).getType() == FlowParser.OF;
    Optional<String> hint =
        seen.getType() == FlowParser.WORKFLOW
            ? Optional.of("a workflow is in a file of its own, whose name ends in .flow")
            : Words.word(seen)
                ? Nearest.hint(seen.getText(), List.of("tests", "of"))
                : Optional.empty();
    problems.add(
        Code.UNEXPECTED,
        begins
            ? "expected the name of the workflow but found " + Shown.of(seen)
            : "expected 'tests of WORKFLOW' as the first line but found " + Shown.of(seen),
        problems.span(seen),
        hint);
  }

  private boolean reservedWord(RecognitionException error, int index) {
    Token seen = tokens.get(index);
    if (!Words.statement(seen.getType()) || !Expected.variable(error) || endsLine(index, 0)) {
      return false;
    }
    boolean assigned = index > 1 && tokens.get(index - 1).getType() == FlowParser.ASSIGN;
    if (assigned && error.getCtx() instanceof FlowParser.AssignmentContext) {
      problems.add(
          Code.UNEXPECTED,
          "'" + seen.getText() + "' has no result that could be assigned",
          problems.span(seen));
    } else {
      problems.add(
          Code.RESERVED_WORD,
          "'" + seen.getText() + "' begins a statement and cannot be the name of a variable",
          problems.span(seen));
    }
    return true;
  }

  private void general(Parser parser, RecognitionException error, int index, int first) {
    Token seen = tokens.get(index);
    String expected = Expected.of(parser, tokens, error);
    Optional<String> hint = Hints.at(tokens, index, error);
    Diagnostic diagnostic;
    if (endsLine(index, first)) {
      int end = tokens.get(index - 1).getStopIndex() + 1;
      String where =
          seen.getType() == Token.EOF ? " but nothing follows" : " but the line ends here";
      diagnostic = Code.UNEXPECTED.at("expected " + expected + where, problems.span(end, end));
    } else {
      diagnostic =
          Code.UNEXPECTED.at(
              "expected " + expected + " but found " + Shown.of(seen), problems.span(seen));
    }
    diagnostic = hint.map(diagnostic::hint).orElse(diagnostic);
    problems.add(withOpener(diagnostic, index, first, expected));
  }

  /// Whether the statement breaks off before a token of the next line, rather than going wrong at
  /// it.
  private boolean endsLine(int index, int first) {
    if (index == 0) {
      return false;
    }
    if (tokens.get(index).getType() == Token.EOF) {
      return true;
    }
    return tokens.beginsLine(index) && tokens.openBefore(index, first) == Tokens.UNCLOSED;
  }

  /// Where a bracket is open that might be meant to be closed, says where it was opened.
  private Diagnostic withOpener(Diagnostic diagnostic, int index, int first, String expected) {
    int opener = tokens.openBefore(index, first);
    if (opener == Tokens.UNCLOSED || tokens.get(opener).getType() == FlowParser.TEXT_OPEN) {
      return diagnostic;
    }
    Token bracket = tokens.get(opener);
    boolean unclosed = tokens.closer(opener) == Tokens.UNCLOSED;
    boolean wanted = expected.contains(Expected.closing(bracket.getType()));
    if (!wanted) {
      return diagnostic;
    }
    Span at = problems.span(bracket);
    Diagnostic coded =
        unclosed
            ? new Diagnostic(
                Code.BRACKETS.id(),
                diagnostic.severity(),
                diagnostic.message(),
                diagnostic.hint(),
                diagnostic.related(),
                diagnostic.span())
            : diagnostic;
    Diagnostic opened = coded.related(Shown.of(bracket) + " is opened here", at);
    return unclosed && bracket.getType() == FlowParser.LEFT_BRACE
        ? misaligned(opener)
            .map(span -> opened.related("or is it this one, whose '}' is not below it?", span))
            .orElse(opened)
        : opened;
  }

  /// The first brace behind an open one that is closed in another column than its line begins in.
  private Optional<Span> misaligned(int opener) {
    for (int i = opener + 1; i < tokens.size(); i++) {
      int closer =
          tokens.get(i).getType() == FlowParser.LEFT_BRACE ? tokens.closer(i) : Tokens.UNCLOSED;
      if (closer != Tokens.UNCLOSED
          && tokens.beginsLine(closer)
          && tokens.get(closer).getCharPositionInLine() != tokens.indent(i)) {
        return Optional.of(problems.span(tokens.get(i)));
      }
    }
    return Optional.empty();
  }
}
