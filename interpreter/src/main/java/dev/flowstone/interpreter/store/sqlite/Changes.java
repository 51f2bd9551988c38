package dev.flowstone.interpreter.store.sqlite;

import dev.flowstone.interpreter.store.ExecutionStore.Watch;
import dev.flowstone.interpreter.store.ExecutionStore.Watcher;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Sees what other processes deliver, by asking ten times a second whether the file has changed.
///
/// `PRAGMA data_version` costs a look into shared memory; only after a change is the inbox read.
/// The same thread looks now and then for other processes that want their turn at writing.
final class Changes implements AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMillis(100);
  private static final int LOOKS_BETWEEN_CLEANINGS = 10;

  private final Session session;
  private final Hosts hosts;
  private final Writer writer;
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private long lastVersion;
  private long lastSeen;

  Changes(Session session, Hosts hosts, Writer writer) throws SQLException {
    this.session = session;
    this.hosts = hosts;
    this.writer = writer;
    this.lastVersion = version();
    this.lastSeen = session.first(LAST, row -> row.getLong(1)).orElse(0L);
    this.thread = Thread.ofPlatform().name("flowstone-changes").daemon().start(this::run);
  }

  private static final String LAST = "SELECT coalesce(max(seq), 0) FROM inbox";

  private record Arrival(long seq, String name) {}

  Watch watch(Watcher watcher) {
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }

  private void run() {
    int looks = 0;
    try {
      while (!closed.await(INTERVAL.toMillis(), TimeUnit.MILLISECONDS)) {
        if (looks++ % LOOKS_BETWEEN_CLEANINGS == 0) {
          clean();
        }
        look();
      }
    } catch (InterruptedException e) {
      // The store is being closed.
    }
  }

  private void clean() {
    try {
      writer.share(hosts.cleanAndSeeOthers());
    } catch (UncheckedIOException e) {
      // The folder cannot be listed now; that must not end the looking for changes.
    }
  }

  private void look() {
    try {
      long version = version();
      if (version == lastVersion) {
        return;
      }
      lastVersion = version;
      List<Arrival> arrivals =
          session.all(
              """
              SELECT inbox.seq, execution.name FROM inbox JOIN execution ON execution.row = inbox.execution
              WHERE inbox.seq > ? ORDER BY inbox.seq
              """,
              row -> new Arrival(row.getLong(1), row.getString(2)),
              lastSeen);
      for (Arrival arrival : arrivals) {
        lastSeen = Math.max(lastSeen, arrival.seq());
        watchers.forEach(watcher -> watcher.changed(arrival.name()));
      }
    } catch (SQLException e) {
      // A hint that does not come: the engine looks by itself from time to time.
    }
  }

  private long version() throws SQLException {
    return session.first("PRAGMA data_version", row -> row.getLong(1)).orElse(0L);
  }

  @Override
  public void close() throws SQLException {
    closed.countDown();
    session.closeAfter(thread);
  }
}
