package dev.flowstone.tests.lambda;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// How many messages have reached the queue and are not done with.
final class Outstanding {
  private long count;

  synchronized void arrived() {
    count++;
  }

  synchronized void done() {
    count--;
    notifyAll();
  }

  /// Waits until there is none; tells whether there is none.
  synchronized boolean awaitNone(Duration patience) throws InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    for (long left = end - System.nanoTime();
        count > 0 && left > 0;
        left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    return count <= 0;
  }

  synchronized long count() {
    return count;
  }
}
