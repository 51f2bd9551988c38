package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.source.Span;
import java.util.List;

/// A node of a YAML document and its exact place; what it means is decided later.
///
/// Comments are not in the nodes, as YAML does not say whose they are: [Comments] holds what was
/// decided.
sealed interface Node {

  Span span();

  /// How a scalar was written.
  enum Style {
    PLAIN,
    SINGLE_QUOTED,
    DOUBLE_QUOTED,
    LITERAL,
    FOLDED
  }

  /// Text, as YAML sees it; its [Place] tells where each character of the value was written.
  record Scalar(String value, Style style, Place place) implements Node {

    @Override
    public Span span() {
      return place.span();
    }

    /// Whether nothing at all was written where a value belongs.
    boolean missing() {
      return style == Style.PLAIN && value.isEmpty();
    }
  }

  record Sequence(List<Item> items, boolean flow, Span span) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  record Mapping(List<Entry> entries, boolean flow, Span span) implements Node {
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  /// What a comment can belong to.
  sealed interface Holder {
    Node value();

    Span span();
  }

  record Item(Node value) implements Holder {
    @Override
    public Span span() {
      return value.span();
    }
  }

  record Entry(Scalar key, Node value) implements Holder {
    @Override
    public Span span() {
      return key.span().to(value.span());
    }

    String name() {
      return key.value();
    }
  }
}
