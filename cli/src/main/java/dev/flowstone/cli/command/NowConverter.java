package dev.flowstone.cli.command;

import dev.flowstone.grammar.value.TimeText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Reads `2026-12-01T00:00:00Z` or `+7d`.
final class NowConverter implements ITypeConverter<Now> {

  @Override
  public Now convert(String text) {
    if (text.startsWith("+")) {
      Optional<Duration> ahead = TimeText.parseDuration(text.substring(1));
      if (ahead.isPresent()) {
        return new Now.In(ahead.get());
      }
    }
    Optional<Instant> instant = TimeText.parseTimestamp(text);
    return instant
        .<Now>map(Now.At::new)
        .orElseThrow(() ->
            new TypeConversionException(
                "'"
                    + text
                    + "' is no instant such as 2026-12-01T00:00:00Z, nor a duration"
                    + " ahead such as +7d"));
  }
}
