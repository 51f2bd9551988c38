package dev.flowstone.tests.flows;

import dev.flowstone.interpreter.engine.Timers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/// A clock that a test moves. Nothing rings: whoever moves it resumes what became due.
public final class PassingTime implements InstantSource, Timers {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-10-01T08:00:00Z"));

  @Override
  public Instant instant() {
    return now.get();
  }

  public void pass(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
  }

  @Override
  public Alarm set(Instant when, Runnable ring) {
    if (!when.isAfter(instant())) {
      ring.run();
    }
    return () -> {};
  }

  @Override
  public void pause(Duration duration) {
    Thread.onSpinWait();
  }

  @Override
  public void close() {}
}
