package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.ReservedWords;
import dev.flowstone.grammar.source.Code;
import java.util.Set;

/// Which words may be names.
///
/// The text front end cannot read `step = 1`, but the YAML one can read `as: step`; the rule is
/// held here for both.
final class Words {

  /// What the engine itself puts into scope.
  static final Set<String> GIVEN = Set.of("input", "run", "callback");

  private Words() {}

  /// Complains of a name that no variable may have.
  static boolean check(Name name, String what, Report report) {
    String text = name.text();
    if (ReservedWords.STATEMENTS.contains(text)) {
      report.add(
          Code.RESERVED_WORD
              .at("'" + text + "' begins a statement and cannot name " + what, name.span())
              .hint("choose another name, such as '" + text + "_result'"));
      return false;
    }
    if (GIVEN.contains(text)) {
      report.add(
          Code.RESERVED_NAME.at(
              "'" + text + "' is given by the engine and cannot name " + what, name.span()));
      return false;
    }
    if (ReservedWords.EXPRESSIONS.contains(text) || !isIdentifier(text)) {
      report.add(
          Code.RESERVED_NAME
              .at("'" + shown(text) + "' cannot name " + what, name.span())
              .hint("a name is made of letters, digits and '_', and begins with no digit"));
      return false;
    }
    return true;
  }

  /// Whether a variable may have the name.
  static boolean mayName(String text) {
    return isIdentifier(text) && !ReservedWords.contains(text) && !GIVEN.contains(text);
  }

  private static boolean isIdentifier(String text) {
    if (text.isEmpty() || Character.isDigit(text.charAt(0))) {
      return false;
    }
    return text.chars()
        .allMatch(c -> c == '_' || (c < 128 && (Character.isLetter(c) || Character.isDigit(c))));
  }

  /// A name as a message shows it: on one line, and not endlessly long.
  static String shown(String text) {
    String line =
        text.codePoints()
            .limit(60)
            .map(c -> Character.isISOControl(c) ? '?' : c)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return line.length() < text.length() ? line + "…" : line;
  }
}
