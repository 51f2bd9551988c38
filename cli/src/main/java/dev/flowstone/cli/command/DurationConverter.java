package dev.flowstone.cli.command;

import dev.flowstone.grammar.value.TimeText;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads a duration as workflows write it: `60s`, `2h30m`, `7d`; `0` too.
final class DurationConverter implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    return TimeText.parseDuration(text)
        .filter(duration -> !duration.isNegative())
        .orElseThrow(() ->
            new TypeConversionException("'" + text + "' is no duration such as 60s or 2h30m"));
  }
}
