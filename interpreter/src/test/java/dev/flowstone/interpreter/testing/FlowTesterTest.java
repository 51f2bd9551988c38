package dev.flowstone.interpreter.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.testing.junit.FlowTest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the author of a handler can do with a workflow.
@FlowTest("src/test/resources/dev/flowstone/interpreter/testing/approval.flow")
class FlowTesterTest {

  record Request(String order) {}

  record Checked(String order, String key) {}

  /// The handler of an author.
  @Handler(name = "orders.check")
  @Raises(name = "NoSuchOrder", permanent = true)
  static final class Check implements StepHandler<Request, Checked> {
    private int calls;

    @Override
    public Checked handle(Request request, StepContext context) {
      calls++;
      if (request.order().isEmpty()) {
        throw new PermanentError("NoSuchOrder", "there is no such order");
      }
      assertEquals(Duration.ofSeconds(30), context.remaining());
      return new Checked(request.order(), context.idempotencyKey());
    }
  }

  private final Check check = new Check();

  @Test
  void aHandlerIsCalledItselfUnlessTheTestSaysWhatItDoes(FlowTester tester) {
    FlowExecution order =
        tester.with(check).start("{\"order\": \"o-1\"}").signal("decision", "{\"yes\": true}");

    assertTrue(order.result().startsWith("{\"order\":\"o-1\",\"key\":\""), order.result());
    assertEquals(1, check.calls, "once, although the host died after every checkpoint");
    assertEquals(List.of("orders.check"), order.steps());
  }

  @Test
  void timePassesWhenItIsToldTo(FlowTester tester) {
    FlowExecution order =
        tester
            .with(check)
            .startingAt(Instant.parse("2026-05-01T00:00:00Z"))
            .start("{\"order\": \"o-1\"}");
    assertEquals(Status.WAITING, order.status());

    order.pass(Duration.ofDays(364));
    assertEquals(Status.WAITING, order.status());
    order.pass(Duration.ofDays(2));

    assertEquals("WaitTimeout", order.error().name());
    assertEquals(Duration.ofDays(365), order.time());
  }

  @Test
  void reactionsComeInSequence(FlowTester tester) {
    tester
        .given("orders.check")
        .fails("Busy", "again")
        .times(2)
        .after(Duration.ofSeconds(1))
        .returns("{\"order\": \"mine\", \"key\": \"k\"}");

    FlowExecution order = tester.start("{\"order\": \"o-1\"}").pass(Duration.ofMinutes(1));
    order.callback("decision", "{\"yes\": true}");

    assertEquals("{\"order\":\"mine\",\"key\":\"k\"}", order.result());
    assertEquals(3, order.calls().size());
  }

  @Test
  void anErrorThatTheHandlerDeclaresPermanentIsPermanent(FlowTester tester) {
    tester.with(check).given("orders.check").fails("NoSuchOrder", "gone");

    FlowExecution order = tester.start("{\"order\": \"o-1\"}");

    assertEquals("NoSuchOrder", order.error().name());
    assertEquals(1, order.error().attempts());
  }

  @Test
  void aHandlerOfWhichNothingIsKnownIsAnError(FlowTester tester) {
    AssertionError error =
        assertThrows(AssertionError.class, () -> tester.start("{\"order\": \"o-1\"}"));
    assertEquals("the test does not say what orders.check does", error.getMessage());
  }

  @Test
  void whatIsRefusedIsAnError(FlowTester tester) {
    FlowExecution order = tester.with(check).start("{\"order\": \"o-1\"}");
    assertThrows(AssertionError.class, () -> order.signal("decision", "{\"yes\": 3}"));
    assertThrows(AssertionError.class, () -> order.signal("nothing", "{}"));
    assertThrows(AssertionError.class, order::result);
    assertThrows(IllegalArgumentException.class, () -> tester.start("{}"));
    assertThrows(IllegalArgumentException.class, () -> tester.start("{"));
  }

  @Test
  void anExecutionIsCancelledAndItsHostDies(FlowTester tester) {
    tester.given("orders.check").crashes().returns("{\"order\": \"mine\", \"key\": \"k\"}");
    FlowExecution order = tester.start("{\"order\": \"o-1\"}").pass(Duration.ofMinutes(1)).crash();
    assertEquals(Status.WAITING, order.status());

    assertEquals(Status.PAUSED, order.pause().status());
    assertEquals(Status.WAITING, order.resume().status());
    assertEquals(Status.CANCELLED, order.cancel("no longer wanted").status());
  }

  @Test
  void aFileWithErrorsIsShown(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("broken.flow"), "workflow broken\n\nstpe a.b()\n");
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class, () -> FlowTester.of(file, HandlerRegistry.of()));
    String message = String.valueOf(error.getMessage());
    assertTrue(message.contains("did you mean 'step'?"), message);
  }
}
