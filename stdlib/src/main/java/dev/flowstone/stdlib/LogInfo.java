package dev.flowstone.stdlib;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.Described;
import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `log.info(message, data?)`
@Handler(
    name = "log.info",
    description = "Writes a line to the log of the host, with the execution and the step.")
public final class LogInfo implements StepHandler<LogInfo.Line, @Nullable Void> {

  public record Line(
      @Described("What to say.") String message,
      @Described("Anything to be kept beside it, as a field of a structured log.")
          Optional<Value> data) {}

  @Override
  public @Nullable Void handle(Line line, StepContext context) {
    Map<String, Value> fields = line.data().map(data -> Map.of("data", data)).orElse(Map.of());
    context.logger().info(line.message(), fields);
    return null;
  }
}
