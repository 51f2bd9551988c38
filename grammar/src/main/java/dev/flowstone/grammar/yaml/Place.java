package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.source.Span;
import java.util.Arrays;

/// Where the characters of one scalar stand in the source.
///
/// The content of a scalar is not a slice of the source once it has escapes, folded lines or
/// indentation; an expression inside must still point at what was written. The map is made only
/// when somebody asks.
final class Place {

  private final String source;
  private final Span span;
  private final Node.Style style;
  private final String content;

  private int[] starts = {};
  private boolean exact;

  Place(String source, Span span, Node.Style style, String content) {
    this.source = source;
    this.span = span;
    this.style = style;
    this.content = content;
  }

  /// The whole scalar, with its quotes.
  Span span() {
    return span;
  }

  /// What was written for the content from `from` to `to`, in UTF-16 code units.
  Span of(int from, int to) {
    int start = offset(from);
    return new Span(start, Math.max(start, offset(to)));
  }

  /// Where a character of the content was written, or for its length where it ends.
  int offset(int at) {
    if (starts.length == 0) {
      map();
    }
    return starts[Math.max(0, Math.min(at, content.length()))];
  }

  /// Whether the map is exact; where it is not, every part of the content is the whole scalar.
  boolean exact() {
    if (starts.length == 0) {
      map();
    }
    return exact;
  }

  private void map() {
    ScalarDecoder decoder = new ScalarDecoder(source, span, content.length());
    if (decoder.decode(style, content)) {
      starts = decoder.starts();
      exact = true;
      return;
    }
    starts = new int[content.length() + 1];
    Arrays.fill(starts, span.start());
    starts[content.length()] = span.end();
  }
}
