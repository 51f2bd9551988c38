package dev.flowstone.grammar.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Writes text as YAML scalars, with quotes only where YAML would see something else without them.
final class Quoting {

  private static final String NEVER_FIRST = "-?:,[]{}#&*!|>'\"%@`~=";
  private static final String NOT_IN_FLOW = ",[]{}?";

  private Quoting() {}

  /// Text that is read as it stands, such as a name, a type or an expression.
  static Out.Leaf raw(String text) {
    return plain(text)
        ? new Out.Leaf(text, plainInFlow(text) ? text : quoted(text))
        : Out.word(quoted(text));
  }

  static Out.Leaf always(String text) {
    return Out.word(quoted(text));
  }

  /// Text of several lines after `|`, where its characters allow that.
  static Optional<Out.Literal> literal(String text) {
    boolean odd = text.isBlank() || text.codePoints().anyMatch(c -> c != '\n' && !shown(c));
    if (odd) {
      return Optional.empty();
    }
    int end = text.length();
    while (text.charAt(end - 1) == '\n') {
      end--;
    }
    int ends = text.length() - end;
    List<String> lines = new ArrayList<>(List.of(text.substring(0, end).split("\n", -1)));
    for (int i = 1; i < ends; i++) {
      lines.add("");
    }
    boolean indented =
        lines.stream().filter(line -> !line.isBlank()).findFirst().orElse("").startsWith(" ");
    boolean blanks = lines.stream().anyMatch(line -> !line.isEmpty() && line.isBlank());
    if (blanks || lines.getFirst().isEmpty()) {
      return Optional.empty();
    }
    String chomping = ends == 0 ? "-" : ends == 1 ? "" : "+";
    return Optional.of(new Out.Literal("|" + (indented ? "2" : "") + chomping, lines));
  }

  /// A comment as it is written; what YAML does not let stand in a comment is spelled out.
  static String comment(String text) {
    StringBuilder out = new StringBuilder(text.isEmpty() ? "#" : "# ");
    text.codePoints()
        .forEach(c -> {
          if (shown(c) || c == '\t') {
            out.appendCodePoint(c);
          } else {
            out.append("\\u%04X".formatted(c));
          }
        });
    return out.toString();
  }

  private static boolean plain(String text) {
    if (text.isEmpty()
        || text.charAt(0) == ' '
        || text.charAt(text.length() - 1) == ' '
        || text.equals("<<")) {
      return false;
    }
    char first = text.charAt(0);
    boolean sign = first == '-' && text.length() > 1 && Character.isLetterOrDigit(text.charAt(1));
    if (NEVER_FIRST.indexOf(first) >= 0 && !sign) {
      return false;
    }
    if (text.contains(": ")
        || text.endsWith(":")
        || text.contains(" #")
        || text.startsWith("...")) {
      return false;
    }
    return text.codePoints().allMatch(Quoting::shown);
  }

  private static boolean plainInFlow(String text) {
    return text.chars().noneMatch(c -> NOT_IN_FLOW.indexOf(c) >= 0);
  }

  /// Whether a character can stand in YAML as it is, and is neither a tab nor the end of a line.
  private static boolean shown(int c) {
    return c >= 0x20
        && c != 0x7F
        && !(c >= 0x80 && c < 0xA0)
        && c != 0x2028
        && c != 0x2029
        && c != 0xFEFF
        && !(c >= 0xD800 && c <= 0xDFFF)
        && c != 0xFFFE
        && c != 0xFFFF;
  }

  private static String quoted(String text) {
    boolean single =
        (text.indexOf('"') >= 0 || text.indexOf('\\') >= 0)
            && text.codePoints().allMatch(Quoting::shown);
    return single ? "'" + text.replace("'", "''") + "'" : doubleQuoted(text);
  }

  private static String doubleQuoted(String text) {
    StringBuilder out = new StringBuilder("\"");
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '\r' -> out.append("\\r");
            default -> {
              if (shown(c)) {
                out.appendCodePoint(c);
              } else {
                out.append("\\u%04X".formatted(c));
              }
            }
          }
        });
    return out.append('"').toString();
  }
}
