package dev.flowstone.interpreter.testing.junit;

import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.testing.FlowTester;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands over the tester of the workflow that [FlowTest] names, on the method before the class.
final class FlowTestExtension implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == FlowTester.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> test = context.getRequiredTestClass();
    FlowTest annotation =
        context
            .getTestMethod()
            .map(method -> method.getAnnotation(FlowTest.class))
            .or(() -> ofClass(test))
            .orElseThrow(() ->
                new ParameterResolutionException("no @FlowTest says which workflow is tested"));
    return FlowTester.of(Path.of(annotation.value()), HandlerRegistry.load(test.getClassLoader()));
  }

  private static Optional<FlowTest> ofClass(Class<?> test) {
    for (Class<?> each = test; each != null; each = each.getEnclosingClass()) {
      FlowTest annotation = each.getAnnotation(FlowTest.class);
      if (annotation != null) {
        return Optional.of(annotation);
      }
    }
    return Optional.empty();
  }
}
