package dev.flowstone.grammar.format;

import dev.flowstone.grammar.ast.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Every comment of a tree, found in the printed records so that no node can be forgotten; empty
/// ones cannot be told from none there and are left out.
public final class AllComments {

  private static final Pattern ABOVE = Pattern.compile("(?:above|closingComments)=\\[([^\\]]*)\\]");
  private static final Pattern BESIDE = Pattern.compile("beside=Optional\\[([^\\]]*)\\]");

  private AllComments() {}

  public static List<String> of(Workflow workflow) {
    String printed = workflow.toString();
    List<String> found = new ArrayList<>();
    for (MatchResult match : ABOVE.matcher(printed).results().toList()) {
      if (!match.group(1).isEmpty()) {
        found.addAll(List.of(match.group(1).split(", ", -1)));
      }
    }
    BESIDE.matcher(printed).results().forEach(match -> found.add(match.group(1)));
    found.removeIf(String::isEmpty);
    return found;
  }
}
