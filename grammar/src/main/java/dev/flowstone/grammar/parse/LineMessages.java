package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.source.Span;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/// Says what is wrong at the beginning of a line, or behind a statement that was complete.
final class LineMessages {

  private final Tokens tokens;
  private final Problems problems;

  LineMessages(Tokens tokens, Problems problems) {
    this.tokens = tokens;
    this.problems = problems;
  }

  /// A line that broke off: the error is seen only at the `=` of the next statement, whose name was
  /// taken for a part.
  boolean brokenOff(int index) {
    return index >= 2
        && tokens.get(index).getType() == FlowParser.ASSIGN
        && tokens.beginsLine(index - 1)
        && Words.word(tokens.get(index - 1))
        && Expected.needsMore(tokens.get(index - 2).getType());
  }

  boolean reportBrokenOff(int index) {
    if (!brokenOff(index)) {
      return false;
    }
    Token last = tokens.get(index - 2);
    int end = last.getStopIndex() + 1;
    problems.add(
        Code.UNEXPECTED,
        "expected "
            + Expected.after(last.getType())
            + " behind "
            + Shown.of(last)
            + " but the line ends here",
        problems.span(end, end));
    return true;
  }

  /// An error at the second token of a statement, where the first tells what is wrong.
  boolean reportBeginning(ParserRuleContext root, int first, int index) {
    if (root.getRuleIndex() == FlowParser.RULE_suiteLine
        && index == first + 1
        && tokens.get(first).getType() == FlowParser.NAME) {
      unknownSuiteLine(tokens.get(first));
      return true;
    }
    if (root.getRuleIndex() != FlowParser.RULE_statement || index != first + 1) {
      return false;
    }
    Token word = tokens.get(first);
    Token next = tokens.get(index);
    if (Words.statement(word.getType()) && next.getType() == FlowParser.ASSIGN) {
      problems.add(
          Code.RESERVED_WORD,
          "'" + word.getText() + "' begins a statement and cannot be the name of a variable",
          problems.span(word));
      return true;
    }
    if (word.getType() != FlowParser.NAME) {
      return false;
    }
    unknownStatement(first);
    return true;
  }

  /// A line that begins with a word that begins no statement.
  private void unknownStatement(int first) {
    Token word = tokens.get(first);
    Token next = tokens.get(first + 1);
    String text = word.getText();
    Optional<String> meant =
        Hints.instead(text).or(() -> Nearest.hint(text, Words.LINE_BEGINNINGS));
    if (tokens.beginsLine(first + 1) || next.getType() == Token.EOF) {
      unknown("the name '" + text + "' alone is no statement", word, meant);
      return;
    }
    switch (next.getType()) {
      case FlowParser.EQUAL, FlowParser.COLON ->
          problems.add(
              Code.UNEXPECTED,
              "expected '=' behind '" + text + "' but found " + Shown.of(next),
              problems.span(next),
              Optional.of("a value is assigned with '=', as in " + text + " = 1"));
      case FlowParser.PLUS,
          FlowParser.MINUS,
          FlowParser.STAR,
          FlowParser.SLASH,
          FlowParser.PERCENT ->
          unknown(
              "expected a statement but found an expression",
              word,
              Optional.of("write " + text + " = " + text + " " + next.getText() + " …"));
      case FlowParser.DOT, FlowParser.LEFT_BRACKET, FlowParser.LEFT_PAREN ->
          reference(first, meant);
      default ->
          unknown(
              "expected a statement but found '" + text + "' followed by " + Shown.of(next),
              word,
              meant.or(() -> Optional.of("to assign a value write " + text + " = …")));
    }
  }

  private void unknown(String message, Token word, Optional<String> hint) {
    problems.add(Code.UNKNOWN_WORD, message, problems.span(word), hint);
  }

  /// A name with fields behind it: probably a call without `step`, or an assignment to a part.
  private void reference(int first, Optional<String> meant) {
    int last = first;
    StringBuilder name = new StringBuilder(tokens.get(first).getText());
    while (tokens.get(last + 1).getType() == FlowParser.DOT && Words.word(tokens.get(last + 2))) {
      name.append('.').append(tokens.get(last + 2).getText());
      last += 2;
    }
    Span span = problems.span(tokens.get(first), tokens.get(last));
    if (tokens.get(last + 1).getType() == FlowParser.LEFT_PAREN) {
      problems.add(
          Code.UNKNOWN_WORD,
          "expected a statement but found '" + name + "('",
          span,
          meant.or(() -> Optional.of("to call a handler write step " + name + "(…)")));
    } else if (assignsInLine(last)) {
      problems.add(
          Code.UNEXPECTED,
          "only a whole variable can be assigned, not a part of it",
          span,
          Optional.of("write " + tokens.get(first).getText() + " = …, for instance with merge"));
    } else {
      problems.add(Code.UNKNOWN_WORD, "expected a statement but found '" + name + "'", span, meant);
    }
  }

