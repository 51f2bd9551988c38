package dev.flowstone.interpreter.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.program.RetryPolicy;
import dev.flowstone.grammar.program.RetryPolicy.Jitter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RetriesTest {

  private static RetryPolicy policy(double factor, Jitter jitter) {
    return new RetryPolicy(
        100,
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        factor,
        jitter,
        List.of(),
        List.of(),
        Optional.empty());
  }

  @Test
  void delaysGrowByTheFactorUpToTheLongest() {
    var policy = policy(2, Jitter.NONE);
    assertEquals(Duration.ofSeconds(1), Retries.delay(policy, 1, 0.3));
    assertEquals(Duration.ofSeconds(2), Retries.delay(policy, 2, 0.3));
    assertEquals(Duration.ofSeconds(8), Retries.delay(policy, 4, 0.3));
    assertEquals(Duration.ofSeconds(10), Retries.delay(policy, 5, 0.3));
    assertEquals(Duration.ofSeconds(10), Retries.delay(policy, 1_000_000, 0.3));
    assertEquals(Duration.ofSeconds(10), Retries.delay(policy(1e300, Jitter.NONE), 99, 0.3));
  }

  @Test
  void jitterDrawsFromTheWholeDelayOrItsUpperHalf() {
    assertEquals(Duration.ZERO, Retries.delay(policy(1, Jitter.FULL), 1, 0));
    assertEquals(Duration.ofMillis(250), Retries.delay(policy(1, Jitter.FULL), 1, 0.25));
    assertEquals(Duration.ofMillis(500), Retries.delay(policy(1, Jitter.HALF), 1, 0));
    assertEquals(Duration.ofSeconds(1), Retries.delay(policy(1, Jitter.HALF), 1, 1));
  }

  @Test
  void aDrawOutOfBoundsDoesNoHarm() {
    for (double random : new double[] {Double.NaN, -1, 2, Double.POSITIVE_INFINITY}) {
      var delay = Retries.delay(policy(1, Jitter.FULL), 1, random);
      assertTrue(!delay.isNegative() && delay.compareTo(Duration.ofSeconds(1)) <= 0, delay + "");
    }
  }

  @Test
  void oneSeedGivesEveryCallADrawOfItsOwn() {
    assertEquals(Retries.draw(1, "a"), Retries.draw(1, "a"));
    assertNotEquals(Retries.draw(1, "a"), Retries.draw(1, "b"));
    assertNotEquals(Retries.draw(1, "a"), Retries.draw(2, "a"));
    double sum = 0;
    for (int i = 0; i < 10_000; i++) {
      double draw = Retries.draw(i, "step");
      assertTrue(draw >= 0 && draw < 1);
      sum += draw;
    }
    assertEquals(0.5, sum / 10_000, 0.02);
  }
}
