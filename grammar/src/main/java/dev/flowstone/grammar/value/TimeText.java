package dev.flowstone.grammar.value;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// How instants and durations are written: RFC 3339, and seconds with a fraction (`90s`, `1.5s`).
///
/// An instant lies in the years 1 to 9999, a duration within 64 bits of nanoseconds (about 292
/// years), as in CEL.
public final class TimeText {

  private static final long MIN_SECOND = -62_135_596_800L;
  private static final long MAX_SECOND = 253_402_300_799L;
  private static final int MAX_LENGTH = 100;
  private static final Duration LARGEST = Duration.ofNanos(Long.MAX_VALUE);
  private static final Duration SMALLEST = Duration.ofNanos(Long.MIN_VALUE);

  private TimeText() {}

  public static boolean inRange(Instant instant) {
    return instant.getEpochSecond() >= MIN_SECOND && instant.getEpochSecond() <= MAX_SECOND;
  }

  public static boolean inRange(Duration duration) {
    return duration.compareTo(LARGEST) <= 0 && duration.compareTo(SMALLEST) >= 0;
  }

  public static String timestamp(Instant instant) {
    return instant.toString();
  }

  /// Reads RFC 3339, with `Z` or an offset; empty where it is none, or out of range.
  public static Optional<Instant> parseTimestamp(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      Instant instant =
          OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
      return inRange(instant) ? Optional.of(instant) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  public static String duration(Duration duration) {
    boolean negative = duration.isNegative();
    Duration size = duration.abs();
    StringBuilder out = new StringBuilder();
    if (negative) {
      out.append('-');
    }
    out.append(size.toSeconds());
    if (size.toNanosPart() != 0) {
      String nanos = Integer.toString(1_000_000_000 + size.toNanosPart()).substring(1);
      int end = nanos.length();
      while (nanos.charAt(end - 1) == '0') {
        end--;
      }
      out.append('.').append(nanos, 0, end);
    }
    return out.append('s').toString();
  }

  /// Reads `90s`, `1h30m`, `-1.5s`, with the units d, h, m, s, ms, us (µs) and ns; empty where it
  /// is none, or out of range.
  public static Optional<Duration> parseDuration(String text) {
    if (text.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    boolean signed = text.startsWith("-") || text.startsWith("+");
    String rest = signed ? text.substring(1) : text;
    if (rest.equals("0")) {
      return Optional.of(Duration.ZERO);
    }
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    BigDecimal nanos = BigDecimal.ZERO;
    int at = 0;
    while (at < rest.length()) {
      int digits = at;
      while (at < rest.length() && (isDigit(rest.charAt(at)) || rest.charAt(at) == '.')) {
        at++;
      }
      int unit = at;
      while (at < rest.length() && !isDigit(rest.charAt(at)) && rest.charAt(at) != '.') {
        at++;
      }
      Optional<Long> size = unitNanos(rest.substring(unit, at));
      Optional<BigDecimal> count = decimal(rest.substring(digits, unit));
      if (size.isEmpty() || count.isEmpty()) {
        return Optional.empty();
      }
      nanos = nanos.add(count.get().multiply(BigDecimal.valueOf(size.get())));
    }
    return inNanos(text.startsWith("-") ? nanos.negate() : nanos);
  }

  private static Optional<Duration> inNanos(BigDecimal nanos) {
    BigInteger whole = nanos.toBigInteger();
    return whole.bitLength() > 63
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(whole.longValue()));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static Optional<BigDecimal> decimal(String text) {
    long points = text.chars().filter(c -> c == '.').count();
    boolean hasDigit = text.chars().anyMatch(c -> c != '.');
    return points <= 1 && hasDigit ? Optional.of(new BigDecimal(text)) : Optional.empty();
  }

  private static Optional<Long> unitNanos(String unit) {
    return switch (unit) {
      case "d" -> Optional.of(86_400_000_000_000L);
      case "h" -> Optional.of(3_600_000_000_000L);
      case "m" -> Optional.of(60_000_000_000L);
      case "s" -> Optional.of(1_000_000_000L);
      case "ms" -> Optional.of(1_000_000L);
      case "us", "µs", "μs" -> Optional.of(1_000L);
      case "ns" -> Optional.of(1L);
      default -> Optional.empty();
    };
  }
}
