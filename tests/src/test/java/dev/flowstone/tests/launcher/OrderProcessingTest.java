package dev.flowstone.tests.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Order processing on its real input: started in one process, decided in another.
class OrderProcessingTest {
  private static final Path FLOW = Terminal.ROOT.resolve("workflows/order_processing");

  @TempDir private Path folder;
  private Terminal terminal;

  @BeforeEach
  void anOrderThatWaitsForItsApproval() throws Exception {
    terminal = new Terminal(folder);
    Terminal.Ran run =
        terminal.flow(
            "run",
            FLOW.resolve("order_processing.flow").toString(),
            "--name",
            "order-1",
            "--input",
            "@" + FLOW.resolve("input.json"));
    assertEquals(0, run.exitCode(), run.toString());
    assertTrue(run.out().contains("signal order-1 approval '{"), run.out());
    Value.Fields status = terminal.status("order-1");
    assertEquals("WAITING", Terminal.text(status, "status"));
  }

  private List<String> undone() throws Exception {
    return terminal.history("order-1", "step_succeeded").stream()
        .filter(entry -> Terminal.text(entry, "role").equals("undo"))
        .map(entry -> Terminal.text(entry, "step"))
        .toList();
  }

  private Value.Fields result() throws Exception {
    return (Value.Fields) terminal.status("order-1").get("result").orElseThrow();
  }

  @Test
  void anApprovalShipsIt() throws Exception {
    Terminal.Ran signal =
        terminal.flow("signal", "order-1", "approval", "{\"approved\": true, \"by\": \"ada\"}");
    assertEquals(0, signal.exitCode(), signal.toString());
    assertEquals("completed", Terminal.text(result(), "status"));
    assertEquals(List.of(), undone());
  }

  @Test
  void aRejectionReleasesTheStockAndThenRefundsTheCard() throws Exception {
    Terminal.Ran signal =
        terminal.flow("signal", "order-1", "approval", "{\"approved\": false, \"by\": \"ada\"}");
    assertEquals(0, signal.exitCode(), signal.toString());
    assertEquals("cancelled", Terminal.text(result(), "status"));
    assertEquals(List.of("stock.undo", "payment.undo"), undone());
  }

  @Test
  void sevenDaysWithoutADecisionDoTheSame() throws Exception {
    assertEquals(0, terminal.flow("resume", "order-1", "--now", "+6d").exitCode());
    assertEquals("WAITING", Terminal.text(terminal.status("order-1"), "status"));
    Terminal.Ran resume = terminal.flow("resume", "order-1", "--now", "+7d");
    assertEquals(1, resume.exitCode(), resume.toString());
    Value.Fields status = terminal.status("order-1");
    assertEquals("FAILED", Terminal.text(status, "status"));
    Value.Fields error = (Value.Fields) status.get("error").orElseThrow();
    assertEquals("ApprovalExpired", Terminal.text(error, "name"));
    assertEquals(List.of("stock.undo", "payment.undo"), undone());
  }
}
