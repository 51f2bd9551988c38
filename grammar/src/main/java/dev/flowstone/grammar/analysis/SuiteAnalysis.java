package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.source.Diagnostic;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What is known of a test file, beside its tree.
///
/// @param diagnostics everything to complain of, in the order of the source
/// @param expressions what each expression compiles to
public record SuiteAnalysis(List<Diagnostic> diagnostics, Compiled expressions) {

  public SuiteAnalysis {
    diagnostics = List.copyOf(diagnostics);
  }

  /// The same where nothing is known of other workflows.
  public static SuiteAnalysis of(Suite suite, Optional<Program> workflow) {
    return of(suite, workflow, _ -> Optional.empty());
  }

  /// Analyses a test file; where the workflow is known, its handlers and signals are too, and those
  /// of the workflows that it calls, which are looked up by their names.
  public static SuiteAnalysis of(
      Suite suite, Optional<Program> workflow, Function<String, Optional<Program>> others) {
    Report report = new Report();
    SuiteWalk walk = new SuiteWalk(report, workflow.map(it -> SuiteNames.of(it, others)));
    walk.suite(suite);
    return new SuiteAnalysis(report.sorted(), walk.compiled());
  }

  public boolean hasErrors() {
    return diagnostics.stream()
        .anyMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR);
  }
}
