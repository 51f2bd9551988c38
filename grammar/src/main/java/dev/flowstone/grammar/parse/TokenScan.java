package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.source.Code;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.antlr.v4.runtime.CommonToken;
import org.antlr.v4.runtime.Token;

/// Reads a text into tokens, before the parser sees any of them.
///
/// What is wrong with a single token is reported here. The depth of brackets is known after this
/// pass, so that the recursive parser never runs on a text that is nested too deeply for it.
final class TokenScan {

  /// Blocks in statements and brackets in expressions have closer bounds; this is what the parser
  /// can stand.
  static final int DEEPEST_BRACKET = 170;

  private final Fragment fragment;
  private final Problems problems;
  private final LiteralProblems literals;
  private final boolean suite;
  private final List<Token> code = new ArrayList<>();
  private final List<Token> comments = new ArrayList<>();
  private final BitSet lineBeginnings = new BitSet();
  private int[] closers = new int[256];
  private final int[] open = new int[DEEPEST_BRACKET];
  private int depth;
  private int lastEnd;

  private TokenScan(Fragment fragment, boolean suite, Problems problems) {
    this.fragment = fragment;
    this.suite = suite;
    this.problems = problems;
    this.literals = new LiteralProblems(problems);
  }

  /// All tokens of a text, unless there is no use in going on to its end. With `templates`, `${` in
  /// text begins an expression, otherwise it is just text.
  static Tokens scan(Fragment fragment, boolean templates, Problems problems) {
    FlowLexer lexer = new FlowLexer(new CodeUnits(fragment.text()));
    lexer.removeErrorListeners();
    lexer.templates(templates);
    return new TokenScan(fragment, false, problems).run(lexer);
  }

  /// The same of a test file, which has words of its own.
  static Tokens scanSuite(Fragment fragment, Problems problems) {
    FlowLexer lexer = new FlowLexer(new CodeUnits(fragment.text()));
    lexer.removeErrorListeners();
    return new TokenScan(fragment, true, problems).run(lexer);
  }

  private Tokens run(FlowLexer lexer) {
    boolean wellNested = true;
    boolean endsInText = false;
    while (true) {
      CommonToken token = (CommonToken) lexer.nextToken();
      if (token.getChannel() != Token.DEFAULT_CHANNEL) {
        comments.add(token);
        continue;
      }
      add(token);
      if (token.getType() == Token.EOF) {
        endsInText = reportOpenText();
        break;
      }
      wellNested = track(token);
      if (!wellNested || problems.full()) {
        break;
      }
    }
    return new Tokens(code, comments, lineBeginnings, closers, wellNested, endsInText);
  }

  private void add(CommonToken token) {
    int index = code.size();
    if (index == closers.length) {
      closers = Arrays.copyOf(closers, index * 2);
    }
    closers[index] = Tokens.UNCLOSED;
    token.setTokenIndex(index);
    if (index == 0 || hasLineEnd(lastEnd, token.getStartIndex())) {
      lineBeginnings.set(index);
    }
    boolean lineEnd = token.getType() == FlowLexer.UNCLOSED_TEXT;
    lastEnd = Math.max(lastEnd, lineEnd ? token.getStartIndex() : token.getStopIndex() + 1);
    code.add(token);
    if (suite) {
      SuiteWords.give(token, lineMayBegin(index));
    }
    if (index > 0) {
      giveMeaning((CommonToken) code.get(index - 1), token, lineBeginnings.get(index));
    }
  }

  /// Whether a line of a test file may begin with the token: not inside of a value. What happens
  /// may have its time before it.
  private boolean lineMayBegin(int index) {
    boolean begins =
        lineBeginnings.get(index)
            || (index > 1
                && code.get(index - 1).getType() == FlowLexer.DURATION
                && code.get(index - 2).getType() == FlowLexer.AT);
    if (depth == 0) {
      return begins;
    }
    int opener = open[depth - 1];
    boolean test =
        code.get(opener).getType() == FlowLexer.LEFT_BRACE && opener > 0 && endsText(opener - 1);
    return test && (begins || opener == index - 1);
  }

  private boolean endsText(int index) {
    return switch (code.get(index).getType()) {
      case FlowLexer.PLAIN_TEXT, FlowLexer.RAW_TEXT, FlowLexer.TEXT_CLOSE -> true;
      default -> false;
    };
  }

