package dev.flowstone.cli.execution;

import dev.flowstone.cli.terminal.JsonLayout;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.StepLoggers;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepLogger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Prints what handlers log to where errors go: a line each, with the step that said it.
public final class HandlerLog implements StepLoggers {
  private static final int FRAMES = 5;

  private final Output output;

  public HandlerLog(Output output) {
    this.output = output;
  }

  @Override
  public StepLogger of(StepContext.Identity attempt) {
    return (level, message, fields, cause) -> print(attempt, level, message, fields, cause);
  }

  private static String shown(Map<String, ?> fields) {
    return fields.entrySet().stream()
        .map(field ->
            field.getKey()
                + "="
                + (field.getValue() instanceof Value value
                    ? JsonLayout.line(value)
                    : String.valueOf(field.getValue())))
        .collect(Collectors.joining(" "));
  }

  private void print(
      StepContext.Identity attempt,
      Level level,
      String message,
      Map<String, ?> fields,
      @Nullable Throwable cause) {
    if (level.getSeverity() < Level.INFO.getSeverity()) {
      return;
    }
    String line =
        output.errorColors().dim("log " + attempt.step() + ": ")
            + (level.getSeverity() >= Level.WARNING.getSeverity()
                ? output
                    .errorColors()
                    .yellow(level.getName().toLowerCase(java.util.Locale.ROOT) + " ")
                : "")
            + Printable.line(message)
            + (fields.isEmpty() ? "" : " " + Printable.line(shown(fields)))
            + (cause == null ? "" : " (" + Printable.line(cause.toString()) + ")");
    output.error(line);
    if (cause != null) {
      Stream.of(cause.getStackTrace())
          .limit(FRAMES)
          .forEach(frame -> output.error(output.errorColors().dim("    at " + frame)));
    }
  }
}
