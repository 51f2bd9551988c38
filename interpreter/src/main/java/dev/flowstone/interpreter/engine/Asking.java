package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.store.StoreUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;

/// Asks the store until it answers: a call whose outcome is unknown is repeated unchanged.
record Asking(InstantSource clock, Timers timers, Duration patience) {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  /// Throws the last [StoreUnavailable] once patience has run out.
  <T> T ask(Supplier<T> question) throws InterruptedException {
    Instant end = clock.instant().plus(patience);
    Duration pause = FIRST_PAUSE;
    while (true) {
      try {
        return question.get();
      } catch (StoreUnavailable e) {
        if (clock.instant().isAfter(end)) {
          throw e;
        }
      }
      timers.pause(pause);
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
    }
  }

  /// The same where the caller cannot be interrupted: an interrupt ends the asking.
  <T> T askCalmly(Supplier<T> question) {
    try {
      return ask(question);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while the store did not answer", e);
    }
  }
}
