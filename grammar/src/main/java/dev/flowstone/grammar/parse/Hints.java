package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.source.Nearest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.antlr.v4.runtime.RecognitionException;
import org.antlr.v4.runtime.Token;

/// What to write instead of habits from other languages.
final class Hints {

  private static final String ASSIGN = "assign with name = value, without a word before it";
  private static final String WAIT = "to wait some time write wait 10s";
  private static final String FAIL = "to raise an error write fail Name \"message\"";
  private static final String LOOP =
      "to loop write for item in items { … } or while condition max 10 { … }";
  private static final String STEP = "to call a handler write step name(argument: value)";
  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          Map.entry("let", ASSIGN),
          Map.entry("var", ASSIGN),
          Map.entry("val", ASSIGN),
          Map.entry("const", ASSIGN),
          Map.entry("set", ASSIGN),
          Map.entry("sleep", WAIT),
          Map.entry("delay", WAIT),
          Map.entry("pause", WAIT),
          Map.entry("throw", FAIL),
          Map.entry("raise", FAIL),
          Map.entry("panic", FAIL),
          Map.entry(
              "switch", "to choose by value write match value { case \"a\" { … } else { … } }"),
          Map.entry("foreach", LOOP),
          Map.entry("each", LOOP),
          Map.entry("loop", LOOP),
          Map.entry("repeat", LOOP),
          Map.entry("do", LOOP),
          Map.entry("elif", "write else if"),
          Map.entry("elsif", "write else if"),
          Map.entry("elseif", "write else if"),
          Map.entry("unless", "write if !(condition) { … }"),
          Map.entry(
              "await",
              "to wait for a signal write wait for name timeout 1d; a step is always waited for"),
          Map.entry("async", "to do things at the same time write parallel { … }"),
          Map.entry("fork", "to do things at the same time write parallel { … }"),
          Map.entry("spawn", "to start another workflow write start name(argument: value)"),
          Map.entry("invoke", STEP),
          Map.entry("run", STEP),
          Map.entry("exec", STEP),
          Map.entry("execute", STEP),
          Map.entry("task", STEP),
          Map.entry("activity", STEP),
          Map.entry(
              "def",
              "there are no functions; a part of its own is another workflow, called with call"),
          Map.entry(
              "function",
              "there are no functions; a part of its own is another workflow, called with call"),
          Map.entry(
              "fn",
              "there are no functions; a part of its own is another workflow, called with call"),
          Map.entry("rescue", "write catch after the block of try"),
          Map.entry("ensure", "write finally after the block of try"),
          Map.entry(
              "import", "handlers and workflows are found by their names, nothing is imported"),
          Map.entry("undo", "write compensate behind the step that is to be undone"));

  private Hints() {}

  static Optional<String> instead(String word) {
    return Optional.ofNullable(INSTEAD.get(word));
  }

  /// Words that go on with a statement and begin none.
  static Optional<String> partOfStatement(int type) {
    return switch (type) {
      case FlowParser.ELSE -> Optional.of("'else' follows the '}' of an if, or stands in a match");
      case FlowParser.CASE -> Optional.of("'case' stands in the braces of a match");
      case FlowParser.CATCH -> Optional.of("'catch' follows the '}' of a try");
      case FlowParser.FINALLY -> Optional.of("'finally' follows the '}' of a try");
      case FlowParser.WORKFLOW -> Optional.of("a file holds one workflow");
      default -> Optional.empty();
    };
  }

  /// For something behind a statement that is complete.
  static Optional<String> behindStatement(Tokens tokens, int index) {
    Token seen = tokens.get(index);
    if (seen.getType() == FlowParser.ASSIGN) {
      return Optional.of("values are compared with '=='");
    }
    if (seen.getType() == FlowParser.SLASH) {
      return Optional.of("comments begin with '#'");
    }
    if (seen.getType() == FlowParser.NUMBER && seen.getText().startsWith(".")) {
      return Optional.of("an element of a list is written as in a[0]");
    }
    if (seen.getType() == FlowParser.LESS) {
      return Optional.of("a list is written as in [string]");
    }
    if (!Words.word(seen)) {
      return Optional.empty();
    }
    String text = seen.getText();
    Token before = tokens.get(index - 1);
    boolean waits =
        index > 1 && tokens.get(index - 2).getType() == FlowParser.WAIT && Words.word(before);
    if (waits) {
      return Nearest.hint(before.getText(), List.of("for", "until"));
    }
    return logical(text)
        .or(() -> instead(text))
        .or(() -> Nearest.hint(text, Words.CLAUSES_AND_OPTIONS));
  }

  private static Optional<String> logical(String word) {
    return switch (word) {
      case "and" -> Optional.of("write '&&' for and");
      case "or" -> Optional.of("write '||' for or");
      case "not" -> Optional.of("write '!' for not");
      case "is" -> Optional.of("values are compared with '=='");
      default -> Optional.empty();
    };
  }

  /// For a token that is not what was expected in the middle of something.
  static Optional<String> at(Tokens tokens, int index, RecognitionException error) {
    Token seen = tokens.get(index);
    Token before = index == 0 ? seen : tokens.get(index - 1);
    if (seen.getType() == FlowParser.SLASH && before.getType() == FlowParser.SLASH) {
      return Optional.of("comments begin with '#'");
    }
    if (arrow(tokens, index)) {
      return Optional.of("the name comes first, as in items.map(item, item.price)");
    }
    if (Expected.argument(error)) {
      return Optional.of(
          "arguments are named: write "
              + (Words.word(before) ? before.getText() : "name")
              + ": value");
    }
    if (seen.getType() == FlowParser.ASSIGN) {
      return Optional.of("values are compared with '=='");
    }
    if (Words.word(before) && logical(before.getText()).isPresent()) {
      return logical(before.getText());
    }
    return word(seen, error).or(() -> policy(error));
  }

  private static Optional<String> word(Token seen, RecognitionException error) {
    if (error.getCtx() instanceof FlowParser.CalledExpectationContext called) {
      return Nearest.hint(called.getStart().getText(), SuiteWords.EXPECTATIONS);
    }
    if (!Words.word(seen) || SuiteWords.word(seen.getType())) {
      return Optional.empty();
    }
    String text = seen.getText();
    return logical(text).or(() -> Nearest.hint(text, near(error)));
  }

  private static Optional<String> policy(RecognitionException error) {
    return Expected.policy(error)
        ? Optional.of("a policy is written as in 5 attempts, backoff 1s..60s, jitter full")
        : Optional.empty();
  }

  /// `i => i.a` or `i -> i.a`
  private static boolean arrow(Tokens tokens, int index) {
    int seen = tokens.get(index).getType();
    int next = tokens.get(index + 1).getType();
    int before = index == 0 ? FlowParser.EOF : tokens.get(index - 1).getType();
    return (seen == FlowParser.ASSIGN && next == FlowParser.GREATER)
        || (seen == FlowParser.GREATER && before == FlowParser.MINUS);
  }

  private static List<String> near(RecognitionException error) {
    return error.getCtx() instanceof FlowParser.BranchesContext
        ? List.of("max", "settle", "first", "tolerate")
        : Expected.words(error);
  }
}
