package dev.flowstone.cli.source;

import dev.flowstone.cli.terminal.Colors;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.DiagnosticText;
import dev.flowstone.grammar.source.Finding;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.report.FindingDocument;
import java.util.List;

/// The diagnostics of a file, for people and for programs.
public final class Findings {

  private Findings() {}

  /// Place and message, the line with a caret, the hint; each ended by a line end.
  public static String text(SourceText source, List<Diagnostic> diagnostics, Colors colors) {
    return new DiagnosticText(colors == Colors.ON).render(source, diagnostics);
  }

  /// For programs.
  public static List<Document> documents(SourceText source, List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(each -> FindingDocument.of(Finding.of(source, each))).toList();
  }
}
