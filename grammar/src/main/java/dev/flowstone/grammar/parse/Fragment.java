package dev.flowstone.grammar.parse;

import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.Span;
import java.util.function.IntUnaryOperator;

/// A piece of the language that was found inside of something else, such as an expression in a YAML
/// scalar.
///
/// `offsets` turns an offset in `text`, from 0 to its length, into the offset in the source that it
/// came from; it must not decrease. Every span that is made from the fragment points into the
/// source.
public record Fragment(String text, IntUnaryOperator offsets) {

  /// A whole source as a fragment of itself.
  public static Fragment of(SourceText source) {
    return new Fragment(source.text(), IntUnaryOperator.identity());
  }

  /// A piece of a source that stands there as it is, without escapes.
  public static Fragment of(SourceText source, Span span) {
    return new Fragment(
        source.text().substring(span.start(), span.end()), offset -> offset + span.start());
  }

  /// From one offset of the text to another, as a span of the source.
  Span span(int start, int end) {
    int from = offsets.applyAsInt(start);
    return new Span(from, Math.max(from, offsets.applyAsInt(end)));
  }
}
