package dev.flowstone.cli.source;

import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.interpreter.testing.Companion;
import java.util.List;
import java.util.Optional;

/// A file of the language, a workflow or tests, as far as its syntax goes.
///
/// @param printed what it can be written as, where its syntax is right
public record ParsedFile(
    SourceText text, Spelling spelling, Optional<Printed> printed, List<Diagnostic> diagnostics) {

  /// A tree, written in either spelling.
  @FunctionalInterface
  public interface Printed {
    String as(Spelling spelling);
  }

  public ParsedFile {
    diagnostics = List.copyOf(diagnostics);
  }

  public static ParsedFile of(WorkflowReader.Read read) {
    SourceText text = read.result().source();
    if (Companion.isSuite(text.name())) {
      SuiteSource suite = SuiteSource.parsed(read);
      return new ParsedFile(
          text,
          read.spelling(),
          suite.tree().map(tree -> spelling -> Printing.print(tree, spelling)),
          suite.diagnostics());
    }
    WorkflowSource workflow = WorkflowSource.parsed(read);
    return new ParsedFile(
        text,
        read.spelling(),
        workflow.tree().map(tree -> spelling -> Printing.print(tree, spelling)),
        workflow.diagnostics());
  }
}