  private boolean assignsInLine(int index) {
    for (int i = index + 1; i < tokens.size() && !tokens.beginsLine(i); i++) {
      if (tokens.get(i).getType() == FlowParser.ASSIGN) {
        return true;
      }
    }
    return false;
  }

  /// Something between declarations that is neither one nor a statement.
  void unexpectedInDeclarations(int index) {
    Token seen = tokens.get(index);
    if (!tokens.beginsLine(index) && Words.declaration(seen.getType())) {
      problems.add(
          Code.SAME_LINE,
          "a declaration begins on a new line, but " + Shown.of(seen) + " does not",
          problems.span(seen));
    } else if (tokens.beginsLine(index)) {
      beginning(index, "expected a declaration or a statement");
    } else {
      unexpected(index, "expected the end of the line");
    }
  }

  /// Something in a test file that begins none of its lines.
  void unexpectedInSuite(int index) {
    Token seen = tokens.get(index);
    String text = seen.getText();
    if (seen.getType() == FlowParser.RIGHT_BRACE && tokens.opener(index) == Tokens.UNCLOSED) {
      problems.add(Code.BRACKETS, "this '}' closes nothing", problems.span(seen));
    } else if (!beginsLineOrBlock(index)) {
      problems.add(
          Code.UNEXPECTED,
          "expected the end of the line but found " + Shown.of(seen),
          problems.span(seen),
          Nearest.hint(text, SuiteWords.CONTINUATIONS));
    } else {
      unknownSuiteLine(seen);
    }
  }

  private void unknownSuiteLine(Token seen) {
    problems.add(
        Code.UNKNOWN_WORD,
        "no line of a test file begins with " + Shown.of(seen),
        problems.span(seen),
        Nearest.hint(seen.getText(), SuiteWords.LINE_BEGINNINGS)
            .or(() -> Optional.of("lines begin with " + SuiteWords.listed())));
  }

  void unexpectedField(int index) {
    unexpected(index, "expected the name of a field or '}'");
  }

  /// Something in a list of statements that begins none.
  void unexpectedInStatements(int index, boolean block) {
    Token seen = tokens.get(index);
    int type = seen.getType();
    if (type == FlowParser.RIGHT_BRACE && tokens.opener(index) == Tokens.UNCLOSED) {
      problems.add(Code.BRACKETS, "this '}' closes nothing", problems.span(seen));
    } else if (!beginsLineOrBlock(index)) {
      sameLine(index);
    } else if (Words.declaration(type)) {
      declaration(seen, block);
    } else {
      beginning(index, block ? "expected a statement or '}'" : "expected a statement");
    }
  }

  /// A statement begins its line, or the block that it is in.
  boolean beginsLineOrBlock(int index) {
    return tokens.beginsLine(index) || tokens.get(index - 1).getType() == FlowParser.LEFT_BRACE;
  }

  private void declaration(Token seen, boolean block) {
    String text = seen.getText();
    String where = block ? "inside of a block" : "after the first statement";
    if (Words.clause(seen.getType())) {
      problems.add(
          Code.LATE_DECLARATION,
          "there is nothing here that '" + text + "' could belong to",
          problems.span(seen),
          Optional.of(
              "as a clause it follows a step, wait for, poll or call; as a declaration it stands above the first"
                  + " statement"));
      return;
    }
    problems.add(
        Code.LATE_DECLARATION,
        "the declaration '" + text + "' cannot stand " + where,
        problems.span(seen),
        Optional.of("declarations stand above the first statement"));
  }

  /// A line that begins with a sign, a literal, or a word that only goes on with something.
  private void beginning(int index, String expected) {
    Token seen = tokens.get(index);
    int type = seen.getType();
    String text = seen.getText();
    if (Words.clause(type)) {
      problems.add(
          Code.MISPLACED_PART,
          "there is no step, wait for, poll or call here that '" + text + "' could belong to",
          problems.span(seen));
    } else if (Hints.partOfStatement(type).isPresent()) {
      problems.add(
          Code.MISPLACED_PART,
          "'" + text + "' does not begin a statement",
          problems.span(seen),
          Hints.partOfStatement(type));
    } else {
      unexpected(index, expected);
    }
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
          "a statement begins on a new line, but "
              + Shown.of(seen)
              + " follows another on its line",
          problems.span(seen));
    } else {
      unexpected(index, "expected the end of the line");
    }
  }

  private void unexpected(int index, String expected) {
    Token seen = tokens.get(index);
    problems.add(
        Code.UNEXPECTED,
        expected + " but found " + Shown.of(seen),
        problems.span(seen),
        Hints.behindStatement(tokens, index));
  }
}
