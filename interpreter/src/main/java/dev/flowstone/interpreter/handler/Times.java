package dev.flowstone.interpreter.handler;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Times and durations as text: RFC 3339, ISO-8601, and durations as workflows write them (`2h30m`,
/// `1.5s`).
final class Times {
  private static final Pattern PARTS =
      Pattern.compile(
          "(-)?(?:(\\d{1,9})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m)?(?:(\\d{1,12})(?:\\.(\\d{1,9}))?s)?(?:(\\d{1,12})ms)?");

  private Times() {}

  static Instant instant(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  static Optional<Duration> duration(String text) {
    if (text.startsWith("P") || text.startsWith("-P")) {
      try {
        return Optional.of(Duration.parse(text));
      } catch (DateTimeException _) {
        return Optional.empty();
      }
    }
    Matcher parts = PARTS.matcher(text);
    if (!parts.matches() || text.isEmpty() || text.equals("-")) {
      return Optional.empty();
    }
    String fraction = parts.group(6) == null ? "" : parts.group(6);
    Duration duration =
        Duration.ofDays(number(parts.group(2)))
            .plusHours(number(parts.group(3)))
            .plusMinutes(number(parts.group(4)))
            .plusSeconds(number(parts.group(5)))
            .plusNanos(number((fraction + "000000000").substring(0, 9)))
            .plusMillis(number(parts.group(7)));
    return Optional.of(parts.group(1) == null ? duration : duration.negated());
  }

  private static long number(@org.jspecify.annotations.Nullable String digits) {
    return digits == null ? 0 : Long.parseLong(digits);
  }
}
