package dev.flowstone.cli.testing;

import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.SourceText;
import java.util.List;

/// A file that keeps tests from being run, and what is wrong with it.
public record CheckedFile(SourceText text, List<Diagnostic> diagnostics) {
  public CheckedFile {
    diagnostics = List.copyOf(diagnostics);
  }
}
