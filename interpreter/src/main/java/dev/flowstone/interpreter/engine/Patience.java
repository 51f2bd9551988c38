package dev.flowstone.interpreter.engine;

import java.time.Duration;

/// What becomes of an execution whose hosts die, one after the other, without any progress: a host
/// that takes it over waits, longer each time, and in the end leaves it to be asked for.
final class Patience {
  private static final int PATIENT_TRIES = 5;
  private static final int MOST_TRIES = 20;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private Patience() {}

  /// Tries that led nowhere: none that came before the last epoch in which anything but an
  /// activation was written.
  static int fruitless(Tenure tenure, Folded folded) {
    return (int) Math.min(tenure.tries(), tenure.epoch() - folded.busyEpoch());
  }

  static boolean isOver(int fruitless) {
    return fruitless > MOST_TRIES;
  }

  /// How long to wait before the next try.
  static Duration pause(int fruitless) {
    if (fruitless <= PATIENT_TRIES) {
      return Duration.ZERO;
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << (fruitless - PATIENT_TRIES - 1));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
