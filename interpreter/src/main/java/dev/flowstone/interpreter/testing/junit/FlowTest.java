package dev.flowstone.interpreter.testing.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Tests of one workflow: a parameter of the type
/// [FlowTester][dev.flowstone.interpreter.testing.FlowTester] is one for it, new for each test,
/// with the handlers of the class path.
@Documented
@ExtendWith(FlowTestExtension.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface FlowTest {

  /// The file of the workflow, from the folder in which the tests run.
  String value();
}
