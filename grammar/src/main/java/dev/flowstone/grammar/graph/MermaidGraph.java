package dev.flowstone.grammar.graph;

import dev.flowstone.grammar.ast.Workflow;

/// A workflow as a Mermaid flowchart: steps as boxes, decisions as diamonds, waits as hexagons,
/// undos dotted.
///
/// Drawn from the tree, so that every file that parses has a picture, also one with errors.
public final class MermaidGraph {

  private MermaidGraph() {}

  /// The text of the diagram, which ends with a line end.
  public static String of(Workflow workflow) {
    return new Sketch().draw(workflow);
  }
}
