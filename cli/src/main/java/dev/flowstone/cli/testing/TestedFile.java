package dev.flowstone.cli.testing;

import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.interpreter.testing.TestOutcome;
import java.util.List;

/// What came of the tests of one file.
public record TestedFile(SourceText text, String workflow, List<TestOutcome> outcomes) {

  public TestedFile {
    outcomes = List.copyOf(outcomes);
  }

  public long failures() {
    return outcomes.stream().filter(outcome -> !outcome.passed()).count();
  }
}
