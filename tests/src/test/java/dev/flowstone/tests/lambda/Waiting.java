package dev.flowstone.tests.lambda;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Waiting for what another process does, for a bounded time.
final class Waiting {
  static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final long PAUSE_NANOS = 50_000_000;

  private Waiting() {}

  /// What `look` finds first; `problem` is what there is instead when the time is up.
  static <T> T until(Supplier<Optional<T>> look, Supplier<String> problem) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      Optional<T> found = look.get();
      if (found.isPresent()) {
        return found.get();
      }
      if (System.nanoTime() > end) {
        throw new AssertionError(problem.get());
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }
}
