package dev.flowstone.interpreter.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;

/// Moves what is in the write-ahead log into the database file, beside the writer and not in its
/// way.
///
/// A passive checkpoint on a connection of its own copies what it can. A log that has grown all the
/// same, because writing never paused, is emptied by the writer itself between two commits.
final class Checkpoints implements AutoCloseable {
  private static final int COMMITS_BETWEEN_LOOKS = 64;
  private static final long PASSIVE_BYTES = 4L << 20;
  private static final long FORCED_BYTES = 64L << 20;

  private final Session session;
  private final Path log;
  private final Semaphore wanted = new Semaphore(0);
  private final Thread thread;
  private volatile boolean open = true;

  /// The first commit looks: processes that make only a few must not let the log grow between them.
  private int sinceLook = COMMITS_BETWEEN_LOOKS;

  Checkpoints(Session session, Path log) {
    this.session = session;
    this.log = log;
    this.thread = Thread.ofPlatform().name("flowstone-checkpoint").daemon().start(this::run);
  }

  /// Called by the writer after each commit.
  void wrote(Session writer) {
    if (++sinceLook < COMMITS_BETWEEN_LOOKS) {
      return;
    }
    sinceLook = 0;
    long size = size();
    if (size > FORCED_BYTES) {
      quietly(writer, "PRAGMA wal_checkpoint(TRUNCATE)");
    } else if (size > PASSIVE_BYTES && wanted.availablePermits() == 0) {
      wanted.release();
    }
  }

  private long size() {
    try {
      return Files.size(log);
    } catch (IOException e) {
      return 0; // there is none; where it cannot be looked at, nothing depends on it
    }
  }

  private void run() {
    while (open) {
      try {
        wanted.acquire();
      } catch (InterruptedException e) {
        return;
      }
      if (open) {
        quietly(session, "PRAGMA wal_checkpoint(PASSIVE)");
      }
    }
  }

  /// A checkpoint that cannot be made now is made later; nothing depends on it but the size of the
  /// log.
  private static void quietly(Session session, String pragma) {
    try {
      session.first(pragma, row -> row.getInt(1));
    } catch (SQLException e) {
      // The next one will do.
    }
  }

  @Override
  public void close() throws SQLException {
    open = false;
    wanted.release();
    session.closeAfter(thread);
  }
}
