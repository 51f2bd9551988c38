package dev.flowstone.interpreter.report;

import dev.flowstone.grammar.source.Finding;

/// A diagnostic as programs read it: what `flow lint --json` prints, and a host that refuses a
/// workflow answers.
public final class FindingDocument {

  private FindingDocument() {}

  /// `{file, line, column, end_line, end_column, severity, code, message, hint?, related?}`; lines
  /// and columns count from 1, columns in characters, ends are exclusive.
  public static Document of(Finding finding) {
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
      document.put("related", finding.related().stream().map(FindingDocument::place).toList());
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
