package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Nearest;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;

/// Puts syntax errors into the words of an author: what was seen, what was expected, and what was probably meant.
final class SyntaxMessages {

  private final Tokens tokens;
  private final Problems problems;

  SyntaxMessages(Tokens tokens, Problems problems) {
    this.tokens = tokens;
    this.problems = problems;
  }

  /// An error that left `root`, the statement or other part that is given up.
  void report(Parser parser, RecognitionException error, ParserRuleContext root) {
    int index = error.getOffendingToken().getTokenIndex();
    if (brokenOff(index)) {
      Token last = tokens.get(index - 2);
      problems.add(
          Code.UNEXPECTED,
          "the line ends where " + Expected.after(last.getType()) + " was expected after " + Shown.of(last),
          problems.span(last));
      return;
    }
    int first = root.getStart().getTokenIndex();
    if (root.getRuleIndex() == FlowParser.RULE_statement && assignmentWithoutSign(first, index)) {
      unknownStatement(first);
      return;
    }
    if (root.getRuleIndex() == FlowParser.RULE_header) {
      header(index);
      return;
    }
    Token seen = tokens.get(index);
    if (Words.statement(seen.getType()) && Expected.variable(error)) {
      problems.add(
          Code.RESERVED_WORD,
          "'" + seen.getText() + "' begins a statement and cannot be the name of a variable",
          problems.span(seen));
      return;
    }
    String expected = Expected.of(parser, error);
    String message = "expected " + expected + " but found " + Shown.of(seen);
    Diagnostic diagnostic =
        Diagnostic.error(Code.UNEXPECTED.id(), message, problems.span(seen));
    diagnostic = Hints.at(tokens, index, error).map(diagnostic::hint).orElse(diagnostic);
    problems.add(withOpener(diagnostic, index, first, expected));
  }

  /// A line that broke off: the error is seen only at the `=` of the next statement, whose name was taken for a part.
  boolean brokenOff(int index) {
    return index >= 2
        && tokens.get(index).getType() == FlowParser.ASSIGN
        && tokens.beginsLine(index - 1)
        && Words.word(tokens.get(index - 1))
        && Expected.needsMore(tokens.get(index - 2).getType());
  }

  private boolean assignmentWithoutSign(int first, int index) {
    int type = tokens.get(first).getType();
    return index == first + 1 && (type == FlowParser.NAME || Words.soft(type));
  }

  /// A line that begins with a word that begins no statement.
  private void unknownStatement(int first) {
    Token word = tokens.get(first);
    Token next = tokens.get(first + 1);
    String text = word.getText();
    if (Words.clause(word.getType())) {
      problems.add(
          Code.MISPLACED_PART,
          "there is no step, wait for, poll or call here that '" + text + "' could belong to",
          problems.span(word));
      return;
    }
    if (Hints.partOfStatement(word.getType()).isPresent()) {
      problems.add(
          Code.MISPLACED_PART,
          "'" + text + "' does not begin a statement",
          problems.span(word),
          Hints.partOfStatement(word.getType()));
      return;
    }
    Optional<String> hint = Hints.instead(text).or(() -> Nearest.hint(text, Words.LINE_BEGINNINGS)).or(() -> Hints.sign(next));
    boolean operator = next.getType() == FlowParser.EQUAL || next.getType() == FlowParser.COLON;
    if (operator) {
      problems.add(
          Code.UNEXPECTED,
          "expected '=' after '" + text + "' but found " + Shown.of(next),
          problems.span(next),
          Optional.of("a value is assigned with '=', as in " + text + " = 1"));
      return;
    }
    problems.add(
        Code.UNKNOWN_WORD,
        "expected a statement but found " + Shown.of(word) + " followed by " + Shown.of(next),
        problems.span(word),
        hint.or(() -> Optional.of("to assign a value write " + text + " = …; to call a handler write step " + text + "(…)")));
  }

  private void header(int index) {
    Token seen = tokens.get(index);
    boolean begins = index > 0 && tokens.get(index - 1).getType() == FlowParser.WORKFLOW;
    if (begins) {
      problems.add(
          Code.UNEXPECTED,
          "expected the name of the workflow but found " + Shown.of(seen),
          problems.span(seen));
      return;
    }
    Optional<String> hint =
        Words.word(seen) ? Nearest.hint(seen.getText(), List.of("workflow")) : Optional.empty();
    problems.add(
        Code.UNEXPECTED,
        "expected 'workflow NAME' as the first line but found " + Shown.of(seen),
        problems.span(seen),
        hint);
  }

  void unexpectedInDeclarations(int index) {
    Token seen = tokens.get(index);
    unexpected(seen, index, "expected the end of the line or a declaration");
  }

  void unexpectedField(int index) {
    Token seen = tokens.get(index);
    unexpected(seen, index, "expected the name of a field or '}'");
  }

  /// Something in a list of statements that begins none.
  void unexpectedInStatements(int index, boolean block) {
    Token seen = tokens.get(index);
    int type = seen.getType();
    boolean ownLine = tokens.beginsLine(index) || tokens.get(index - 1).getType() == FlowParser.LEFT_BRACE;
    if (type == FlowParser.RIGHT_BRACE) {
      problems.add(Code.BRACKETS, "this '}' closes nothing", problems.span(seen));
    } else if (!ownLine) {
      sameLine(index);
    } else if (Words.declaration(type)) {
      lateDeclaration(seen, block);
    } else {
      unexpected(seen, index, block ? "expected a statement or '}'" : "expected a statement");
    }
  }

  private void lateDeclaration(Token seen, boolean block) {
    String text = seen.getText();
    boolean clause = Words.clause(seen.getType());
    String where = block ? "inside of a block" : "after the first statement";
    problems.add(
        Code.LATE_DECLARATION,
        "the declaration '" + text + "' cannot stand " + where,
        problems.span(seen),
        Optional.of(
            clause
                ? "as a clause it follows a step, wait for, poll or call; as a declaration it stands above the first statement"
                : "declarations stand above the first statement"));
  }

  /// Something behind a statement that was complete.
  private void sameLine(int index) {
    Token seen = tokens.get(index);
    boolean statement =
        Words.statement(seen.getType())
            || (Words.word(seen) && tokens.get(index + 1).getType() == FlowParser.ASSIGN);
    if (statement) {
      problems.add(
          Code.SAME_LINE,
          "a statement begins on a new line, but " + Shown.of(seen) + " follows another on its line",
          problems.span(seen));
      return;
    }
    Optional<String> hint = Hints.behindStatement(tokens, index);
    problems.add(
        Code.UNEXPECTED,
        "expected the end of the line but found " + Shown.of(seen),
        problems.span(seen),
        hint);
  }

  private void unexpected(Token seen, int index, String expected) {
    problems.add(
        Code.UNEXPECTED,
        expected + " but found " + Shown.of(seen),
        problems.span(seen),
        Hints.behindStatement(tokens, index));
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
    if (!unclosed && !wanted) {
      return diagnostic;
    }
    Diagnostic coded =
        unclosed && wanted
            ? new Diagnostic(
                Code.BRACKETS.id(),
                diagnostic.severity(),
                diagnostic.message(),
                diagnostic.hint(),
                diagnostic.related(),
                diagnostic.span())
            : diagnostic;
    return coded.related(Shown.of(bracket) + " is opened here", problems.span(bracket));
  }
}
