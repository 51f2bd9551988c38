package dev.flowstone.lambda.wake;

import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.lambda.dynamo.Purge;
import dev.flowstone.lambda.watch.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Finds whatever is due and has nobody at it: what a lost message, schedule or invocation would
/// have woken, and what a host that died has left.
///
/// It runs once a minute and looks two minutes ahead, so that what is due in between has a message
/// with the exact delay: schedules are as coarse as a minute. What became due just now was hinted
/// by whoever let go of it, and is left to that hint.
public final class Sweeper {
  private static final Duration AHEAD = Duration.ofMinutes(2);
  private static final Duration JUST_NOW = Duration.ofSeconds(30);

  /// As many as a sweep can hint within its minute; the rest is found by the next.
  private static final int MOST = 1_000;

  private static final int MOST_PURGED = 100;

  private final Engine engine;
  private final Wakes wakes;
  private final Purge purge;
  private final InstantSource clock;
  private final Metrics metrics;

  public Sweeper(Engine engine, Wakes wakes, Purge purge, InstantSource clock, Metrics metrics) {
    this.engine = engine;
    this.wakes = wakes;
    this.purge = purge;
    this.clock = clock;
    this.metrics = metrics;
  }

  /// `due` executions were found that nobody holds, `hinted` of them have a wake on its way, and
  /// `purged` had expired.
  public record Swept(int due, int hinted, int purged) {}

  public Swept sweep() {
    Instant now = clock.instant();
    // Two minutes from now every lease has ended: what is held now must not crowd out what is lost.
    List<Meta> found = new ArrayList<>(engine.due(now, MOST));
    engine.due(now.plus(AHEAD), MOST).stream()
        .filter(meta -> meta.due().filter(due -> due.isAfter(now)).isPresent())
        .forEach(found::add);
    int due = 0;
    int hinted = 0;
    for (Meta meta : found) {
      if (meta.due().isEmpty() || held(meta, now) || justNow(meta.due().get(), now)) {
        continue;
      }
      due++;
      if (wakes.at(meta.name(), meta.due().get())) {
        hinted++;
      }
    }
    metrics.count(Metrics.Metric.SWEEP_DUE, due);
    return new Swept(due, hinted, purge.purge(now, MOST_PURGED));
  }

  private static boolean held(Meta meta, Instant now) {
    return meta.lease().filter(lease -> lease.until().isAfter(now)).isPresent();
  }

  private static boolean justNow(Instant due, Instant now) {
    return !due.isAfter(now) && due.isAfter(now.minus(JUST_NOW));
  }
}
