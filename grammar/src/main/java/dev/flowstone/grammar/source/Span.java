package dev.flowstone.grammar.source;

/// A half-open range of a source text, in UTF-16 code units from its beginning.
///
/// Both spellings use it: a node that came from YAML points into the YAML file. Lines and columns
/// are derived by [SourceText], so that a tree stays small and positions stay exact.
public record Span(int start, int end) {

  /// The span of a node that was made and not written, such as a default.
  public static final Span NONE = new Span(0, 0);

  public Span {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("span " + start + ".." + end);
    }
  }

  /// The smallest span that holds both.
  public Span to(Span other) {
    return new Span(Math.min(start, other.start), Math.max(end, other.end));
  }
}
