package dev.flowstone.cli.source;

import dev.flowstone.cli.terminal.Colors;
import dev.flowstone.cli.terminal.Document;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.DiagnosticText;
import dev.flowstone.grammar.source.Finding;
import dev.flowstone.grammar.source.SourceText;
import java.util.List;

/// The diagnostics of a file, for people and for programs.
public final class Findings {

  private Findings() {}

  /// Place and message, the line with a caret, the hint; each ended by a line end.
  public static String text(SourceText source, List<Diagnostic> diagnostics, Colors colors) {
    return new DiagnosticText(colors == Colors.ON).render(source, diagnostics);
  }

  /// `{file, line, column, end_line, end_column, severity, code, message, hint?, related?}`; lines
  /// and columns count from 1, columns in characters, ends are exclusive.
  public static List<Document> documents(SourceText source, List<Diagnostic> diagnostics) {
    return diagnostics.stream().map(each -> document(Finding.of(source, each))).toList();
  }

  private static Document document(Finding finding) {
    Document document =
        new Document()
            .put("file", finding.file())
            .put("line", finding.line())
            .put("column", finding.column())
            .put("end_line", finding.endLine())
            .put("end_column", finding.endColumn())
            .put("severity", finding.severity())
            .put("code", finding.code())
            .put("message", finding.message())
            .putText("hint", finding.hint());
    if (!finding.related().isEmpty()) {
      document.put("related", finding.related().stream().map(Findings::place).toList());
    }
    return document;
  }

  private static Document place(Finding.Place place) {
    return new Document()
        .put("line", place.line())
        .put("column", place.column())
        .put("message", place.message());
  }
}
