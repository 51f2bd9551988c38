package dev.flowstone.tests.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A simulation that finds nothing proves nothing: it finds each of these bugs, soon, and tells of
/// it by a case that is small and can be repeated.
final class PlantedBugsTest {
  private static final int PATIENCE = 10_000;
  private static final int ENOUGH = 5;
  private static final int SMALL = 6;

  @ParameterizedTest
  @EnumSource
  void isFound(PlantedBug bug) {
    List<Trial.Outcome> found = find(bug);
    assertFalse(found.isEmpty(), bug + " was not found");

    // What can be left out depends on the moments of the faults: one of the first has to be small.
    Trial.Outcome small =
        found.stream()
            .sorted(Comparator.comparingLong(one -> one.family().size()))
            .map(one -> shrunk(one, bug))
            .filter(one -> one.family().size() <= SMALL)
            .findFirst()
            .orElseThrow(() -> new AssertionError(bug + " is in no small case"));
    Trial.Outcome again = Trial.run(Case.read(small.tried().toString()), bug);

    assertEquals(small.kind(), again.kind());
    assertEquals(small.report(), again.report());
  }

  private static Trial.Outcome shrunk(Trial.Outcome one, PlantedBug bug) {
    Trial.Outcome shrunk = Shrinking.shrink(one, bug);
    assertEquals(one.kind(), shrunk.kind());
    return shrunk;
  }

  /// The first that fail.
  private static List<Trial.Outcome> find(PlantedBug bug) {
    List<Trial.Outcome> found = new ArrayList<>();
    for (long seed = 0; seed < PATIENCE && found.size() < ENOUGH; ) {
      Family family = Trial.family(seed);
      for (int i = 0; i < Trial.SHARING; i++) {
        Trial.Outcome outcome = Trial.run(seed++, family, bug);
        if (!outcome.isClean()) {
          if (found.isEmpty()) {
            System.out.println("simulation: " + bug + " found after " + seed + " executions");
          }
          found.add(outcome);
        }
      }
    }
    return found;
  }
}
