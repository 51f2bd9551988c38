package dev.flowstone.tests.lambda;

import dev.flowstone.lambda.aws.Fault;
import dev.flowstone.lambda.aws.Faults;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import software.amazon.awssdk.services.sqs.model.Message;

/// What goes wrong around a function, drawn from a seed and counted: requests to the store that are
/// refused, lost or late, and messages that come twice, late or never.
final class Weather implements Faults, Function<Message, EventSource.Fate> {
  private static final List<Fault> KINDS =
      List.of(
          Fault.THROUGHPUT_EXCEEDED,
          Fault.THROTTLED,
          Fault.ERROR_BEFORE,
          Fault.ERROR_AFTER,
          Fault.DROPPED_AFTER,
          Fault.HELD,
          Fault.HALF_OF_A_BATCH);

  private static final int ONE_IN = 40;

  /// In a storm, a third of a second every few seconds, half of all requests go wrong.
  private static final long STORMS_NANOS = TimeUnit.MILLISECONDS.toNanos(4_000);

  private static final long STORM_NANOS = TimeUnit.MILLISECONDS.toNanos(350);
  private static final int ONE_IN_A_STORM = 2;

  /// A request that is done when its client has given up waiting for it.
  private static final int ONE_STALLED_IN = 1_500;

  private static final long STALLED_NANOS = TimeUnit.MILLISECONDS.toNanos(3_500);

  final AtomicLong throttles = new AtomicLong();
  final AtomicLong errors = new AtomicLong();
  final AtomicLong timeouts = new AtomicLong();
  final AtomicLong duplicates = new AtomicLong();
  final AtomicLong reorders = new AtomicLong();
  final AtomicLong losses = new AtomicLong();

  private final Random random;
  private final AtomicBoolean lossDrawn = new AtomicBoolean();
  private volatile boolean calm = true;

  Weather(long seed) {
    this.random = new Random(seed);
  }

  /// Nothing goes wrong while it is paused.
  void pause(boolean paused) {
    calm = paused;
  }

  private synchronized int draw(int bound) {
    return random.nextInt(bound);
  }

  @Override
  public Fault next(String operation) {
    if (calm) {
      return Fault.NONE;
    }
    if (draw(ONE_STALLED_IN) == 0) {
      timeouts.incrementAndGet();
      LockSupport.parkNanos(STALLED_NANOS);
      return Fault.NONE;
    }
    boolean storm = System.nanoTime() % STORMS_NANOS < STORM_NANOS;
    if (draw(storm ? ONE_IN_A_STORM : ONE_IN) != 0) {
      return Fault.NONE;
    }
    Fault fault = KINDS.get(draw(KINDS.size()));
    switch (fault) {
      case THROUGHPUT_EXCEEDED, THROTTLED -> throttles.incrementAndGet();
      case ERROR_BEFORE, ERROR_AFTER, HALF_OF_A_BATCH -> errors.incrementAndGet();
      case DROPPED_AFTER, HELD -> timeouts.incrementAndGet();
      case NONE -> {}
    }
    return fault;
  }

  /// Only wakes are lost: they are hints. A loss that is drawn for another message waits for the
  /// next wake, so that a short storm has some too.
  @Override
  public EventSource.Fate apply(Message message) {
    if (calm) {
      return EventSource.Fate.DELIVERED;
    }
    int drawn = draw(12);
    if (drawn == 2) {
      lossDrawn.set(true);
    }
    if (message.body().contains("\"wake\"") && lossDrawn.compareAndSet(true, false)) {
      losses.incrementAndGet();
      return EventSource.Fate.LOST;
    }
    return switch (drawn) {
      case 0 -> {
        duplicates.incrementAndGet();
        yield EventSource.Fate.DOUBLED;
      }
      case 1 -> {
        reorders.incrementAndGet();
        yield EventSource.Fate.LATE;
      }
      default -> EventSource.Fate.DELIVERED;
    };
  }
}
