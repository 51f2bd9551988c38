package dev.flowstone.tests.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills the function at random moments and brings it events twice, late and never, over a store
/// that is throttled, late and forgetful of its answers: every execution ends as it would have, and
/// no step that was journaled is done again. Each kind of chaos has to have happened.
///
/// `./mvnw verify -Pchaos -Dchaos.executions=1000 -Dchaos.seed=S` runs the long form.
final class ChaosTest {
  private static final int EXECUTIONS = Integer.getInteger("chaos.executions", 30);
  private static final long SEED = Long.getLong("chaos.seed", 20_261_125L);

  @TempDir private Path folder;

  @Test
  void everythingEndsAsIfNothingHadHappened() throws Exception {
    Chaos.Outcome outcome = new Chaos(SEED, EXECUTIONS, folder).run();

    outcome.violations().forEach(System.out::println);
    System.out.println(outcome.counts());
    assertEquals(0, outcome.violations().size(), outcome.counts());
    outcome.chaos().forEach((kind, times) -> assertTrue(times > 0, "there were no " + kind));
  }
}
