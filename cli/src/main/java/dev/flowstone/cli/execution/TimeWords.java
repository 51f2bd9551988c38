package dev.flowstone.cli.execution;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times and durations as people read them, in the time zone of the machine.
public final class TimeWords {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private TimeWords() {}

  /// `2026-11-23`.
  static String day(Instant instant) {
    return DAY.format(instant.atZone(ZoneId.systemDefault()));
  }

  /// `09:14:02.101`.
  static String time(Instant instant) {
    return TIME.format(instant.atZone(ZoneId.systemDefault()));
  }

  /// `2026-11-23 09:14:02`.
  public static String dayAndTime(Instant instant) {
    return DAY_AND_TIME.format(instant.atZone(ZoneId.systemDefault()));
  }

  /// The two largest units: `12 ms`, `1.5 s`, `2 min 5 s`, `6 d 23 h`.
  public static String duration(Duration duration) {
    String sign = duration.isNegative() ? "-" : "";
    long millis = duration.abs().toMillis();
    if (millis < 1_000) {
      return sign + millis + " ms";
    }
    if (millis < 60_000) {
      String seconds = String.format(Locale.ROOT, "%.1f", millis / 1000.0);
      return sign
          + (seconds.endsWith(".0") ? seconds.substring(0, seconds.length() - 2) : seconds)
          + " s";
    }
    long seconds = millis / 1_000;
    if (seconds < 3_600) {
      return sign + two(seconds / 60, "min", seconds % 60, "s");
    }
    long minutes = seconds / 60;
    if (minutes < 48 * 60) {
      return sign + two(minutes / 60, "h", minutes % 60, "min");
    }
    long hours = minutes / 60;
    return sign + two(hours / 24, "d", hours % 24, "h");
  }

  private static String two(long large, String unit, long small, String smallUnit) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
