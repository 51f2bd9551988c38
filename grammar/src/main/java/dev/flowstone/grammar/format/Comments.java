package dev.flowstone.grammar.format;

import dev.flowstone.grammar.ast.Trivia;
import java.util.ArrayList;
import java.util.List;

/// Prints what surrounds a node: its comments and the empty line before it.
final class Comments {

  private Comments() {}

  static boolean any(Trivia trivia) {
    return !trivia.above().isEmpty() || trivia.beside().isPresent();
  }

  /// The beginning of the line of a node: an empty line where there was one, save before the first,
  /// and comments.
  static Doc newLine(Trivia trivia, boolean first) {
    return Doc.concat(
        trivia.blankLineBefore() && !first ? Doc.BLANK_LINE : Doc.HARD_LINE, above(trivia));
  }

  /// Comments, each on a line of its own before the node.
  static Doc above(Trivia trivia) {
    List<Doc> parts = new ArrayList<>();
    for (String comment : trivia.above()) {
      parts.add(Doc.text(line(comment)));
      parts.add(Doc.HARD_LINE);
    }
    return Doc.concat(parts);
  }

  /// The comment at the end of the line.
  static Doc beside(Trivia trivia) {
    return trivia
        .beside()
        .<Doc>map(comment -> new Doc.Suffix("  " + line(comment)))
        .orElse(Doc.EMPTY);
  }

  /// Comments at the end of a block, each on a new line.
  static Doc closing(List<String> comments) {
    List<Doc> parts = new ArrayList<>();
    for (String comment : comments) {
      parts.add(Doc.HARD_LINE);
      parts.add(Doc.text(line(comment)));
    }
    return Doc.concat(parts);
  }

  /// A comment holds no line end; where one got in, it must not become a statement.
  private static String line(String comment) {
    String one = comment.replaceAll("[\\r\\n]+", " ").stripTrailing();
    return one.isEmpty() ? "#" : "# " + one;
  }
}
