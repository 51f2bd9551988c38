package dev.flowstone.grammar.testing;

import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.SourceText.Position;
import dev.flowstone.grammar.source.Span;
import java.util.List;
import java.util.Locale;

/// Diagnostics as goldens show them: what is said, where, with a caret under it.
public final class Rendered {

  private Rendered() {}

  public static String of(SourceText source, List<Diagnostic> diagnostics) {
    StringBuilder out = new StringBuilder();
    for (Diagnostic diagnostic : diagnostics) {
      out.append(diagnostic.severity().name().toLowerCase(Locale.ROOT))
          .append('[')
          .append(diagnostic.code())
          .append("]: ")
          .append(diagnostic.message())
          .append('\n');
      place(out, source, diagnostic.span());
      diagnostic.hint().ifPresent(hint -> out.append("  = ").append(hint).append('\n'));
      for (Diagnostic.Related related : diagnostic.related()) {
        out.append("  note: ").append(related.message()).append('\n');
        place(out, source, related.span());
      }
      out.append('\n');
    }
    return out.toString();
  }

  private static void place(StringBuilder out, SourceText source, Span span) {
    Position start = source.position(span.start());
    Position end = source.position(span.end());
    String line = source.line(start.line());
    int last = end.line() == start.line() ? end.column() : line.length() + 1;
    String number = String.format(Locale.ROOT, "%4d", start.line());
    out.append(number).append(" | ").append(line).append('\n');
    out.append("     | ")
        .append(" ".repeat(start.column() - 1))
        .append("^".repeat(Math.max(1, last - start.column())))
        .append('\n');
  }
}
