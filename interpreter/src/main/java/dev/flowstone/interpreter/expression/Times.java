package dev.flowstone.interpreter.expression;

import dev.flowstone.grammar.program.Function;
import dev.flowstone.grammar.value.TimeText;
import dev.flowstone.grammar.value.Value;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/// Instants and durations: the parts of one, in a zone, and moving by months.
final class Times {

  private static final int MAX_ZONE_LENGTH = 100;
  private static final long MAX_MONTHS = 12L * 10_000;

  private Times() {}

  static Value timestamp(Instant instant) {
    if (!TimeText.inRange(instant)) {
      throw Failure.range("a timestamp lies in the years 1 to 9999");
    }
    return new Value.Timestamp(instant);
  }

  static Value duration(Duration duration) {
    if (!TimeText.inRange(duration)) {
      throw Failure.range("a duration is at most 292 years");
    }
    return new Value.Span(duration);
  }

  static Value part(Function function, Value of, String zone) {
    return switch (of) {
      case Value.Timestamp(Instant instant) ->
          new Value.Int(part(function, instant.atZone(zone(zone))));
      case Value.Span(Duration duration) -> new Value.Int(part(function, duration));
      case Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Double _,
          Value.Text _,
          Value.Items _,
          Value.Fields _,
          Value.Maybe _ ->
          throw Kinds.wanted("timestamp", of);
    };
  }

  private static long part(Function function, ZonedDateTime time) {
    return switch (function) {
      case GET_FULL_YEAR -> time.getYear();
      case GET_MONTH -> time.getMonthValue() - 1;
      case GET_DAY_OF_YEAR -> time.getDayOfYear() - 1;
      case GET_DAY_OF_MONTH -> time.getDayOfMonth() - 1;
      case GET_DATE -> time.getDayOfMonth();
      case GET_DAY_OF_WEEK -> time.getDayOfWeek().getValue() % 7;
      case GET_HOURS -> time.getHour();
      case GET_MINUTES -> time.getMinute();
      case GET_SECONDS -> time.getSecond();
      case GET_MILLISECONDS -> time.getNano() / 1_000_000;
      default -> throw new IllegalArgumentException(function.name());
    };
  }

  private static long part(Function function, Duration duration) {
    return switch (function) {
      case GET_HOURS -> duration.toHours();
      case GET_MINUTES -> duration.toMinutes();
      case GET_SECONDS ->
          duration.toSeconds() + (duration.isNegative() && duration.toNanosPart() != 0 ? 1 : 0);
      case GET_MILLISECONDS -> duration.toMillis() % 1_000;
      default ->
          throw Failure.overload("a duration has hours, minutes, seconds and milliseconds only");
    };
  }

  /// A zone by its name, or an offset such as `+02:00` or `02:00`.
  private static ZoneId zone(String name) {
    if (name.isEmpty() || name.length() > MAX_ZONE_LENGTH) {
      throw Failure.invalid("there is no time zone " + Kinds.shown(name));
    }
    try {
      boolean bareOffset = name.charAt(0) >= '0' && name.charAt(0) <= '9';
      return bareOffset ? ZoneOffset.of("+" + name) : ZoneId.of(name);
    } catch (DateTimeException e) {
      throw Failure.invalid("there is no time zone " + Kinds.shown(name));
    }
  }

  static Value addMonths(Value of, Value months) {
    long count = Kinds.integer(months);
    if (!(of instanceof Value.Timestamp(Instant instant))) {
      throw Kinds.wanted("timestamp", of);
    }
    if (count > MAX_MONTHS || count < -MAX_MONTHS) {
      throw Failure.range("a timestamp lies in the years 1 to 9999");
    }
    return timestamp(instant.atOffset(ZoneOffset.UTC).plusMonths(count).toInstant());
  }
}
