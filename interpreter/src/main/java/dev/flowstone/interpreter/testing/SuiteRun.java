package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.analysis.SuiteAnalysis;
import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.ast.SuiteLine;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The tests of one file, ready to be run.
///
/// @param analysis of the suite, without errors
/// @param workflows those that it may call
/// @param handlers those that a test may call themselves
/// @param crashing whether the host dies after every checkpoint
public record SuiteRun(
    Suite suite,
    SuiteAnalysis analysis,
    Program program,
    Workflows workflows,
    HandlerRegistry handlers,
    boolean crashing) {

  /// Runs one test of the file. Where it fails on a host that dies, and no handler left anything
  /// behind, it is run again on one that does not, to tell whether it is that.
  public TestOutcome run(SuiteLine.Case one, Coverage coverage) {
    long began = System.nanoTime();
    TestOutcome outcome = run(one, crashing, coverage);
    boolean again =
        crashing && !outcome.passed() && outcome.recording().filter(Recording::real).isEmpty();
    boolean onlyWhenCrashing = again && run(one, false, new Coverage()).passed();
    return new TestOutcome(
        outcome.title(),
        outcome.recording(),
        outcome.mismatches(),
        outcome.problem(),
        onlyWhenCrashing,
        Duration.ofNanos(System.nanoTime() - began));
  }

  /// What is about no line is about the test.
  private static Problem placed(Problem problem, SuiteLine.Case one) {
    return new Problem(problem.message(), problem.place().or(() -> Optional.of(one.span())));
  }

  private TestOutcome run(SuiteLine.Case one, boolean crashes, Coverage coverage) {
    SuiteValues values = new SuiteValues(analysis.expressions());
    try {
      Scenario scenario = ScenarioReader.read(this, one, values, crashes);
      Recording recording = ScenarioRun.of(scenario, coverage);
      List<Mismatch> mismatches =
          recording.problem().isPresent() ? List.of() : Expectations.check(one, values, recording);
      return new TestOutcome(
          one.title(),
          Optional.of(recording),
          mismatches,
          recording.problem().map(problem -> placed(problem, one)),
          false,
          Duration.ZERO);
    } catch (SuiteValues.NoValue e) {
      return new TestOutcome(
          one.title(), Optional.empty(), List.of(), Optional.of(e.problem()), false, Duration.ZERO);
    }
  }
}
