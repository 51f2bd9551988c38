package dev.flowstone.grammar.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A Mermaid flowchart in the making.
///
/// Edges are written after all nodes: one that is named inside a subgraph would be drawn into it.
final class Drawing {

  enum Shape {
    BOX("[", "]"),
    ROUND("([", "])"),
    DIAMOND("{", "}"),
    HEXAGON("{{", "}}"),
    DOUBLE("[[", "]]"),
    SLANTED("[/", "/]"),
    CIRCLE("((", "))");

    private final String open;
    private final String close;

    Shape(String open, String close) {
      this.open = open;
      this.close = close;
    }
  }

  /// Where an edge comes from, with what is written on it.
  record Tail(String node, Optional<String> label) {

    static Tail of(String node) {
      return new Tail(node, Optional.empty());
    }

    static Tail of(String node, String label) {
      return new Tail(node, Optional.of(label));
    }
  }

  private final StringBuilder nodes = new StringBuilder("flowchart TD\n");
  private final List<String> edges = new ArrayList<>();
  private int count;
  private int depth = 1;

  String node(Shape shape, String label) {
    String id = "n" + count++;
    line(id + shape.open + Label.quoted(label) + shape.close);
    return id;
  }

  /// A node with edges to it from everywhere that control comes from.
  String node(Shape shape, String label, List<Tail> from) {
    String id = node(shape, label);
    edges(from, id);
    return id;
  }

  void edges(List<Tail> from, String to) {
    from.forEach(tail -> edge(tail, to, "-->"));
  }

  void dotted(Tail from, String to) {
    edge(from, to, "-.->");
  }

  private void edge(Tail from, String to, String arrow) {
    String label = from.label().map(text -> "|" + Label.quoted(text) + "|").orElse("");
    edges.add(from.node() + " " + arrow + label + " " + to);
  }

  String open(String label) {
    String id = "s" + count++;
    line("subgraph " + id + "[" + Label.quoted(label) + "]");
    depth++;
    return id;
  }

  void close() {
    depth--;
    line("end");
  }

  private void line(String text) {
    nodes.append("  ".repeat(Math.min(depth, 20))).append(text).append('\n');
  }

  String text() {
    StringBuilder out = new StringBuilder(nodes);
    edges.forEach(edge -> out.append("  ").append(edge).append('\n'));
    return out.toString();
  }
}
