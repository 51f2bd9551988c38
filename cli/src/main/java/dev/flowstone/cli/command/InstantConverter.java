package dev.flowstone.cli.command;

import dev.flowstone.grammar.value.TimeText;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `2026-12-01T00:00:00Z`.
final class InstantConverter implements ITypeConverter<Instant> {

  @Override
  public Instant convert(String text) {
    return TimeText.parseTimestamp(text)
        .orElseThrow(() ->
            new TypeConversionException(
                "'" + text + "' is no instant such as 2026-12-01T00:00:00Z"));
  }
}
