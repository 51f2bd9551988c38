package dev.flowstone.grammar.parse;

import org.antlr.v4.runtime.ANTLRErrorStrategy;
import org.antlr.v4.runtime.InputMismatchException;
import org.antlr.v4.runtime.Parser;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.misc.ParseCancellationException;

/// Where reading goes on after an error: at the next statement, declaration or field, never in the
/// middle of one.
///
/// An error leaves every rule up to the statement (declaration, field) that it is in, is reported
/// once, and the tokens are skipped up to the next that begins a line and a statement, or the brace
/// that ends the block. A block that begins after the error is skipped whole.
final class Recovery implements ANTLRErrorStrategy {

  /// What reading goes on with.
  private enum Next {
    STATEMENT,
    DECLARATION,
    SUITE_LINE
  }

  private final Tokens tokens;
  private final Problems problems;
  private final LineMessages lines;
  private final SyntaxMessages messages;
  private final boolean quick;
  private int lastReported;

  private Recovery(Tokens tokens, Problems problems, boolean quick) {
    this.tokens = tokens;
    this.quick = quick;
    this.problems = problems;
    this.lines = new LineMessages(tokens, problems);
    this.messages = new SyntaxMessages(tokens, problems, lines);
    this.lastReported = tokens.endsInText() ? tokens.size() - 1 : -1;
  }

  /// Reports what is wrong and reads on.
  static Recovery reporting(Tokens tokens, Problems problems) {
    return new Recovery(tokens, problems, false);
  }

  /// Gives up at the first error, without a report.
  static Recovery quick(Tokens tokens, Problems problems) {
    return new Recovery(tokens, problems, true);
  }

  @Override
  public void reset(Parser parser) {}

  @Override
  public Token recoverInline(Parser parser) {
    throw new InputMismatchException(parser);
  }

  @Override
  public boolean inErrorRecoveryMode(Parser parser) {
    return false;
  }

  @Override
  public void reportMatch(Parser parser) {}

  @Override
  public void reportError(Parser parser, RecognitionException error) {
    giveUpWhenQuick();
    if (!recovers(parser.getContext())) {
      throw error;
    }
    Token offending = error.getOffendingToken();
    if (offending.getTokenIndex() != lastReported) {
      lastReported = offending.getTokenIndex();
      if (!reported(offending)) {
        messages.report(parser, error, parser.getContext());
      }
    }
    stopWhenFull();
  }

  /// Whether the token is an error by itself, which was reported when it was read.
  private boolean reported(Token token) {
    boolean text =
        token.getType() == FlowParser.TEXT_OPEN || token.getType() == FlowParser.TEXT_EXPR;
    return LiteralProblems.known(token)
        || (text && tokens.closer(token.getTokenIndex()) == Tokens.UNCLOSED);
  }

  private static boolean recovers(ParserRuleContext context) {
    return switch (context.getRuleIndex()) {
      case FlowParser.RULE_statement,
          FlowParser.RULE_declaration,
          FlowParser.RULE_header,
          FlowParser.RULE_suiteLine,
          FlowParser.RULE_suiteHeader,
          FlowParser.RULE_field ->
          true;
      default -> context.getParent() == null;
    };
  }

  @Override
  public void recover(Parser parser, RecognitionException error) {
    ParserRuleContext context = parser.getContext();
    if (context.getParent() == null) {
      seek(parser, tokens.size() - 1);
      return;
    }
    int first = context.getStart().getTokenIndex();
    int from = Math.max(first + 1, parser.getCurrentToken().getTokenIndex());
    if (context.getRuleIndex() == FlowParser.RULE_field) {
      seek(parser, nextField(from, first));
    } else if (context.getRuleIndex() == FlowParser.RULE_statement) {
      seek(
          parser,
          next(lines.brokenOff(from) && from - 1 > first ? from - 1 : from, first, Next.STATEMENT));
    } else if (context.getRuleIndex() == FlowParser.RULE_suiteLine
        || context.getRuleIndex() == FlowParser.RULE_suiteHeader) {
      seek(parser, next(from, first, Next.SUITE_LINE));
    } else {
      seek(parser, next(from, first, Next.DECLARATION));
    }
  }

