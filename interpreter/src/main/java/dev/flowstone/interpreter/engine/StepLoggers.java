package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepLogger;

/// Makes the logger of an attempt.
@FunctionalInterface
public interface StepLoggers {
  StepLogger of(StepContext.Identity attempt);

  static StepLoggers silent() {
    return attempt -> StepLogger.silent();
  }
}
