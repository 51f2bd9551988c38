package dev.flowstone.tests.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Smaller workflows than a generated one: a statement or a clause less, a block in the place of
/// what holds it, a literal in the place of an expression. Not all of them pass the analysis.
///
/// It works on lines, of which the generator and the formatter write one for each statement, clause
/// and border of a block.
final class Reductions {
  private static final List<String> EXPRESSIONS =
      List.of(
          "^( *\\w+ = )(?!step|poll|wait|call|start|for|parallel).+$ > $10",
          "^( *(?:return|yield) ).+$ > $10",
          "^(.*\\(of: ).+\\)$ > $10)",
          "^( *(?:} else )?if ).+ \\{$ > $1true {",
          "^( *while ).+( max \\d+ \\{)$ > $1true$2",
          "^( *match ).+ \\{$ > $10 {",
          "^(.*for \\w+ in )(?:\\[.*]|\\S+)(.* \\{)$ > $1[1, 2]$2",
          "^( *fail \\w+) .+$ > $1",
          "^(.*) at most once(.*)$ > $1$2",
          "^(.*) heartbeat \\w+(.*)$ > $1$2",
          "^(.*step .*) timeout \\w+(.*)$ > $1$2",
          "^(.*\\)) compensate [^{]+$ > $1",
          "^(.*) compensate \\{ .* \\}$ > $1",
          "^(.*) compensate \\{ step (\\w+\\.\\w+\\(.*?\\)) .*\\}$ > $1 compensate $2",
          "^(.*step .*) retry \\w+$ > $1",
          "^( *retry ).+ attempts.*$ > $11 attempts",
          "^( *timeout )(?!\\d).+$ > $11m",
          "^( *wait )(?!for|until|1s).+$ > $11s",
          "^(.*parallel.*?) max \\d+(.*)$ > $1$2",
          "^(.*parallel.*?)(?: settle| first \\d+| tolerate \\d+%?)(.*)$ > $1$2");

  private Reductions() {}

  /// The largest first.
  static List<String> of(String workflow) {
    List<String> lines = workflow.lines().toList();
    List<String> smaller = new ArrayList<>();
    for (int i = lines.size() - 1; i > 0; i--) {
      if (lines.get(i).equals("---")) {
        smaller.add(without(lines, i, section(lines, i), List.of()));
      }
      if (lines.get(i).isBlank() || closes(lines.get(i)) || declaresInput(lines, i)) {
        continue;
      }
      int end = end(lines, i);
      smaller.add(without(lines, i, end, List.of()));
      unwrapped(lines, i, end).forEach(smaller::add);
    }
    for (int i = lines.size() - 1; i > 0; i--) {
      for (String rule : EXPRESSIONS) {
        int arrow = rule.indexOf(" > ");
        String other =
            lines.get(i).replaceFirst(rule.substring(0, arrow), rule.substring(arrow + 3));
        if (!other.equals(lines.get(i))) {
          smaller.add(without(lines, i, i + 1, List.of(other)));
        }
      }
    }
    return smaller;
  }

  /// Without that, an input would be refused.
  private static boolean declaresInput(List<String> lines, int at) {
    int from = at;
    while (from > 0 && indent(lines.get(from)) > 0) {
      from--;
    }
    return lines.get(from).equals("input {");
  }

  private static int section(List<String> lines, int from) {
    int end = from + 1;
    while (end < lines.size() && !lines.get(end).equals("---")) {
      end++;
    }
    return end;
  }

  private static boolean closes(String line) {
    return line.strip().startsWith("}");
  }

  private static int indent(String line) {
    return line.length() - line.stripLeading().length();
  }

  /// Behind the last line that belongs to what begins at one.
  private static int end(List<String> lines, int from) {
    int indent = indent(lines.get(from));
    int end = from + 1;
    while (end < lines.size() && !lines.get(end).isBlank() && belongs(lines, from, end, indent)) {
      end++;
    }
    return end;
  }

  private static boolean belongs(List<String> lines, int from, int at, int indent) {
    return indent(lines.get(at)) > indent
        || (indent(lines.get(at)) == indent
            && closes(lines.get(at))
            && lines.get(from).endsWith("{"));
  }

  /// Each of the blocks in the place of what holds them, and what is left without one of several.
  private static Stream<String> unwrapped(List<String> lines, int from, int end) {
    List<Integer> borders = new ArrayList<>();
    int indent = indent(lines.get(from));
    for (int i = from; i < end; i++) {
      if (i == from || (indent(lines.get(i)) == indent && closes(lines.get(i)))) {
        borders.add(i);
      }
    }
    List<String> found = new ArrayList<>();
    for (int i = 0; i + 1 < borders.size(); i++) {
      int first = borders.get(i);
      int last = borders.get(i + 1);
      found.add(without(lines, from, end, lines.subList(first + 1, last)));
      if (i > 0) {
        found.add(without(lines, first, last, List.of()));
      }
    }
    return found.stream();
  }

  private static String without(List<String> lines, int from, int end, List<String> instead) {
    List<String> all = new ArrayList<>(lines.subList(0, from));
    all.addAll(instead);
    all.addAll(lines.subList(end, lines.size()));
    return String.join("\n", all) + "\n";
  }
}
