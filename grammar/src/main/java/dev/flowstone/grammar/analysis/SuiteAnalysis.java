package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.source.Diagnostic;
import java.util.List;
import java.util.Optional;

/// What is known of a test file, beside its tree.
///
/// @param diagnostics everything to complain of, in the order of the source
/// @param expressions what each expression compiles to
public record SuiteAnalysis(List<Diagnostic> diagnostics, Compiled expressions) {

  public SuiteAnalysis {
    diagnostics = List.copyOf(diagnostics);
  }

  /// Analyses a test file; where the workflow is known, its handlers and signals are too.
  public static SuiteAnalysis of(Suite suite, Optional<Program> workflow) {
    Report report = new Report();
    SuiteWalk walk = new SuiteWalk(report, workflow.map(SuiteNames::of));
    walk.suite(suite);
    return new SuiteAnalysis(report.sorted(), walk.compiled());
  }

  public boolean hasErrors() {
    return diagnostics.stream()
        .anyMatch(diagnostic -> diagnostic.severity() == Diagnostic.Severity.ERROR);
  }
}