  /// Called where a list may go on or end: reports what is neither, and skips it.
  @Override
  public void sync(Parser parser) {
    ParserRuleContext context = parser.getContext();
    switch (context.getRuleIndex()) {
      case FlowParser.RULE_statements, FlowParser.RULE_branches -> syncStatements(parser, context);
      case FlowParser.RULE_declarations -> syncDeclarations(parser);
      case FlowParser.RULE_fieldBlock -> syncFields(parser);
      case FlowParser.RULE_suiteLines -> syncSuiteLines(parser, context);
      default -> {}
    }
  }

  private void syncStatements(Parser parser, ParserRuleContext context) {
    boolean branches = context.getRuleIndex() == FlowParser.RULE_branches;
    boolean block = branches || context.getParent() instanceof FlowParser.BlockContext;
    while (true) {
      int index = at(parser);
      int type = tokens.get(index).getType();
      if (type == Token.EOF || (type == FlowParser.RIGHT_BRACE && block)) {
        return;
      }
      if (branches && type == FlowParser.LEFT_BRACE) {
        return;
      }
      if (statementMayFollow(index)) {
        return;
      }
      giveUpWhenQuick();
      boolean report = index != lastReported && !reported(tokens.get(index));
      lastReported = index;
      if (report && lines.reportBrokenOff(index)) {
        skip(parser, index - 1);
        return;
      }
      if (report) {
        lines.unexpectedInStatements(index, block);
      }
      skip(parser, next(index + 1, index + 1, Next.STATEMENT));
    }
  }

  private boolean statementMayFollow(int index) {
    int type = tokens.get(index).getType();
    return (type == FlowParser.NAME || Words.statement(type)) && lines.beginsLineOrBlock(index);
  }

  private boolean declarationMayFollow(int index) {
    int type = tokens.get(index).getType();
    boolean begins = type == FlowParser.NAME || Words.statement(type) || Words.declaration(type);
    return type == Token.EOF || (begins && tokens.beginsLine(index));
  }

  private void syncDeclarations(Parser parser) {
    while (!declarationMayFollow(at(parser))) {
      giveUpWhenQuick();
      int index = at(parser);
      if (lines.reportBrokenOff(index)) {
        skip(parser, index - 1);
        return;
      }
      lines.unexpectedInDeclarations(index);
      skip(parser, next(index + 1, index + 1, Next.DECLARATION));
    }
  }

  private void syncSuiteLines(Parser parser, ParserRuleContext context) {
    boolean block = context.getParent() instanceof FlowParser.CaseLineContext;
    while (true) {
      int index = at(parser);
      int type = tokens.get(index).getType();
      boolean begins = type == FlowParser.NAME || SuiteWords.beginsLine(type);
      if (type == Token.EOF
          || (type == FlowParser.RIGHT_BRACE && block)
          || (begins && lines.beginsLineOrBlock(index))) {
        return;
      }
      giveUpWhenQuick();
      if (index != lastReported && !reported(tokens.get(index))) {
        lines.unexpectedInSuite(index);
      }
      lastReported = index;
      skip(parser, next(index + 1, index + 1, Next.SUITE_LINE));
    }
  }

  private void syncFields(Parser parser) {
    while (!fieldMayFollow(at(parser))) {
      giveUpWhenQuick();
      lines.unexpectedField(at(parser));
      skip(parser, nextField(at(parser) + 1, at(parser) + 1));
    }
    if (beginsForeignStatement(at(parser))) {
      throw new InputMismatchException(parser);
    }
  }

