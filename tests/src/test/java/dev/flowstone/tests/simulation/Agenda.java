package dev.flowstone.tests.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/// What is going to happen and when: time passes only from one thing to the next.
final class Agenda {
  private record Entry(Instant when, long order, Runnable what) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = when.compareTo(other.when);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private Instant now;
  private long made;

  Agenda(Instant start) {
    this.now = start;
  }

  Instant now() {
    return now;
  }

  void at(Instant when, Runnable what) {
    entries.add(new Entry(when.isBefore(now) ? now : when, made++, what));
  }

  void in(Duration delay, Runnable what) {
    at(now.plus(delay), what);
  }

  /// Lets the next thing happen; false where there is none.
  boolean next() {
    @Nullable Entry entry = entries.poll();
    if (entry == null) {
      return false;
    }
    now = entry.when();
    entry.what().run();
    return true;
  }
}
