package dev.flowstone.lambda;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.grammar.value.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RehearsalTest {

  @Test
  void runsAWorkflowToItsEndWithoutServicesAndCredentials() {
    Value.Fields standing = Rehearsal.run();

    assertEquals(Optional.of(new Value.Text("SUCCEEDED")), standing.get("status"));
    assertEquals(
        Optional.of(new Value.Fields(Map.of(new Value.Text("name"), new Value.Text("all")))),
        standing.get("result"));
  }

  /// Written anew with `-Dgolden.update=true`.
  @Test
  void theProgramThatLiesReadyIsTheCompiledOne() throws IOException {
    byte[] compiled = Rehearsal.compiled(Rehearsal.handlers()).body();
    if (Boolean.getBoolean("golden.update")) {
      Files.write(
          Path.of("src", "main", "resources", "dev", "flowstone", "lambda", "rehearsal.json"),
          compiled);
    } else {
      assertArrayEquals(compiled, Rehearsal.ready().body());
    }
  }
}
