package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.Trivia;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A YAML document to be written: what is in it is decided, how it is laid out is not.
sealed interface Out {

  /// One line, as it is written in a block and as it is written in braces or brackets, where more
  /// needs quotes.
  record Leaf(String text, String inFlow) implements Out {
    boolean sameInFlow() {
      return text.equals(inFlow);
    }
  }

  /// Lines after `|`, with the chomping sign and where needed the indentation.
  record Literal(String header, List<String> lines) implements Out {
    public Literal {
      lines = List.copyOf(lines);
    }
  }

  /// A list; with `block` its items stand on lines of their own whatever their size.
  record Sequence(List<Item> items, boolean block, List<String> closing) implements Out {
    public Sequence {
      items = List.copyOf(items);
      closing = List.copyOf(closing);
    }
  }

  record Item(Out value, Trivia trivia) {}

  record Mapping(List<Pair> pairs, boolean block) implements Out {
    public Mapping {
      pairs = List.copyOf(pairs);
    }
  }

  record Pair(Leaf key, Out value, Trivia trivia) {}

  static Leaf word(String text) {
    return new Leaf(text, text);
  }

  static Pair pair(String key, Out value) {
    return new Pair(word(key), value, Trivia.NONE);
  }

  static Pair pair(String key, Out value, Trivia trivia) {
    return new Pair(word(key), value, trivia);
  }

  static Sequence words(List<Leaf> leaves) {
    return new Sequence(
        leaves.stream().map(leaf -> new Item(leaf, Trivia.NONE)).toList(), false, List.of());
  }

  /// A map under construction, in the order of its keys.
  static final class Pairs {
    private final List<Pair> pairs = new ArrayList<>();

    Pairs add(String key, Out value) {
      pairs.add(pair(key, value));
      return this;
    }

    Pairs add(String key, Optional<? extends Out> value) {
      value.ifPresent(v -> pairs.add(pair(key, v)));
      return this;
    }

    Pairs add(Pair pair) {
      pairs.add(pair);
      return this;
    }

    Pairs addAll(List<Pair> more) {
      pairs.addAll(more);
      return this;
    }

    Mapping flow() {
      return new Mapping(pairs, false);
    }

    Mapping block() {
      return new Mapping(pairs, true);
    }
  }
}
