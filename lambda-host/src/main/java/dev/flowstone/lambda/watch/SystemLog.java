package dev.flowstone.lambda.watch;

import java.lang.System.Logger.Level;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/// Writes what the platform's loggers are told (`System.Logger`, `java.util.logging`) into the JSON
/// log.
public final class SystemLog extends Handler {
  private final JsonLog log;

  private SystemLog(JsonLog log) {
    this.log = log;
  }

  /// Takes the place of whatever else writes them.
  public static void install(JsonLog log) {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.addHandler(new SystemLog(log));
    root.setLevel(
        log.writes(Level.DEBUG) ? java.util.logging.Level.FINE : java.util.logging.Level.INFO);
  }

  @Override
  public void publish(LogRecord entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("logger", String.valueOf(entry.getLoggerName()));
    log.log(level(entry), String.valueOf(entry.getMessage()), fields, entry.getThrown());
  }

  private static Level level(LogRecord entry) {
    int value = entry.getLevel().intValue();
    if (value >= java.util.logging.Level.SEVERE.intValue()) {
      return Level.ERROR;
    }
    if (value >= java.util.logging.Level.WARNING.intValue()) {
      return Level.WARNING;
    }
    return value >= java.util.logging.Level.INFO.intValue() ? Level.INFO : Level.DEBUG;
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
