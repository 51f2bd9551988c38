package dev.flowstone.cli.source;

import dev.flowstone.cli.terminal.Colors;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Diagnostic.Severity;
import dev.flowstone.grammar.source.SourceText;
import java.util.Locale;

/// A diagnostic of a file as people read it: place and message, the line with a caret, the hint.
public final class FindingText {

  private FindingText() {}

  public static String of(SourceText text, Diagnostic diagnostic, Colors colors) {
    SourceText.Position at = text.position(diagnostic.span().start());
    return text.name()
        + ":"
        + at.line()
        + ":"
        + at.column()
        + ": "
        + severity(diagnostic.severity(), colors)
        + ": "
        + Printable.line(diagnostic.message())
        + " ["
        + diagnostic.code()
        + "]";
  }

  /// `3 errors`.
  static String counted(Severity severity, int count, Colors colors) {
    String word = severity.name().toLowerCase(Locale.ROOT);
    return paint(severity, count + " " + word + (count == 1 ? "" : "s"), colors);
  }

  private static String severity(Severity severity, Colors colors) {
    return paint(severity, severity.name().toLowerCase(Locale.ROOT), colors);
  }

  private static String paint(Severity severity, String text, Colors colors) {
    return switch (severity) {
      case ERROR -> colors.red(text);
      case WARNING -> colors.yellow(text);
      case INFO -> colors.cyan(text);
    };
  }
}
