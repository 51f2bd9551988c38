package dev.flowstone.interpreter.handler;

import java.lang.System.Logger.Level;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a handler's log lines go. The host adds execution, step and attempt to each.
///
/// A port: the host decides on form and place. The input and output of a step are never logged by
/// themselves; what a handler puts into `message` and `fields` is its own decision.
@FunctionalInterface
public interface StepLogger {

  /// `fields` become fields of a structured log: text, numbers, booleans, or whatever could be a
  /// handler's output.
  void log(Level level, String message, Map<String, ?> fields, @Nullable Throwable cause);

  default void debug(String message) {
    log(Level.DEBUG, message, Map.of(), null);
  }

  default void info(String message) {
    log(Level.INFO, message, Map.of(), null);
  }

  default void info(String message, Map<String, ?> fields) {
    log(Level.INFO, message, fields, null);
  }

  default void warning(String message) {
    log(Level.WARNING, message, Map.of(), null);
  }

  default void warning(String message, Throwable cause) {
    log(Level.WARNING, message, Map.of(), cause);
  }

  /// Keeps nothing.
  static StepLogger silent() {
    return (level, message, fields, cause) -> {};
  }
}
