package {{package}};

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.testing.FlowExecution;
import dev.flowstone.interpreter.testing.FlowTester;
import dev.flowstone.interpreter.testing.junit.FlowTest;
import dev.flowstone.interpreter.testing.junit.FlowTests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The flow with the handlers of this project, on a clock that moves only when a test says so.
@FlowTest("flows/greeting.flow")
class GreetingTest {

  @Test
  void aGreetingIsSentOnceItIsApproved(FlowTester tester) {
    FlowExecution greeting = tester.start("{\"name\": \"Ada\"}");
    assertEquals(Status.WAITING, greeting.status());

    greeting.signal("approval", "{\"approved\": true, \"by\": \"Grace\"}");

    assertEquals("{\"text\":\"Hello, Ada!\",\"by\":\"Grace\"}", greeting.result());
  }

  @Test
  void nobodyLooksAtItForSevenDays(FlowTester tester) {
    FlowExecution greeting = tester.start("{\"name\": \"Ada\"}").pass(Duration.ofDays(7));

    assertEquals("Expired", greeting.error().name());
  }

  @Test
  void nobodyIsNotGreeted(FlowTester tester) {
    assertEquals("NoName", tester.start("{\"name\": \" \"}").error().name());
  }

  /// The tests that lie beside the flows, in the language of flows: `flow test` runs them too.
  @TestFactory
  Stream<DynamicNode> testsBesideTheFlows() {
    return FlowTests.in(Path.of("flows"));
  }
}
