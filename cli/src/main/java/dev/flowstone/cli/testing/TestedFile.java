package dev.flowstone.cli.testing;

import dev.flowstone.cli.source.WorkflowSource;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.interpreter.testing.TestOutcome;
import java.util.List;

/// What came of the tests of one file, and the workflow that they are about.
public record TestedFile(
    SourceText text, String workflow, WorkflowSource source, List<TestOutcome> outcomes) {

  public TestedFile {
    outcomes = List.copyOf(outcomes);
  }

  public long failures() {
    return outcomes.stream().filter(outcome -> !outcome.passed()).count();
  }
}
