package dev.flowstone.grammar.ast;

import java.util.List;

/// The words that cannot name a variable. Every other word of the language has its meaning in its
/// place only.
public final class ReservedWords {

  /// The words that begin a statement.
  public static final List<String> STATEMENTS =
      List.of(
          "step",
          "wait",
          "poll",
          "parallel",
          "for",
          "yield",
          "if",
          "match",
          "while",
          "break",
          "continue",
          "try",
          "fail",
          "return",
          "scope",
          "rollback",
          "commit",
          "call",
          "start");

  /// The words of expressions.
  public static final List<String> EXPRESSIONS = List.of("in", "true", "false", "null");

  private ReservedWords() {}

  /// Whether a word begins a statement or means something in every expression.
  public static boolean contains(String word) {
    return STATEMENTS.contains(word) || EXPRESSIONS.contains(word);
  }
}
