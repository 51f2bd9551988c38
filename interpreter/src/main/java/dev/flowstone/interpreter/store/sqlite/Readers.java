package dev.flowstone.interpreter.store.sqlite;

import dev.flowstone.interpreter.store.StoreUnavailable;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Connections for reading: as many as are needed at once, each used by one thread at a time, a few
/// kept.
///
/// Each piece of work sees one state of the file. Closing waits for nobody: what is in use is
/// closed on its return.
final class Readers implements AutoCloseable {
  private static final int KEPT = 4;
  private static final int BUSY_MILLIS = 30_000;

  private final Connections connections;
  private final ConcurrentLinkedQueue<Session> idle = new ConcurrentLinkedQueue<>();
  private volatile boolean open = true;

  Readers(Connections connections) {
    this.connections = connections;
  }

  <T> T read(Writer.Work<T> work) {
    if (!open) {
      throw new StoreUnavailable("the store is closed", null);
    }
    try {
      Session kept = idle.poll();
      Session session = kept == null ? connections.open(BUSY_MILLIS) : kept;
      try {
        session.execute("BEGIN");
        T answer = work.run(session);
        session.execute("COMMIT");
        putBack(session);
        return answer;
      } catch (SQLException | RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (SQLException e) {
      throw new StoreUnavailable("the store cannot be read: " + e.getMessage(), e);
    }
  }

  private void putBack(Session session) throws SQLException {
    if (open && idle.size() < KEPT) {
      idle.add(session);
    } else {
      session.close();
    }
  }

  @Override
  public void close() throws SQLException {
    open = false;
    Session session;
    while ((session = idle.poll()) != null) {
      session.close();
    }
  }
}