  /// Some words mean one thing or another by what follows; deciding it here spares the parser from
  /// looking ahead.
  private static void giveMeaning(CommonToken word, Token next, boolean lineEnded) {
    switch (word.getType()) {
      case FlowLexer.WAIT -> {
        if (next.getType() == FlowLexer.FOR) {
          word.setType(FlowLexer.WAIT_FOR);
        } else if (next.getType() == FlowLexer.UNTIL) {
          word.setType(FlowLexer.WAIT_UNTIL);
        }
      }
      case FlowLexer.RETURN -> {
        if (lineEnded || next.getType() == FlowLexer.RIGHT_BRACE || next.getType() == Token.EOF) {
          word.setType(FlowLexer.RETURN_ALONE);
        }
      }
      default -> {
        if (next.getType() == FlowLexer.ASSIGN && Words.soft(word.getType())) {
          word.setType(FlowLexer.NAME);
        }
      }
    }
  }

  private boolean hasLineEnd(int from, int to) {
    String text = fragment.text();
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\r') {
        return true;
      }
    }
    return false;
  }

  /// Keeps the open brackets; false where there are too many of them.
  private boolean track(Token token) {
    int type = token.getType();
    if (Tokens.opens(type)) {
      if (depth == DEEPEST_BRACKET) {
        problems.add(
            Code.TOO_DEEP,
            "brackets are nested more than " + DEEPEST_BRACKET + " deep",
            problems.span(token));
        return false;
      }
      open[depth++] = token.getTokenIndex();
    } else if (type == FlowLexer.UNCLOSED_TEXT) {
      reportUnclosedLine();
    } else if (closes(type)) {
      close(token);
    } else {
      literals.check(token);
    }
    return true;
  }

  private static boolean closes(int type) {
    return switch (type) {
      case FlowLexer.RIGHT_PAREN,
          FlowLexer.RIGHT_BRACKET,
          FlowLexer.RIGHT_BRACE,
          FlowLexer.TEXT_CLOSE ->
          true;
      default -> false;
    };
  }

  /// Brackets of another kind that are still open inside stay unclosed, the parser reports them.
  private void close(Token token) {
    for (int i = depth - 1; i >= 0; i--) {
      int opener = code.get(open[i]).getType();
      if (matches(opener, token.getType())) {
        closers[open[i]] = token.getTokenIndex();
        depth = i;
        return;
      }
      if (opener == FlowLexer.TEXT_EXPR || opener == FlowLexer.TEXT_OPEN) {
        return;
      }
    }
  }

  private static boolean matches(int opener, int closer) {
    return switch (opener) {
      case FlowLexer.LEFT_PAREN -> closer == FlowLexer.RIGHT_PAREN;
      case FlowLexer.LEFT_BRACKET -> closer == FlowLexer.RIGHT_BRACKET;
      case FlowLexer.LEFT_BRACE, FlowLexer.TEXT_EXPR -> closer == FlowLexer.RIGHT_BRACE;
      default -> closer == FlowLexer.TEXT_CLOSE;
    };
  }

  /// At the end of a line: the lexer has left every text of one line, and so must this.
  private void reportUnclosedLine() {
    int innermost = depth - 1;
    while (innermost > 0 && !ofText(innermost)) {
      innermost--;
    }
    if (innermost >= 0) {
      reportUnclosed(code.get(open[innermost]), "before the end of its line");
    }
    for (int i = 0; i < depth; i++) {
      Token token = code.get(open[i]);
      if (token.getType() == FlowLexer.TEXT_OPEN && length(token) == 1) {
        depth = i;
      }
    }
  }

  private boolean ofText(int at) {
    int type = code.get(open[at]).getType();
    return type == FlowLexer.TEXT_OPEN || type == FlowLexer.TEXT_EXPR;
  }

  private boolean reportOpenText() {
    for (int i = depth - 1; i >= 0; i--) {
      if (ofText(i)) {
        reportUnclosed(code.get(open[i]), "before the end");
        return true;
      }
    }
    return false;
  }

  private void reportUnclosed(Token opener, String where) {
    String message =
        opener.getType() == FlowLexer.TEXT_EXPR
            ? "'${' is not closed by '}' " + where
            : "text is not closed by " + opener.getText() + " " + where;
    problems.add(Code.UNCLOSED_TEXT, message, problems.span(opener));
  }

  private static int length(Token token) {
    return token.getStopIndex() + 1 - token.getStartIndex();
  }
}
