package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.source.Diagnostic;
import java.util.List;
import java.util.Optional;

/// What came of reading a text: the tree, where the text is of the language, and what there is to
/// say about it.
///
/// There is a value exactly when no diagnostic is an error; warnings may come beside it.
public record Parsed<T>(Optional<T> value, List<Diagnostic> diagnostics) {

  public Parsed {
    diagnostics = List.copyOf(diagnostics);
  }

  static <T> Parsed<T> of(T value, List<Diagnostic> diagnostics) {
    return new Parsed<>(Optional.of(value), diagnostics);
  }

  static <T> Parsed<T> failed(List<Diagnostic> diagnostics) {
    return new Parsed<>(Optional.empty(), diagnostics);
  }
}
