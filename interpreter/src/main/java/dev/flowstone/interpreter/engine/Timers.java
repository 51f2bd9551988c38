package dev.flowstone.interpreter.engine;

import java.time.Duration;
import java.time.Instant;

/// Time that passes, for the engine: every wait of it goes through here, so that a test can make
/// time pass.
public interface Timers extends AutoCloseable {

  /// Rings at `when` on the engine's clock, or a little later; at once where that is past. `ring`
  /// does not block.
  Alarm set(Instant when, Runnable ring);

  /// Waits before something is tried again.
  void pause(Duration duration) throws InterruptedException;

  @Override
  void close();

  /// An alarm that has been set.
  @FunctionalInterface
  interface Alarm {
    void cancel();
  }
}
