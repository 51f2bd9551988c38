package dev.flowstone.tests.simulation;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A simulation that finds nothing proves nothing: it finds each of these bugs, soon.
final class PlantedBugsTest {
  private static final int PATIENCE = 10_000;

  @ParameterizedTest
  @EnumSource
  void isFound(PlantedBug bug) {
    int trials = 0;
    boolean found = false;
    while (!found && trials < PATIENCE) {
      Written written = Trial.workflow(trials, Simulation.CONSTRUCTS);
      for (int i = 0; i < Trial.SHARING && !found; i++) {
        found = !Trial.run(trials++, written, bug).isClean();
      }
    }
    System.out.println("simulation: " + bug + " found after " + trials + " executions");
    assertTrue(found, bug + " was not found in " + trials + " executions");
  }
}
