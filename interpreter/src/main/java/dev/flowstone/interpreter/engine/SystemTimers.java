package dev.flowstone.interpreter.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Timers in real time. A far alarm is set again from time to time, since clocks are put right and
/// machines sleep.
public final class SystemTimers implements Timers {
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final InstantSource clock;
  private final ScheduledThreadPoolExecutor executor;

  public SystemTimers(InstantSource clock) {
    this.clock = clock;
    this.executor =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().name("flowstone-timers").daemon().factory());
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Alarm set(Instant when, Runnable ring) {
    Ringing alarm = new Ringing(when, ring);
    alarm.schedule();
    return alarm;
  }

  @Override
  public void pause(Duration duration) throws InterruptedException {
    Thread.sleep(duration);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private final class Ringing implements Alarm {
    private final Instant when;
    private final Runnable ring;
    private Future<?> scheduled = java.util.concurrent.CompletableFuture.completedFuture(null);
    private boolean cancelled;

    Ringing(Instant when, Runnable ring) {
      this.when = when;
      this.ring = ring;
    }

    synchronized void schedule() {
      if (cancelled || executor.isShutdown()) {
        return;
      }
      Duration left = Duration.between(clock.instant(), when);
      Duration most = left.compareTo(LONGEST) > 0 ? LONGEST : left;
      long nanos = most.isNegative() ? 0 : most.toNanos();
      scheduled = executor.schedule(this::elapsed, nanos, TimeUnit.NANOSECONDS);
    }

    private void elapsed() {
      if (clock.instant().isBefore(when)) {
        schedule();
      } else {
        ring.run();
      }
    }

    @Override
    public synchronized void cancel() {
      cancelled = true;
      scheduled.cancel(false);
    }
  }
}
