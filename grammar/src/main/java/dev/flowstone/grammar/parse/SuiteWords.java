package dev.flowstone.grammar.parse;

import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.CommonToken;

/// The words of test files. Everywhere else they are names like any other, and the lexer does not
/// know them.
final class SuiteWords {

  private static final Map<String, Integer> TYPES = types();
  private static final Map<Integer, String> TEXTS = texts();

  /// What a line of a test file begins with, beside a name that gets a value.
  static final List<String> LINE_BEGINNINGS =
      List.of(
          "test",
          "input",
          "clock",
          "given",
          "at",
          "signal",
          "callback",
          "cancel",
          "terminate",
          "redrive",
          "pause",
          "resume",
          "crash",
          "expect");

  /// What may be expected, beside the calls of a handler.
  static final List<String> EXPECTATIONS =
      List.of("result", "error", "status", "steps", "undone", "time", "that");

  /// What goes on with a line.
  static final List<String> CONTINUATIONS =
      List.of(
          "with", "returns", "fails", "real", "hangs", "crashes", "then", "after", "times", "once",
          "refused", "of", "called", "never");

  private static final BitSet BEGIN_LINES = beginLines();

  private SuiteWords() {}

  /// Makes the words of a test file of what the lexer took for names; those that begin a line only
  /// where one may begin.
  static void give(CommonToken token, boolean lineMayBegin) {
    Integer type = token.getType() == FlowLexer.NAME ? TYPES.get(token.getText()) : null;
    if (type != null && (lineMayBegin || !BEGIN_LINES.get(type))) {
      token.setType(type);
    }
  }

  static boolean beginsLine(int type) {
    return type >= 0 && BEGIN_LINES.get(type);
  }

  static boolean word(int type) {
    return TEXTS.containsKey(type);
  }

  /// The word of a token type, as it is written.
  static String text(int type) {
    return TEXTS.getOrDefault(type, "");
  }

  /// The beginnings of lines, for a message.
  static String listed() {
    return String.join(", ", LINE_BEGINNINGS) + ", or give a name a value: x = 1";
  }

  private static BitSet beginLines() {
    BitSet set = new BitSet();
    set.set(FlowLexer.INPUT);
    set.set(FlowLexer.AT);
    set.set(FlowLexer.SIGNAL);
    LINE_BEGINNINGS.stream().filter(TYPES::containsKey).forEach(word -> set.set(type(word)));
    return set;
  }

  private static int type(String word) {
    return TYPES.getOrDefault(word, FlowLexer.NAME);
  }

  private static Map<Integer, String> texts() {
    Map<Integer, String> texts = new HashMap<>();
    TYPES.forEach((text, type) -> texts.put(type, text));
    return texts;
  }

  private static Map<String, Integer> types() {
    Map<String, Integer> types = new LinkedHashMap<>();
    types.put("tests", FlowLexer.TESTS);
    types.put("of", FlowLexer.OF);
    types.put("test", FlowLexer.TEST);
    types.put("clock", FlowLexer.CLOCK);
    types.put("given", FlowLexer.GIVEN);
    types.put("returns", FlowLexer.RETURNS);
    types.put("fails", FlowLexer.FAILS);
    types.put("permanently", FlowLexer.PERMANENTLY);
    types.put("real", FlowLexer.REAL);
    types.put("hangs", FlowLexer.HANGS);
    types.put("crashes", FlowLexer.CRASHES);
    types.put("then", FlowLexer.THEN);
    types.put("after", FlowLexer.AFTER);
    types.put("times", FlowLexer.TIMES);
    types.put("callback", FlowLexer.CALLBACK);
    types.put("cancel", FlowLexer.CANCEL);
    types.put("terminate", FlowLexer.TERMINATE);
    types.put("redrive", FlowLexer.REDRIVE);
    types.put("pause", FlowLexer.PAUSE);
    types.put("resume", FlowLexer.RESUME);
    types.put("crash", FlowLexer.CRASH);
    types.put("refused", FlowLexer.REFUSED);
    types.put("expect", FlowLexer.EXPECT);
    types.put("result", FlowLexer.RESULT);
    types.put("includes", FlowLexer.INCLUDES);
    types.put("error", FlowLexer.ERROR);
    types.put("status", FlowLexer.STATUS);
    types.put("steps", FlowLexer.STEPS);
    types.put("undone", FlowLexer.UNDONE);
    types.put("called", FlowLexer.CALLED);
    types.put("never", FlowLexer.NEVER);
    types.put("time", FlowLexer.TIME);
    types.put("that", FlowLexer.THAT);
    return types;
  }
}
