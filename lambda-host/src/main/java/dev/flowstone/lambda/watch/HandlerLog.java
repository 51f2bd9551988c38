package dev.flowstone.lambda.watch;

import dev.flowstone.interpreter.engine.StepLoggers;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepLogger;
import java.util.LinkedHashMap;
import java.util.Map;

/// The loggers of handlers: each line tells the execution, the step and the attempt that it is of.
public final class HandlerLog implements StepLoggers {
  private final JsonLog log;

  public HandlerLog(JsonLog log) {
    this.log = log;
  }

  @Override
  public StepLogger of(StepContext.Identity attempt) {
    return (level, message, fields, cause) -> {
      if (log.writes(level)) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("execution", attempt.executionName());
        all.put("execution_id", attempt.executionId());
        all.put("step", attempt.step());
        all.put("attempt", attempt.attempt());
        fields.forEach(all::putIfAbsent);
        if (cause != null && cause.getMessage() != null) {
          all.putIfAbsent("error_message", cause.getMessage()); // the handler's own decision
        }
        log.log(level, message, all, cause);
      }
    };
  }
}
