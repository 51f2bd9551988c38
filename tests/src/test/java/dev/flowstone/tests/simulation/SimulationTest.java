package dev.flowstone.tests.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Random workflows in bad weather: whatever crashes, freezes, comes late or twice, each does what
/// the language says and nothing else, and leaves nothing behind.
///
/// `./mvnw verify -Psimulate -Dsimulation.executions=N -Dsimulation.seed=S` runs the long form. A
/// failure is shrunk and printed as a case; with that in a file, `-Dsimulation.case=FILE` repeats
/// it exactly.
final class SimulationTest {
  private static final long EXECUTIONS = Long.getLong("simulation.executions", 20_000);
  private static final long SEED = Long.getLong("simulation.seed", 1);
  private static final String CASE = System.getProperty("simulation.case", "");

  @Test
  void everyExecutionDoesWhatItsWorkflowSays() throws Exception {
    if (!CASE.isEmpty()) {
      repeat(Case.read(Files.readString(Path.of(CASE))));
      return;
    }
    Simulation simulation = new Simulation(Flaw.NONE);
    simulation.run(SEED, EXECUTIONS);

    for (Trial.Outcome outcome : simulation.violations()) {
      System.out.println("seed " + outcome.tried().seed() + ": " + outcome.complaints().getFirst());
    }
    if (!simulation.violations().isEmpty()) {
      Trial.Outcome smallest =
          simulation.violations().stream()
              .min(Comparator.comparingLong(one -> one.family().size()))
              .orElseThrow();
      System.out.println(Shrinking.shrink(smallest, Flaw.NONE).report());
    }
    System.out.println(simulation.coverage().table());
    System.out.println(simulation.counts());
    assertEquals(0, simulation.violated(), simulation.counts());
    if (EXECUTIONS >= 20_000) {
      assertEquals(List.of(), simulation.coverage().empty());
    }
  }

  private static void repeat(Case one) {
    Trial.Outcome outcome = Trial.run(one, Flaw.NONE);
    System.out.println(outcome.report());
    assertEquals(List.of(), outcome.complaints());
  }
}
