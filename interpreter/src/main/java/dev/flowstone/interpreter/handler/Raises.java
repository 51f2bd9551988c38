package dev.flowstone.interpreter.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Declares an error that a handler raises, so that workflows can be checked against it.
///
/// A `permanent` one promises more than that a retry is useless: **the attempt certainly did
/// nothing**, so the step needs no undo. Declare it permanent only where that is so.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Raises.All.class)
public @interface Raises {
  /// As a workflow catches it: `CardDeclined`.
  String name();

  boolean permanent() default false;

  String description() default "";

  /// Holds several declarations.
  @Documented
  @Retention(RetentionPolicy.RUNTIME)
  @Target(ElementType.TYPE)
  @interface All {
    Raises[] value();
  }
}
