package dev.flowstone.interpreter.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When an activation begins nothing more, and when it gives up what still runs: the limits of the
/// host's [Shift], and whether the host stops.
final class Closing {
  /// When what is begun must be over.
  private final Optional<Instant> bound;

  private Instant at;
  private Instant overAt;
  private boolean stopping;

  Closing(Shift shift, Settings settings) {
    this.bound = shift.deadline().map(deadline -> deadline.minus(settings.margin()));
    Instant until = shift.until().orElse(Instant.MAX);
    this.at = bound.filter(until::isAfter).orElse(until);
    Duration lastWords =
        settings.grace().compareTo(settings.margin()) < 0 ? settings.grace() : settings.margin();
    this.overAt = shift.deadline().map(deadline -> deadline.minus(lastWords)).orElse(Instant.MAX);
  }

  /// The host stops: what runs may go on until then.
  void stop(Instant until) {
    stopping = true;
    at = Instant.MIN;
    overAt = until.isBefore(overAt) ? until : overAt;
  }

  /// How an execution is left that is released; `unfinished` is one for which no time was left.
  Departure departure(Optional<Instant> due, boolean unfinished) {
    return unfinished || stopping ? new Departure.Stopped() : new Departure.Waiting(due);
  }

  /// Whether nothing new may be begun.
  boolean isPast(Instant now) {
    return !at.isAfter(now);
  }

  /// Whether an attempt may begin: it must be over in time even where it takes all of its timeout.
  boolean admits(Duration timeout, Instant now) {
    return !isPast(now) && bound.filter(now.plus(timeout)::isAfter).isEmpty();
  }

  /// Whether something could still be begun then.
  boolean covers(Instant when) {
    return when.isBefore(at);
  }

  /// A pause in which this host waits before it begins, so that time is left to begin at all.
  Duration within(Duration pause, Instant now) {
    if (at.equals(Instant.MAX) || isPast(now)) {
      return pause;
    }
    Duration half = Duration.between(now, at).dividedBy(2);
    return half.compareTo(pause) < 0 ? half : pause;
  }

  /// When what still runs is given up.
  Instant overAt() {
    return overAt;
  }
}
