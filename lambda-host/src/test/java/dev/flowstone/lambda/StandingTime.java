package dev.flowstone.lambda;

import dev.flowstone.interpreter.engine.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A clock that stands still until it is told to go on; whoever pauses makes the time pass.
public final class StandingTime implements InstantSource, Timers {
  private record Set(Instant when, Runnable ring) {}

  private final List<Set> alarms = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /// Lets time pass, and rings what becomes due on the way, in order.
  public void advance(Duration by) {
    Instant end = instant().plus(by);
    for (Set next = next(end); next != null; next = next(end)) {
      next.ring().run();
    }
  }

  private synchronized @Nullable Set next(Instant end) {
    Set next =
        alarms.stream()
            .filter(alarm -> !alarm.when().isAfter(end))
            .min(Comparator.comparing(Set::when))
            .orElse(null);
    if (next == null) {
      now = end;
    } else {
      alarms.remove(next);
      now = next.when().isAfter(now) ? next.when() : now;
    }
    return next;
  }

  @Override
  public Alarm set(Instant when, Runnable ring) {
    Set alarm = new Set(when, ring);
    synchronized (this) {
      if (when.isAfter(now)) {
        alarms.add(alarm);
        return () -> {
          synchronized (this) {
            alarms.remove(alarm);
          }
        };
      }
    }
    ring.run();
    return () -> {};
  }

  @Override
  public void pause(Duration duration) {
    advance(duration);
  }

  @Override
  public void close() {}
}
