package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.ast.ReservedWords;
import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;
import org.antlr.v4.runtime.Token;

/// The words of the language by what they are for: which begin a statement, which are clauses.
final class Words {

  static final List<String> DECLARATIONS =
      List.of("input", "output", "type", "timeout", "retry", "signal", "default");
  static final List<String> CLAUSES =
      List.of(
          "retry", "at", "every", "until", "timeout", "heartbeat", "notify", "compensate", "on");

  static final List<String> LINE_BEGINNINGS =
      Stream.of(
              ReservedWords.STATEMENTS,
              CLAUSES,
              List.of("else", "case", "catch", "finally"),
              DECLARATIONS)
          .flatMap(List::stream)
          .distinct()
          .toList();
  static final List<String> CLAUSES_AND_OPTIONS =
      Stream.concat(
              CLAUSES.stream(),
              Stream.of(
                  "parallel",
                  "max",
                  "settle",
                  "first",
                  "tolerate",
                  "with",
                  "else",
                  "catch",
                  "finally"))
          .toList();

  private static final BitSet STATEMENT_TYPES =
      types(
          FlowLexer.STEP,
          FlowLexer.WAIT,
          FlowLexer.WAIT_FOR,
          FlowLexer.WAIT_UNTIL,
          FlowLexer.POLL,
          FlowLexer.PARALLEL,
          FlowLexer.FOR,
          FlowLexer.YIELD,
          FlowLexer.IF,
          FlowLexer.MATCH,
          FlowLexer.WHILE,
          FlowLexer.BREAK,
          FlowLexer.CONTINUE,
          FlowLexer.TRY,
          FlowLexer.FAIL,
          FlowLexer.RETURN,
          FlowLexer.RETURN_ALONE,
          FlowLexer.SCOPE,
          FlowLexer.ROLLBACK,
          FlowLexer.COMMIT,
          FlowLexer.CALL,
          FlowLexer.START);
  private static final BitSet SOFT_TYPES =
      types(
          FlowLexer.WORKFLOW,
          FlowLexer.INPUT,
          FlowLexer.OUTPUT,
          FlowLexer.TYPE,
          FlowLexer.TIMEOUT,
          FlowLexer.RETRY,
          FlowLexer.SIGNAL,
          FlowLexer.DEFAULT,
          FlowLexer.ELSE,
          FlowLexer.CASE,
          FlowLexer.CATCH,
          FlowLexer.FINALLY,
          FlowLexer.AS,
          FlowLexer.WITH,
          FlowLexer.UNTIL,
          FlowLexer.EVERY,
          FlowLexer.HEARTBEAT,
          FlowLexer.NOTIFY,
          FlowLexer.COMPENSATE,
          FlowLexer.ON,
          FlowLexer.AT,
          FlowLexer.MOST,
          FlowLexer.ONCE,
          FlowLexer.MAX,
          FlowLexer.SETTLE,
          FlowLexer.FIRST,
          FlowLexer.TOLERATE,
          FlowLexer.ATTEMPTS,
          FlowLexer.BACKOFF,
          FlowLexer.FACTOR,
          FlowLexer.JITTER,
          FlowLexer.WITHIN,
          FlowLexer.ONLY,
          FlowLexer.EXCEPT);
  private static final BitSet DECLARATION_TYPES =
      types(
          FlowLexer.INPUT,
          FlowLexer.OUTPUT,
          FlowLexer.TYPE,
          FlowLexer.TIMEOUT,
          FlowLexer.RETRY,
          FlowLexer.SIGNAL,
          FlowLexer.DEFAULT);
  private static final BitSet CLAUSE_TYPES =
      types(
          FlowLexer.RETRY,
          FlowLexer.AT,
          FlowLexer.EVERY,
          FlowLexer.UNTIL,
          FlowLexer.TIMEOUT,
          FlowLexer.HEARTBEAT,
          FlowLexer.NOTIFY,
          FlowLexer.COMPENSATE,
          FlowLexer.ON);

  private Words() {}

  /// A word that begins a statement.
  static boolean statement(int type) {
    return type >= 0 && STATEMENT_TYPES.get(type);
  }

  /// A word with a meaning in its place only, which may also be the name of a variable.
  static boolean soft(int type) {
    return type >= 0 && (SOFT_TYPES.get(type) || SuiteWords.word(type));
  }

  static boolean declaration(int type) {
    return type >= 0 && DECLARATION_TYPES.get(type);
  }

  static boolean clause(int type) {
    return type >= 0 && CLAUSE_TYPES.get(type);
  }

  /// Anything made of letters.
  static boolean word(int type) {
    return type == FlowLexer.NAME
        || statement(type)
        || soft(type)
        || type == FlowLexer.IN
        || type == FlowLexer.TRUE
        || type == FlowLexer.FALSE
        || type == FlowLexer.NULL;
  }

  static boolean word(Token token) {
    return word(token.getType());
  }

  private static BitSet types(int... types) {
    BitSet set = new BitSet();
    for (int type : types) {
      set.set(type);
    }
    return set;
  }
}
