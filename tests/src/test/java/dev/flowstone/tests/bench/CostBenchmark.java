package dev.flowstone.tests.bench;

import dev.flowstone.interpreter.store.Capacity;
import dev.flowstone.tests.bench.DynamoDbCosts.Cost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// What a step, a wait and an order cost in the units that DynamoDB bills.
@EnabledIfSystemProperty(named = "bench", matches = "cost|all")
final class CostBenchmark {

  @Test
  void printsTheTable() {
    try (DynamoDbCosts costs = new DynamoDbCosts()) {
      Cost none = costs.steps("none", 0);
      Cost ten = costs.steps("ten", 10);
      Cost hundred = costs.steps("hundred", 100);
      Cost waiting = costs.stepsUpToAWait("waiting", 10);
      long bytesWaiting = costs.bytes("waiting");
      Cost described = costs.describe("waiting");
      Cost signal = costs.signal("waiting");
      Cost resume = costs.resume("waiting");
      costs.stepsUpToAWait("long", 1_000);
      costs.signal("long");
      Cost long1000 = costs.resume("long");

      System.out.println("| what | write units | read units | requests | of them queries |");
      System.out.println("|---|---:|---:|---:|---:|");
      print("an execution without steps, from start to end", none);
      print("a step", hundred.minus(none).over(100));
      print("an order of 10 steps, from start to end", ten);
      print("an order of 10 steps that waits once for a signal", waiting.plus(signal).plus(resume));
      Cost released = waiting.plus(resume).minus(ten);
      print("a wait for a time: to be let go of and taken up", released);
      print("a wait for a signal: the same, and the signal", released.plus(signal));
      print("a signal", signal);
      print("a resume after 10 steps, to the end", resume);
      print("a resume after 1,000 steps, to the end", long1000);
      print("a look at an execution (describe)", described);
      System.out.println();
      System.out.printf(
          "bytes of an execution: %,d after 10 steps, waiting; %,d at its end%n",
          bytesWaiting, costs.bytes("ten"));
      Capacity told = costs.told("ten");
      System.out.printf(
          "told by the execution of 10 steps itself: %.1f write units, %.1f read units%n",
          told.writeUnits(), told.readUnits());
    }
  }

  private static void print(String what, Cost cost) {
    System.out.printf(
        "| %s | %.2f | %.2f | %d | %d |%n",
        what, cost.writes(), cost.reads(), cost.requests(), cost.queries());
  }
}
