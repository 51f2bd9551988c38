package dev.flowstone.interpreter.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Each scenario file is a workflow, what happens to it, and everything that the machine does about
/// it.
class ScenarioTest {

  @TestFactory
  Stream<DynamicTest> scenarios() throws IOException {
    return Golden.scenarios().stream()
        .map(file ->
            DynamicTest.dynamicTest(
                file.getFileName().toString(),
                () -> Golden.check(file, Scenario.run(Files.readString(file), (_, _) -> {}))));
  }
}
