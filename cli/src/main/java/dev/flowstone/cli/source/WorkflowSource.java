package dev.flowstone.cli.source;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.compile.Compilation;
import dev.flowstone.grammar.compile.Compiler;
import dev.flowstone.grammar.compile.Positions;
import dev.flowstone.grammar.parse.Parsed;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Diagnostic.Severity;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.yaml.YamlParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A workflow file and everything that its text alone tells: the tree, the program, the
/// diagnostics.
///
/// There is a tree where the syntax is right, and a program where nothing else is wrong either.
public record WorkflowSource(
    SourceText text,
    Spelling spelling,
    Optional<Workflow> tree,
    Optional<Program> program,
    Positions positions,
    List<Diagnostic> diagnostics) {

  public WorkflowSource {
    diagnostics = List.copyOf(diagnostics);
  }

  /// What is to be said of a program beside what its text tells; `steps` are the places of its
  /// calls.
  @FunctionalInterface
  public interface Check {
    List<Diagnostic> of(Program program, Map<String, Span> steps);
  }

  /// Parses, analyses and compiles.
  public static WorkflowSource checked(WorkflowReader.Read read) {
    return checked(read, (_, _) -> List.of());
  }

  /// The same, with a check of what was compiled.
  public static WorkflowSource checked(WorkflowReader.Read read, Check check) {
    WorkflowSource parsed = parsed(read);
    if (parsed.tree().isEmpty()) {
      return parsed;
    }
    Workflow tree = parsed.tree().get();
    Compilation compilation = Compiler.compile(tree, Analysis.of(tree));
    List<Diagnostic> all = new ArrayList<>(parsed.diagnostics());
    all.addAll(compilation.diagnostics());
    compilation
        .program()
        .ifPresent(program -> all.addAll(check.of(program, compilation.positions().steps())));
    return new WorkflowSource(
        parsed.text(),
        read.spelling(),
        parsed.tree(),
        compilation.program(),
        compilation.positions(),
        all);
  }

  /// Only parses.
  public static WorkflowSource parsed(WorkflowReader.Read read) {
    SourceText text = read.result().source();
    if (read.result().problem().isPresent()) {
      List<Diagnostic> unreadable = List.of(read.result().problem().get());
      return new WorkflowSource(
          text, read.spelling(), Optional.empty(), Optional.empty(), Positions.NONE, unreadable);
    }
    Parsed<Workflow> parsed =
        switch (read.spelling()) {
          case TEXT -> TextParser.parse(text);
          case YAML -> YamlParser.parse(text);
        };
    return new WorkflowSource(
        text,
        read.spelling(),
        parsed.value(),
        Optional.empty(),
        Positions.NONE,
        parsed.diagnostics());
  }

  public long count(Severity severity) {
    return diagnostics.stream().filter(each -> each.severity() == severity).count();
  }
}
