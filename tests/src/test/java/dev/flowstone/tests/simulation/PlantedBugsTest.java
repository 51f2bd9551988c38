package dev.flowstone.tests.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A simulation that finds nothing proves nothing: it finds each of these bugs, soon, and tells of
/// it by a case that is small and can be repeated.
final class PlantedBugsTest {
  private static final int PATIENCE = 10_000;
  private static final int SMALL = 6;

  @ParameterizedTest
  @EnumSource
  void isFound(PlantedBug bug) {
    Trial.Outcome found = find(bug).orElseThrow(() -> new AssertionError(bug + " was not found"));

    Trial.Outcome shrunk = Shrinking.shrink(found, bug);
    String printed = shrunk.tried().toString();
    Trial.Outcome again = Trial.run(Case.read(printed), bug);

    assertTrue(Family.of(shrunk.tried().workflows()).size() <= SMALL, shrunk::report);
    assertEquals(found.kind(), again.kind(), printed);
    assertEquals(shrunk.report(), again.report());
  }

  private static Optional<Trial.Outcome> find(PlantedBug bug) {
    long seed = 0;
    while (seed < PATIENCE) {
      Family family = Trial.family(seed);
      for (int i = 0; i < Trial.SHARING; i++) {
        Trial.Outcome outcome = Trial.run(seed++, family, bug);
        if (!outcome.isClean()) {
          System.out.println("simulation: " + bug + " found after " + seed + " executions");
          return Optional.of(outcome);
        }
      }
    }
    return Optional.empty();
  }
}
