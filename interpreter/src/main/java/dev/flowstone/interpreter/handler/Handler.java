package dev.flowstone.interpreter.handler;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Names a [StepHandler] as workflows call it: `@Handler(name = "payments.charge", description =
/// "…")`.
///
/// `name` is one or more words of lower-case letters, digits and underscores, joined by dots; it is
/// unique among the handlers of a host. `description` is one sentence for the handler catalog;
/// without it the class's own doc comment serves.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Handler {
  String name();

  String description() default "";
}
