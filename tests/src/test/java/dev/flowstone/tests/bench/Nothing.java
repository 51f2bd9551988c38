package dev.flowstone.tests.bench;

import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import org.jspecify.annotations.Nullable;

/// The step that costs nothing of its own.
@Handler(name = "bench.nothing", description = "Does nothing.")
public final class Nothing implements StepHandler<Nothing.Input, @Nullable Void> {

  public record Input() {}

  @Override
  public @Nullable Void handle(Input input, StepContext context) {
    return null;
  }
}
