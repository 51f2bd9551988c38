package {{package}};

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.interpreter.machine.Status;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GreetingTest {
  private static final Path FLOW = Path.of("flows/greeting.flow");

  @Test
  void aGreetingIsSentOnceItIsApproved() {
    try (FlowInMemory flow = FlowInMemory.start(FLOW, "{\"name\": \"Ada\"}")) {
      assertEquals(Status.WAITING, flow.status());

      flow.signal("approval", "{\"approved\": true, \"by\": \"Grace\"}");

      assertEquals("{\"text\":\"Hello, Ada!\",\"by\":\"Grace\"}", flow.result());
    }
  }

  @Test
  void nobodyLooksAtItForSevenDays() {
    try (FlowInMemory flow = FlowInMemory.start(FLOW, "{\"name\": \"Ada\"}")) {
      flow.pass(Duration.ofDays(7));

      assertEquals(Status.FAILED, flow.status());
      assertEquals("Expired", flow.error());
    }
  }

  @Test
  void nobodyIsNotGreeted() {
    try (FlowInMemory flow = FlowInMemory.start(FLOW, "{\"name\": \" \"}")) {
      assertEquals("NoName", flow.error());
    }
  }
}
