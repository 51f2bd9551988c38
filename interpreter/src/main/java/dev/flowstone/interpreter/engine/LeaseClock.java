package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.store.Renewing;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A lease as its host counts it: from when it was asked for, so that it is never longer here than
/// in the store.
final class LeaseClock {
  private final Duration length;
  private Instant until;
  private Instant askedAt = Instant.MIN;
  private @Nullable Renewing asked;

  LeaseClock(Duration length, Instant now) {
    this.length = length;
    this.until = now.plus(length);
  }

  boolean holds(Instant now) {
    return until.isAfter(now);
  }

  /// Whether a renewal is under way.
  boolean isAsking() {
    return asked != null;
  }

  Renewing ask(Renewing renewing, Instant now) {
    asked = renewing;
    askedAt = now;
    return renewing;
  }

  /// The renewal has been answered.
  Renewing answered() {
    Renewing renewing = Objects.requireNonNull(asked);
    asked = null;
    return renewing;
  }

  void prolong() {
    until = askedAt.plus(length);
  }

  Instant renewAt() {
    return until.minus(length.dividedBy(2));
  }
}
