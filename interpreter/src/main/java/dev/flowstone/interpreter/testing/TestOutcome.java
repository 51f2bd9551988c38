package dev.flowstone.interpreter.testing;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What came of one test.
///
/// @param recording what the execution did; absent where it never started
/// @param problem why the test could not be carried out, where it could not
/// @param onlyWhenCrashing whether all would be as expected on a host that does not die
/// @param took how long the test itself took
public record TestOutcome(
    String title,
    Optional<Recording> recording,
    List<Mismatch> mismatches,
    Optional<Problem> problem,
    boolean onlyWhenCrashing,
    Duration took) {

  public TestOutcome {
    mismatches = List.copyOf(mismatches);
  }

  public boolean passed() {
    return mismatches.isEmpty() && problem.isEmpty();
  }
}
