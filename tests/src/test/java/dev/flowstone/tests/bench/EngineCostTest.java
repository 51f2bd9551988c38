package dev.flowstone.tests.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.tests.bench.DynamoDbCosts.Cost;
import org.junit.jupiter.api.Test;

/// What the engine may consume of DynamoDB at most.
final class EngineCostTest {

  @Test
  void aSmallStepIsOneWriteUnitAndAResumeOneQuery() {
    try (DynamoDbCosts costs = new DynamoDbCosts()) {
      Cost none = costs.steps("none", 0);
      Cost step = costs.steps("hundred", 100).minus(none).over(100);
      assertTrue(step.writes() <= 1.1, step::toString);
      // Now and then a held execution's inbox is looked at, the more the slower the machine.
      assertTrue(step.reads() <= 0.2, step::toString);

      costs.stepsUpToAWait("waiting", 10);
      costs.signal("waiting");
      Cost resume = costs.resume("waiting");
      assertTrue(resume.queries() <= 1, resume::toString);
      assertEquals(
          costs.told("hundred").writeUnits(),
          100 * step.writes() + none.writes(),
          4,
          "the execution tells what it has consumed");
    }
  }
}
