package dev.flowstone.cli.command;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Where `--now` lets the clock start.
public sealed interface Now {

  record At(Instant instant) implements Now {}

  /// Ahead of the real time.
  record In(Duration ahead) implements Now {}

  /// The clock that starts there and ticks as the real one does.
  default InstantSource clock(InstantSource real) {
    return InstantSource.offset(
        real,
        switch (this) {
          case At(Instant instant) -> Duration.between(real.instant(), instant);
          case In(Duration ahead) -> ahead;
        });
  }
}
