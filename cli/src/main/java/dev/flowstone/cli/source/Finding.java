package dev.flowstone.cli.source;

import dev.flowstone.cli.terminal.Document;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.Span;
import java.util.Locale;

/// A diagnostic of a file as programs read it.
///
/// `{file, line, column, end_line, end_column, severity, code, message, hint?, related?}`; lines
/// and columns count from 1, columns in characters, ends are exclusive.
public final class Finding {

  private Finding() {}

  public static Document document(SourceText text, Diagnostic diagnostic) {
    Document document =
        place(new Document().put("file", text.name()), text, diagnostic.span())
            .put("severity", diagnostic.severity().name().toLowerCase(Locale.ROOT))
            .put("code", diagnostic.code())
            .put("message", diagnostic.message())
            .putText("hint", diagnostic.hint());
    if (!diagnostic.related().isEmpty()) {
      document.put(
          "related",
          diagnostic.related().stream()
              .map(other ->
                  place(new Document(), text, other.span()).put("message", other.message()))
              .toList());
    }
    return document;
  }

  private static Document place(Document document, SourceText text, Span span) {
    SourceText.Position start = text.position(span.start());
    SourceText.Position end = text.position(span.end());
    return document
        .put("line", start.line())
        .put("column", start.column())
        .put("end_line", end.line())
        .put("end_column", end.column());
  }
}
