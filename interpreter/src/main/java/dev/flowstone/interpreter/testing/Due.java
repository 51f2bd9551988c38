package dev.flowstone.interpreter.testing;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that happens at a time; of the same time, timers come last.
record Due(Instant when, boolean timer, Runnable what) {

  /// What comes first, the one before where both come together.
  static @Nullable Due first(@Nullable Due before, @Nullable Due other) {
    if (before == null || other == null) {
      return before == null ? other : before;
    }
    int order = before.when.compareTo(other.when);
    boolean later = order > 0 || (order == 0 && before.timer && !other.timer);
    return later ? other : before;
  }
}
