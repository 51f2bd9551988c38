package dev.flowstone.tests.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Random workflows in bad weather: whatever crashes, freezes, comes late or twice, each does what
/// the language says and nothing else, and leaves nothing behind.
///
/// `./mvnw verify -Psimulate -Dsimulation.executions=N -Dsimulation.seed=S` runs the long form. A
/// failure names its seed; `-Dsimulation.executions=1 -Dsimulation.seed=THAT` repeats it exactly.
final class SimulationTest {
  private static final long EXECUTIONS = Long.getLong("simulation.executions", 20_000);
  private static final long SEED = Long.getLong("simulation.seed", 1);

  @Test
  void everyExecutionDoesWhatItsWorkflowSays() throws Exception {
    Simulation simulation = new Simulation(Flaw.NONE);
    simulation.run(SEED, EXECUTIONS);

    for (Trial.Outcome outcome : simulation.violations()) {
      System.out.println("seed " + outcome.seed() + ": " + outcome.complaints().getFirst());
    }
    if (!simulation.violations().isEmpty()) {
      System.out.println(simulation.violations().getFirst().workflow());
    }
    System.out.println(simulation.coverage().table(Simulation.CONSTRUCTS));
    System.out.println(simulation.counts());
    assertEquals(0, simulation.violated(), simulation.counts());
    if (EXECUTIONS >= 20_000) {
      assertEquals(List.of(), simulation.coverage().empty(Simulation.CONSTRUCTS));
    }
  }
}
