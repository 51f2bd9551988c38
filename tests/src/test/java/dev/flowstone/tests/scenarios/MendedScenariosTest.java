package dev.flowstone.tests.scenarios;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Sending;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.machine.Status;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// An execution that has failed, and goes on with a mended version of its workflow.
@ParameterizedClass
@EnumSource(StoreKind.class)
@Timeout(60)
final class MendedScenariosTest {
  private static final String FAULTY =
      """
      workflow ship

      order = step stage.act(what: "order", with: 1)
      parcel = step stage.act(what: "weigh", with: "a lot")
      return [order, parcel]
      """;
  private static final String MENDED = FAULTY.replace("\"a lot\"", "order + 1");
  private static final String ANOTHER =
      FAULTY.replace("order =", "offer =").replace("[order,", "[offer,");

  private final StoreKind kind;
  @TempDir private Path folder;
  private final Stage stage =
      new Stage((input, context) -> {
        if (input.with() instanceof Value.Text) {
          throw new PermanentError("Refused", "that is no weight");
        }
        return input.with();
      });

  MendedScenariosTest(StoreKind kind) {
    this.kind = kind;
  }

  @Test
  void goesOnFromWhereItFailed() {
    try (Hosts hosts = new Hosts(kind, folder, 2, stage)) {
      hosts.deploy(FAULTY);
      hosts.run("parcel", "ship", Value.Fields.EMPTY);
      assertEquals(Status.FAILED, hosts.status("parcel"));

      hosts.deploy(ANOTHER);
      assertInstanceOf(Sending.Refused.class, hosts.move("parcel", "ship"));
      hosts.deploy(MENDED);
      hosts.dieAfter(1, true);
      assertInstanceOf(Sending.Accepted.class, hosts.move("parcel", "ship"));

      assertEquals(
          new Value.Items(List.of(new Value.Int(1), new Value.Int(2))), hosts.result("parcel"));
      assertEquals(1, stage.calls().stream().filter(c -> c.what().equals("order")).count());
      hosts.assertAtRest();
    }
  }
}
