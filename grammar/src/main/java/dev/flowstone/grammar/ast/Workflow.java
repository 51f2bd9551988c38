package dev.flowstone.grammar.ast;

import dev.flowstone.grammar.source.Span;
import java.util.List;

/// One workflow as it was written: the root of the tree that both spellings give.
///
/// The tree holds nothing semantic; what is known of it is computed by the analysis and kept beside
/// it. The comments above `workflow` are its `trivia`.
public record Workflow(
    Name name, List<Declaration> declarations, Block body, Trivia trivia, Span span) {

  public Workflow {
    declarations = List.copyOf(declarations);
  }
}
