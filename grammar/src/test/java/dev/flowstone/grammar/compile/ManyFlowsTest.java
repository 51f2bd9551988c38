package dev.flowstone.grammar.compile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.ast.Workflow;
import dev.flowstone.grammar.testing.Cpu;
import dev.flowstone.grammar.testing.Flows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A repository full of workflows is checked while somebody waits.
class ManyFlowsTest {

  private static final int FLOWS = 1_000;

  /// Many times what it takes (about one second of one processor); what is slow shows here and not
  /// at a user.
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void analysesAndCompilesAThousandFlowsOfFiftyLines() {
    List<Workflow> flows = new ArrayList<>();
    for (int i = 0; i < FLOWS; i++) {
      flows.add(Flows.parse(flow(i)));
    }
    List<Compilation> compiled = new ArrayList<>();
    Duration cpu =
        Cpu.of(
            () -> flows.forEach(flow -> compiled.add(Compiler.compile(flow, Analysis.of(flow)))));
    assertTrue(cpu.compareTo(LIMIT) < 0, "took " + cpu);
    assertEquals(FLOWS, compiled.stream().filter(each -> each.program().isPresent()).count());
  }

  private static String flow(int number) {
    StringBuilder text = new StringBuilder();
    text.append("workflow flow_").append(number).append('\n');
    text.append("input { id: string, amount: number, items: [{ price: number }] }\n");
    text.append("retry steady = 5 attempts, backoff 1s..60s, jitter full\n");
    for (int i = 0; i < 10; i++) {
      text.append(
          """
          total_%1$d = input.items.map(i, i.price).size() + %1$d
          if total_%1$d > %1$d && input.amount > 3 {
            step_%1$d = step orders.handle_%1$d(id: "${input.id}-%1$d", total: total_%1$d) retry steady timeout 10s
              compensate orders.undo_%1$d(result: step_%1$d)
          }
          """
              .formatted(i));
    }
    text.append("return { total: total_0 + total_9, results: [step_0, step_9] }\n");
    return text.toString();
  }
}
