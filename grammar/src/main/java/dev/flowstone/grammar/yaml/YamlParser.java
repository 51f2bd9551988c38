package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.source.SourceText;
import java.util.Optional;

/// Reads a workflow in the YAML spelling: the same tree as from the text, with places in the YAML
/// file.
///
/// Nothing here throws on account of what is read: every text ends in a tree or in diagnostics, in
/// bounded time and memory.
public final class YamlParser {

  private YamlParser() {}

  public static Parsed<Workflow> parse(SourceText source) {
    Problems problems = new Problems();
    Optional<Workflow> workflow =
        NodeReader.read(source, problems).flatMap(root -> workflow(source, root, problems));
    return new Parsed<>(problems.any() ? Optional.empty() : workflow, problems.sorted());
  }

  /// The tests of a workflow.
  public static Parsed<Suite> parseSuite(SourceText source) {
    Problems problems = new Problems();
    Optional<Suite> suite =
        NodeReader.read(source, problems).flatMap(root -> suite(source, root, problems));
    return new Parsed<>(problems.any() ? Optional.empty() : suite, problems.sorted());
  }

  private static Optional<Suite> suite(SourceText source, Node root, Problems problems) {
    if (problems.any()) {
      return Optional.empty();
    }
    Reading reading = new Reading(problems, CommentBinder.bind(source.text(), root));
    return new SuiteReader(reading, new Embedded(reading)).suite(root);
  }

  private static Optional<Workflow> workflow(SourceText source, Node root, Problems problems) {
    if (problems.any()) {
      return Optional.empty();
    }
    Reading reading = new Reading(problems, CommentBinder.bind(source.text(), root));
    return new Header(reading, new Embedded(reading)).workflow(root);
  }
}
