package dev.flowstone.interpreter.testing;

import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.testing.junit.FlowTests;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/// Tests of workflows of every construct, as authors write them: that they pass shows what a test
/// can give and expect.
class ConstructsTest {

  static final Path FLOWS = Path.of("src/test/resources/dev/flowstone/interpreter/testing");

  @TestFactory
  Stream<DynamicNode> everyConstruct() {
    return FlowTests.in(FLOWS, HandlerRegistry.of());
  }
}
