package dev.flowstone.interpreter.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Each scenario file is a workflow, what happens to it, and everything that the machine does about
/// it.
class ScenarioTest {

  @TestFactory
  Stream<DynamicTest> scenarios() throws IOException {
    return scenarios(Golden.scenarios());
  }

  /// Those with more than one version of a workflow.
  @TestFactory
  Stream<DynamicTest> moves() throws IOException {
    return scenarios(Golden.files("moves"));
  }

  private static Stream<DynamicTest> scenarios(List<Path> files) {
    return files.stream()
        .map(file ->
            DynamicTest.dynamicTest(
                file.getFileName().toString(),
                () -> Golden.check(file, Scenario.run(Files.readString(file), (_, _) -> {}))));
  }
}
