package dev.flowstone.lambda.aws;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.DoubleAdder;

/// All tables, the count of requests that serves as their clock, and what was consumed in all.
final class Database {

  final Map<String, Table> tables = new ConcurrentHashMap<>();
  final DoubleAdder readUnits = new DoubleAdder();
  final DoubleAdder writeUnits = new DoubleAdder();
  private final AtomicLong requests = new AtomicLong();
  private final Random random;
  private volatile int longestLag;

  Database(long seed) {
    this.random = new Random(seed);
  }

  void countRequest() {
    requests.incrementAndGet();
  }

  long now() {
    return requests.get();
  }

  /// Changes of indexes become visible up to so many requests later.
  void delayIndexes(int requestsAtMost) {
    longestLag = requestsAtMost;
  }

  /// The request by which a change of now becomes visible in an index.
  long visible() {
    if (longestLag == 0) {
      return 0;
    }
    synchronized (random) {
      return now() + 1 + random.nextInt(longestLag);
    }
  }

  Table table(String name) {
    Table table = tables.get(name);
    if (table == null) {
      throw ServiceException.notFound("Requested resource not found");
    }
    return table;
  }

  Capacity read(Capacity capacity) {
    readUnits.add(capacity.total());
    return capacity;
  }

  Capacity written(Capacity capacity) {
    writeUnits.add(capacity.total());
    return capacity;
  }
}
