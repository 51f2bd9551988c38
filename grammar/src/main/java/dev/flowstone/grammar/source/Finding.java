package dev.flowstone.grammar.source;

import dev.flowstone.grammar.source.SourceText.Position;
import java.util.List;
import java.util.Optional;

/// A diagnostic as programs read it: with lines and columns, counted from 1, in place of offsets.
public record Finding(
    String file,
    int line,
    int column,
    int endLine,
    int endColumn,
    String severity,
    String code,
    String message,
    Optional<String> hint,
    List<Place> related) {

  /// Another place that has to do with it.
  public record Place(String message, int line, int column) {}

  public Finding {
    related = List.copyOf(related);
  }

  public static Finding of(SourceText source, Diagnostic diagnostic) {
    Position start = source.position(diagnostic.span().start());
    Position end = source.position(diagnostic.span().end());
    return new Finding(
        source.name(),
        start.line(),
        start.column(),
        end.line(),
        end.column(),
        diagnostic.severity().name().toLowerCase(java.util.Locale.ROOT),
        diagnostic.code(),
        diagnostic.message(),
        diagnostic.hint(),
        diagnostic.related().stream().map(related -> place(source, related)).toList());
  }

  private static Place place(SourceText source, Diagnostic.Related related) {
    Position position = source.position(related.span().start());
    return new Place(related.message(), position.line(), position.column());
  }
}
