package dev.flowstone.interpreter.engine;

import java.time.Duration;
import java.util.OptionalInt;

/// What becomes of an execution whose hosts die, one after the other, without any progress: a host
/// that takes it over waits, longer each time, and in the end leaves it to be asked for.
final class Patience {
  private static final int PATIENT_TRIES = 5;
  private static final int MOST_TRIES = 20;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private Patience() {}

  /// How often in a row an execution was activated and nothing came of it.
  private static int idle(Tenure tenure, Folded folded) {
    return Math.min(tenure.tries() - 1, folded.idle());
  }

  /// Whether to leave the execution alone, and after how many tries. Those that were not even
  /// activated count too, unless they fell into the pauses of others: a host that dies while it
  /// waits proves nothing.
  static OptionalInt end(Tenure tenure, Folded folded) {
    int idle = idle(tenure, folded);
    long unborn = Math.min(tenure.tries() - 1, tenure.epoch() - folded.state().epoch() - 1);
    int counted = idle > PATIENT_TRIES ? idle : (int) Math.max(idle, unborn);
    return counted >= MOST_TRIES ? OptionalInt.of(counted) : OptionalInt.empty();
  }

  /// How long to wait before the next try.
  static Duration pause(Tenure tenure, Folded folded) {
    int idle = idle(tenure, folded);
    if (idle <= PATIENT_TRIES) {
      return Duration.ZERO;
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << (idle - PATIENT_TRIES - 1));
    return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
  }
}
