package dev.flowstone.grammar.graph;

import dev.flowstone.grammar.ast.Workflow;

/// A workflow as a Mermaid flowchart: steps as boxes, decisions as diamonds, waits as hexagons,
/// undos dotted.
///
/// Drawn from the tree, so that every construct and every file that parses has a picture, also what
/// cannot be run yet and what has errors.
public final class MermaidGraph {

  private MermaidGraph() {}

  /// The text of the diagram, which ends with a line end.
  public static String of(Workflow workflow) {
    return new Sketch().draw(workflow);
  }
}
