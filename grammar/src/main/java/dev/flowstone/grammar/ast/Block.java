package dev.flowstone.grammar.ast;

import dev.flowstone.grammar.source.Span;
import java.util.List;

/// Statements in braces (in YAML: a sequence), with the comments that stand after the last of them.
public record Block(List<Statement> statements, List<String> closingComments, Span span) {

  public Block {
    statements = List.copyOf(statements);
    closingComments = List.copyOf(closingComments);
  }
}
