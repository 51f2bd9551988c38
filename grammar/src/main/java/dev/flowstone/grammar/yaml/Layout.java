package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.Trivia;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Lays a document out: small values on one line in braces and brackets, everything else on lines
/// of its own.
final class Layout {

  static final int WIDTH = 100;

  private final StringBuilder out = new StringBuilder();

  private Layout() {}

  static String of(Out.Mapping root) {
    Layout layout = new Layout();
    layout.pairs(root.pairs(), 0, false);
    return layout.out.toString();
  }

  /// The pairs of a map; where it begins behind `- `, the first of them has its place already.
  private void pairs(List<Out.Pair> pairs, int indent, boolean inPlace) {
    boolean first = true;
    for (Out.Pair pair : pairs) {
      if (!first || !inPlace) {
        blankLine(pair.trivia().blankLineBefore() && !first);
        comments(pair.trivia().above(), indent);
        indent(indent);
      }
      first = false;
      out.append(pair.key().text()).append(':');
      value(pair.value(), pair.trivia().beside(), indent, pair.key().text().length() + 1 + indent);
    }
  }

  private void value(Out value, Optional<String> beside, int indent, int column) {
    Optional<String> line = oneLine(value, column + 2);
    if (line.isPresent()) {
      out.append(line.get().isEmpty() ? "" : " ").append(line.get());
      beside(beside);
      return;
    }
    switch (value) {
      case Out.Leaf leaf -> {
        out.append(' ').append(leaf.text());
        beside(beside);
      }
      case Out.Literal literal -> {
        out.append(' ');
        literal(literal, beside, indent + 2);
      }
      case Out.Sequence sequence when sequence.items().isEmpty() -> {
        out.append(" [");
        beside(beside);
        comments(sequence.closing(), indent + 2);
        indent(indent);
        out.append("]\n");
      }
      case Out.Sequence sequence -> {
        beside(beside);
        sequence(sequence, indent + 2);
      }
      case Out.Mapping mapping -> {
        beside(beside);
        pairs(mapping.pairs(), indent + 2, false);
      }
    }
  }

  private void sequence(Out.Sequence sequence, int indent) {
    boolean first = true;
    for (Out.Item item : sequence.items()) {
      blankLine(item.trivia().blankLineBefore() && !first);
      first = false;
      comments(item.trivia().above(), indent);
      firstPairAbove(item.value(), indent);
      indent(indent);
      out.append('-');
      item(item, indent);
    }
    comments(sequence.closing(), indent);
  }

  private void item(Out.Item item, int indent) {
    Optional<String> line = oneLine(item.value(), indent + 2);
    if (line.isPresent() || !(item.value() instanceof Out.Mapping mapping)) {
      value(item.value(), item.trivia().beside(), indent, indent + 2);
      return;
    }
    out.append(' ');
    if (item.trivia().beside().isPresent()) {
      pairs(besideFirst(mapping, item.trivia().beside()).pairs(), indent + 2, true);
    } else {
      pairs(mapping.pairs(), indent + 2, true);
    }
  }

  /// Of an item that is a map, the first line is that of its first key.
  private static Out.Mapping besideFirst(Out.Mapping mapping, Optional<String> beside) {
    Out.Pair first = mapping.pairs().getFirst();
    List<Out.Pair> pairs = new ArrayList<>(mapping.pairs());
    Trivia trivia = first.trivia();
    pairs.set(
        0, new Out.Pair(first.key(), first.value(), new Trivia(false, trivia.above(), beside)));
    return new Out.Mapping(pairs, mapping.block());
  }

  private void firstPairAbove(Out value, int indent) {
    if (value instanceof Out.Mapping mapping && !mapping.pairs().isEmpty()) {
      comments(mapping.pairs().getFirst().trivia().above(), indent);
    }
  }

  private void literal(Out.Literal literal, Optional<String> beside, int indent) {
    out.append(literal.header());
    beside(beside);
    for (String line : literal.lines()) {
      if (!line.isEmpty()) {
        indent(indent);
        out.append(line);
      }
      out.append('\n');
    }
  }

  private void blankLine(boolean wanted) {
    if (wanted) {
      out.append('\n');
    }
  }

  private void comments(List<String> comments, int indent) {
    for (String comment : comments) {
      indent(indent);
      out.append(Quoting.comment(comment)).append('\n');
    }
  }

  private void beside(Optional<String> comment) {
    comment.ifPresent(text -> out.append(' ').append(Quoting.comment(text)));
    out.append('\n');
  }

  private void indent(int columns) {
    out.repeat(' ', columns);
  }

  /// The value on the rest of the line, where that is possible and reads well.
  private static Optional<String> oneLine(Out value, int column) {
    if (value instanceof Out.Leaf leaf) {
      return Optional.of(leaf.text());
    }
    if (!flows(value)) {
      return Optional.empty();
    }
    String text = flow(value);
    return column + text.length() <= WIDTH ? Optional.of(text) : Optional.empty();
  }

  private static boolean flows(Out value) {
    return switch (value) {
      case Out.Leaf leaf -> leaf.sameInFlow();
      case Out.Literal _ -> false;
      case Out.Sequence sequence ->
          sequence.closing().isEmpty()
              && (!sequence.block() || sequence.items().isEmpty())
              && sequence.items().stream()
                  .allMatch(i -> i.trivia().equals(Trivia.NONE) && flows(i.value()));
      case Out.Mapping mapping ->
          (!mapping.block() || mapping.pairs().isEmpty())
              && mapping.pairs().stream()
                  .allMatch(p ->
                      p.trivia().equals(Trivia.NONE) && p.key().sameInFlow() && flows(p.value()));
    };
  }

  private static String flow(Out value) {
    return switch (value) {
      case Out.Leaf leaf -> leaf.inFlow();
      case Out.Literal literal -> String.join(" ", literal.lines());
      case Out.Sequence sequence ->
          sequence.items().stream()
              .map(i -> flow(i.value()))
              .collect(Collectors.joining(", ", "[", "]"));
      case Out.Mapping mapping ->
          mapping.pairs().stream()
              .map(p -> p.key().inFlow() + ": " + flow(p.value()))
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }
}