  /// A statement in the place of a field: the brace of the fields was not closed.
  private boolean beginsForeignStatement(int index) {
    int next = tokens.get(index + 1).getType();
    boolean named = next == FlowParser.COLON || next == FlowParser.QUESTION;
    int type = tokens.get(index).getType();
    boolean begins = Words.statement(type) || (Words.word(type) && next == FlowParser.ASSIGN);
    return tokens.beginsLine(index) && !named && begins;
  }

  private boolean fieldMayFollow(int index) {
    int type = tokens.get(index).getType();
    return switch (type) {
      case Token.EOF, FlowParser.RIGHT_BRACE, FlowParser.LEFT_BRACE, FlowParser.COMMA -> true;
      case FlowParser.QUOTED_NAME,
          FlowParser.PLAIN_TEXT,
          FlowParser.RAW_TEXT,
          FlowParser.TEXT_OPEN ->
          true;
      default -> Words.word(type);
    };
  }

  /// The next token from `index` on that begins a statement in the same block, or ends that block.
  private int next(int index, int first, Next wanted) {
    int indent = tokens.indent(first);
    int at = index;
    while (true) {
      Token token = tokens.get(at);
      switch (token.getType()) {
        case Token.EOF -> {
          return at;
        }
        case FlowParser.LEFT_BRACE -> {
          int closer = tokens.closer(at);
          at = closer == Tokens.UNCLOSED ? at + 1 : closer + 1;
        }
        case FlowParser.RIGHT_BRACE -> {
          int opener = tokens.opener(at);
          if (opener != Tokens.UNCLOSED && opener < first) {
            return at;
          }
          at++;
        }
        default -> {
          if (tokens.beginsLine(at) && begins(at, indent, wanted)) {
            return at;
          }
          at++;
        }
      }
    }
  }

  /// A word that begins a statement does so anywhere, any other word where it is not further to the
  /// right.
  private boolean begins(int at, int indent, Next wanted) {
    Token token = tokens.get(at);
    int next = tokens.get(at + 1).getType();
    int type = token.getType();
    if (next == FlowParser.COLON
        || !Words.word(type)
        || (at > 0 && tokens.get(at - 1).getType() == FlowParser.DOT)) {
      return false;
    }
    if (wanted == Next.SUITE_LINE) {
      return SuiteWords.beginsLine(type) || next == FlowParser.ASSIGN;
    }
    if (Words.declaration(type)) {
      return wanted == Next.DECLARATION;
    }
    return Words.statement(type)
        || next == FlowParser.ASSIGN
        || (type == FlowParser.NAME && token.getCharPositionInLine() <= indent);
  }

  /// The next token from `index` on that begins a line or follows a comma, outside of brackets, or
  /// ends the block.
  private int nextField(int index, int first) {
    int at = index;
    int open = tokens.openBefore(index, first);
    if (open != Tokens.UNCLOSED && tokens.closer(open) != Tokens.UNCLOSED) {
      at = tokens.closer(open) + 1;
    }
    while (true) {
      int type = tokens.get(at).getType();
      boolean end = type == Token.EOF || type == FlowParser.COMMA || type == FlowParser.RIGHT_BRACE;
      if (end || tokens.beginsLine(at)) {
        return at;
      }
      int closer = Tokens.opens(type) ? tokens.closer(at) : Tokens.UNCLOSED;
      at = closer == Tokens.UNCLOSED ? at + 1 : closer + 1;
    }
  }

  private static int at(Parser parser) {
    return parser.getCurrentToken().getTokenIndex();
  }

  private void skip(Parser parser, int index) {
    stopWhenFull();
    seek(parser, index);
  }

  private static void seek(Parser parser, int index) {
    parser.getInputStream().seek(index);
  }

  private void giveUpWhenQuick() {
    if (quick) {
      throw new ParseCancellationException();
    }
  }

  private void stopWhenFull() {
    if (problems.full()) {
      throw new ParseCancellationException();
    }
  }
}
