package dev.flowstone.interpreter.testing.junit;

import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.testing.SuiteChecks;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;

/// Test files (`NAME.test.flow`) as tests of JUnit, for a method with
/// [TestFactory][org.junit.jupiter.api.TestFactory].
public final class FlowTests {

  private FlowTests() {}

  /// The tests of a file, or of all test files below a folder, with the handlers of the class path
  /// where they ask for them.
  public static Stream<DynamicNode> in(Path path) {
    ClassLoader classes = Thread.currentThread().getContextClassLoader();
    return in(path, HandlerRegistry.load(classes));
  }

  public static Stream<DynamicNode> in(Path path, HandlerRegistry handlers) {
    return SuiteChecks.in(path, handlers).stream().map(FlowTests::container);
  }

  private static DynamicNode container(SuiteChecks.InFile tests) {
    return DynamicContainer.dynamicContainer(
        tests.file().toString(),
        tests.file().toUri(),
        tests.checks().stream()
            .map(check -> DynamicTest.dynamicTest(check.title(), check.run()::run)));
  }
}
