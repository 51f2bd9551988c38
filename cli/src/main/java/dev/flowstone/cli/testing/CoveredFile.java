package dev.flowstone.cli.testing;

import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.interpreter.testing.WorkflowCoverage;

/// What tests have covered of a workflow's file.
public record CoveredFile(SourceText text, WorkflowCoverage coverage) {

  int all() {
    return coverage.statements().size() + coverage.branches().size();
  }

  int covered() {
    return coverage.coveredStatements() + coverage.coveredBranches();
  }
}
