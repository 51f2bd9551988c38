package dev.flowstone.interpreter.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// A clock that stands still until it is told to go on.
final class TestTime implements InstantSource, Timers {
  private record Set(Instant when, Runnable ring) {}

  private final List<Set> alarms = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /// Lets time pass, and rings what becomes due on the way, in order.
  void advance(Duration by) {
    Instant end = instant().plus(by);
    while (true) {
      Set next;
      synchronized (this) {
        next =
            alarms.stream()
                .filter(alarm -> !alarm.when().isAfter(end))
                .min(Comparator.comparing(Set::when))
                .orElse(null);
        if (next == null) {
          now = end;
          return;
        }
        alarms.remove(next);
        now = next.when().isAfter(now) ? next.when() : now;
      }
      next.ring().run();
    }
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
    LockSupport.parkNanos(50_000);
  }

  @Override
  public void close() {}
}
