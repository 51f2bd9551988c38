package dev.flowstone.grammar.source;

import dev.flowstone.grammar.source.Diagnostic.Severity;
import dev.flowstone.grammar.source.SourceText.Position;
import java.util.List;

/// Renders diagnostics for people: `file:line:col: error: message [code]`, the line with a caret
/// under it, the hint, and the other places that have to do with it.
public final class DiagnosticText {

  private static final int WIDEST = 120;
  private static final int LEFT_OF_CARET = 60;
  private static final String RESET = "\u001b[0m";
  private static final String BOLD = "\u001b[1m";
  private static final String FAINT = "\u001b[2m";

  private final boolean colour;

  /// With `colour`, words are marked by ANSI sequences; whether the reader is a terminal is the
  /// caller's to know.
  public DiagnosticText(boolean colour) {
    this.colour = colour;
  }

  /// All of them, each ended by a line end.
  public String render(SourceText source, List<Diagnostic> diagnostics) {
    StringBuilder out = new StringBuilder();
    diagnostics.forEach(diagnostic -> render(source, diagnostic, out));
    return out.toString();
  }

  public String render(SourceText source, Diagnostic diagnostic) {
    StringBuilder out = new StringBuilder();
    render(source, diagnostic, out);
    return out.toString();
  }

  private void render(SourceText source, Diagnostic diagnostic, StringBuilder out) {
    String severity = word(diagnostic.severity());
    out.append(marked(BOLD, place(source, diagnostic.span()) + ":"))
        .append(' ')
        .append(marked(colourOf(diagnostic.severity()), severity + ":"))
        .append(' ')
        .append(visible(diagnostic.message()))
        .append(marked(FAINT, " [" + diagnostic.code() + "]"))
        .append('\n');
    snippet(source, diagnostic.span(), colourOf(diagnostic.severity()), out);
    diagnostic.hint().ifPresent(hint -> out.append("  hint: ").append(visible(hint)).append('\n'));
    for (Diagnostic.Related related : diagnostic.related()) {
      out.append("  ")
          .append(place(source, related.span()))
          .append(": ")
          .append(visible(related.message()))
          .append('\n');
    }
  }

  private static String place(SourceText source, Span span) {
    Position position = source.position(span.start());
    return source.name() + ":" + position.line() + ":" + position.column();
  }

  private static String word(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFO -> "info";
    };
  }

  private static String colourOf(Severity severity) {
    return switch (severity) {
      case ERROR -> "\u001b[1;31m";
      case WARNING -> "\u001b[1;33m";
      case INFO -> "\u001b[1;36m";
    };
  }

  private String marked(String colourCode, String text) {
    return colour ? colourCode + text + RESET : text;
  }

  /// The line that the span begins in, with carets under as much of the span as is in it.
  private void snippet(SourceText source, Span span, String colourCode, StringBuilder out) {
    Position position = source.position(span.start());
    String line = source.line(position.line());
    if (line.isBlank()) {
      return;
    }
    int[] points = line.codePoints().toArray();
    int start = Math.min(position.column() - 1, points.length);
    int length =
        source.text().codePointCount(span.start(), Math.min(span.end(), source.text().length()));
    int end = Math.max(start + 1, Math.min(start + length, points.length));
    int from = points.length <= WIDEST || start <= LEFT_OF_CARET ? 0 : start - LEFT_OF_CARET;
    int to = Math.min(points.length, from + WIDEST);
    String number = String.valueOf(position.line());
    String cutLeft = from > 0 ? "…" : "";
    String cutRight = to < points.length ? "…" : "";
    String shown = visible(new String(points, from, to - from));
    out.append(marked(FAINT, "  " + number + " | "))
        .append(cutLeft)
        .append(shown)
        .append(cutRight)
        .append('\n')
        .append(" ".repeat(number.length() + 2))
        .append(marked(FAINT, " | "))
        .append(" ".repeat(cutLeft.length() + start - from))
        .append(marked(colourCode, "^".repeat(Math.max(1, Math.min(end, to) - start))))
        .append('\n');
  }

  /// Signs that would move the cursor or start a sequence of the terminal are shown as one blank or
  /// question mark.
  private static String visible(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(point -> {
          if (point == '\t') {
            out.append(' ');
          } else if (Character.isISOControl(point)
              || Character.getType(point) == Character.FORMAT) {
            out.append('?');
          } else {
            out.appendCodePoint(point);
          }
        });
    return out.toString();
  }
}
