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
  private static final String LOOP = "to loop write for item in items { … } or while condition max 10 { … }";
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
          Map.entry("switch", "to choose by value write match value { case \"a\" { … } else { … } }"),
          Map.entry("foreach", LOOP),
          Map.entry("each", LOOP),
          Map.entry("loop", LOOP),
          Map.entry("repeat", LOOP),
          Map.entry("do", LOOP),
          Map.entry("elif", "write else if"),
          Map.entry("elsif", "write else if"),
          Map.entry("elseif", "write else if"),
          Map.entry("unless", "write if !(condition) { … }"),
          Map.entry("await", "to wait for a signal write wait for name timeout 1d; a step is always waited for"),
          Map.entry("async", "to do things at the same time write parallel { … }"),
          Map.entry("fork", "to do things at the same time write parallel { … }"),
          Map.entry("spawn", "to start another workflow write start name(argument: value)"),
          Map.entry("invoke", STEP),
          Map.entry("run", STEP),
          Map.entry("exec", STEP),
          Map.entry("execute", STEP),
          Map.entry("task", STEP),
          Map.entry("activity", STEP),
          Map.entry("def", "there are no functions; a part of its own is another workflow, called with call"),
          Map.entry("function", "there are no functions; a part of its own is another workflow, called with call"),
          Map.entry("fn", "there are no functions; a part of its own is another workflow, called with call"),
          Map.entry("rescue", "write catch after the block of try"),
          Map.entry("ensure", "write finally after the block of try"),
          Map.entry("import", "handlers and workflows are found by their names, nothing is imported"),
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

  /// For a sign that was found where a statement should go on.
  static Optional<String> sign(Token seen) {
    return switch (seen.getType()) {
      case FlowParser.EQUAL -> Optional.of("a value is assigned with '='");
      case FlowParser.LEFT_PAREN -> Optional.of(STEP);
      case FlowParser.SLASH -> Optional.of("comments begin with '#'");
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
    if (!Words.word(seen)) {
      return Optional.empty();
    }
    String text = seen.getText();
    return logical(text).or(() -> instead(text)).or(() -> Nearest.hint(text, Words.CLAUSES_AND_OPTIONS));
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
    boolean slashes = seen.getType() == FlowParser.SLASH && before.getType() == FlowParser.SLASH;
    if (slashes) {
      return Optional.of("comments begin with '#'");
    }
    if (seen.getType() == FlowParser.ASSIGN) {
      boolean compound = Words.ARITHMETIC.contains(before.getText());
      return Optional.of(compound ? "write x = x " + before.getText() + " …" : "values are compared with '=='");
    }
    if (Expected.argument(error) && seen.getType() != FlowParser.COLON) {
      return Optional.of("arguments are named: write " + (Words.word(before) ? before.getText() : "name") + ": value");
    }
    if (Expected.policy(error)) {
      return Optional.of("a policy is written as in 5 attempts, backoff 1s..60s, jitter full");
    }
    if (Words.word(seen)) {
      String text = seen.getText();
      return logical(text).or(() -> Nearest.hint(text, near(error)));
    }
    return Words.word(before) ? logical(before.getText()) : Optional.empty();
  }

  private static List<String> near(RecognitionException error) {
    return Expected.words(error);
  }
}
