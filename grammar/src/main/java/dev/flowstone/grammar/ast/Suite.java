package dev.flowstone.grammar.ast;

import dev.flowstone.grammar.source.Span;
import java.util.List;

/// The tests of one workflow as they were written: the root of the tree of a test file, the same
/// from both spellings.
///
/// Among its lines are the tests themselves; what stands before them holds for each. The comments
/// above `tests of` are its `trivia`.
public record Suite(
    Name workflow, List<SuiteLine> lines, List<String> closingComments, Trivia trivia, Span span) {

  public Suite {
    lines = List.copyOf(lines);
    closingComments = List.copyOf(closingComments);
  }

  /// The tests, in the order of the source.
  public List<SuiteLine.Case> cases() {
    return lines.stream()
        .filter(SuiteLine.Case.class::isInstance)
        .map(SuiteLine.Case.class::cast)
        .toList();
  }
}
