package dev.flowstone.cli.source;

import dev.flowstone.grammar.analysis.SuiteAnalysis;
import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Diagnostic.Severity;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.yaml.YamlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A test file and everything that its text tells, with or without its workflow.
///
/// There is a tree where the syntax is right, and an analysis where there is a tree.
public record SuiteSource(
    SourceText text,
    Spelling spelling,
    Optional<Suite> tree,
    Optional<SuiteAnalysis> analysis,
    List<Diagnostic> diagnostics) {

  public SuiteSource {
    diagnostics = List.copyOf(diagnostics);
  }

  /// Only parses.
  public static SuiteSource parsed(WorkflowReader.Read read) {
    SourceText text = read.result().source();
    if (read.result().problem().isPresent()) {
      List<Diagnostic> unreadable = List.of(read.result().problem().get());
      return new SuiteSource(text, read.spelling(), Optional.empty(), Optional.empty(), unreadable);
    }
    Parsed<Suite> parsed =
        switch (read.spelling()) {
          case TEXT -> TextParser.parseSuite(text);
          case YAML -> YamlParser.parseSuite(text);
        };
    return new SuiteSource(
        text, read.spelling(), parsed.value(), Optional.empty(), parsed.diagnostics());
  }

  /// Analyses what was parsed; with the program of its workflow, against that and those that it
  /// calls, which are looked up by their names.
  public SuiteSource checked(
      Optional<Program> workflow, Function<String, Optional<Program>> others) {
    if (tree.isEmpty()) {
      return this;
    }
    SuiteAnalysis known = SuiteAnalysis.of(tree.get(), workflow, others);
    List<Diagnostic> all = new ArrayList<>(diagnostics);
    all.addAll(known.diagnostics());
    return new SuiteSource(text, spelling, tree, Optional.of(known), all);
  }

  public boolean hasErrors() {
    return diagnostics.stream().anyMatch(each -> each.severity() == Severity.ERROR);
  }
}
