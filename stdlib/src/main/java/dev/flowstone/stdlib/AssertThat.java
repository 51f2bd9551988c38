package dev.flowstone.stdlib;

import dev.flowstone.interpreter.handler.Default;
import dev.flowstone.interpreter.handler.Described;
import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import org.jspecify.annotations.Nullable;

/// `assert.that(condition, message?)`
@Handler(
    name = "assert.that",
    description = "Goes on where a condition holds, and fails where it does not.")
@Raises(
    name = AssertThat.FAILED,
    permanent = true,
    description = "The condition is false. The message is the one given.")
public final class AssertThat implements StepHandler<AssertThat.Assertion, @Nullable Void> {
  static final String FAILED = "AssertionFailed";

  public record Assertion(
      @Described("What must be true.") boolean condition,
      @Described("What to say where it is not.") @Default("\"the condition is false\"")
          String message) {}

  @Override
  public @Nullable Void handle(Assertion assertion, StepContext context) {
    if (!assertion.condition()) {
      throw new PermanentError(FAILED, assertion.message());
    }
    return null;
  }
}
