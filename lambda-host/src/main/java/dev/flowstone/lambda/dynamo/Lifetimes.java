package dev.flowstone.lambda.dynamo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Until when items live. Without a retention nothing expires.
///
/// What an execution may still need has to outlive it: a slot lives past the workflow's deadline,
/// or for 400 days where it has none, within which a snapshot covers it; a snapshot of a live
/// execution without a coming deadline never expires. Days matter here, not the clock of a host.
record Lifetimes(Optional<Duration> retention, InstantSource clock) {
  private static final Duration WITHOUT_DEADLINE = Duration.ofDays(400);
  private static final Duration MARGIN = Duration.ofDays(30);

  /// Of slots, and of messages until they are slots.
  Optional<Instant> journal(Optional<Instant> deadline, Instant at) {
    Instant needed =
        deadline.isPresent()
            ? deadline.get().isAfter(at) ? deadline.get() : at
            : at.plus(WITHOUT_DEADLINE);
    return retention.map(kept -> needed.plus(kept).plus(MARGIN));
  }

  /// Of the snapshot of a live execution.
  Optional<Instant> snapshot(Optional<Instant> deadline) {
    return deadline.filter(when -> when.isAfter(clock.instant())).isPresent()
        ? journal(deadline, clock.instant())
        : Optional.empty();
  }

  /// Of what belongs to an execution that has ended: past its meta.
  static Instant afterwards(Instant expires) {
    return expires.plus(MARGIN);
  }

  Instant now() {
    return clock.instant();
  }

  /// The prefix of an object that is needed until then.
  String prefix(Optional<Instant> until) {
    return Payloads.prefix(until.map(when -> Duration.between(clock.instant(), when).plusDays(1)));
  }
}
