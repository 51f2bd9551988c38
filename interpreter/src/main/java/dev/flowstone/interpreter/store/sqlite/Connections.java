package dev.flowstone.interpreter.store.sqlite;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Opens connections to one database file, each with the settings that durability rests on, read
/// back.
///
/// `synchronous=FULL` makes each commit wait for the disk; it belongs to the connection, not to the
/// file, so that a connection that missed it would lose acknowledged steps in a power cut and in no
/// test with `kill -9`.
final class Connections {
  private static final int FULL = 2;
  private static final int BUSY = 5;
  private static final int PATIENCE_MILLIS = 30_000;
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final Path file;

  Connections(Path file) {
    this.file = file;
  }

  /// A connection that waits for locks itself: `busy` says how long, in SQLite's own way.
  ///
  /// While another connection is the first or the last to have the file open, SQLite calls it
  /// locked without waiting: then the whole is done again.
  Session open(int busyMillis) throws SQLException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
    while (true) {
      try {
        return opened(busyMillis);
      } catch (SQLException e) {
        if ((e.getErrorCode() & 0xff) != BUSY || System.nanoTime() - end > 0) {
          throw e;
        }
        LockSupport.parkNanos(AGAIN_NANOS);
      }
    }
  }

  private Session opened(int busyMillis) throws SQLException {
    var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = " + PATIENCE_MILLIS);
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = FULL");
      statement.execute("PRAGMA wal_autocheckpoint = 0");
      statement.execute("PRAGMA foreign_keys = OFF");
      if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac")) {
        statement.execute("PRAGMA fullfsync = ON");
        statement.execute("PRAGMA checkpoint_fullfsync = ON");
      }
      require(statement, "synchronous", Integer.toString(FULL));
      require(statement, "journal_mode", "wal");
      statement.execute("PRAGMA busy_timeout = " + busyMillis);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
    return new Session(connection);
  }

  private static void require(Statement statement, String pragma, String wanted)
      throws SQLException {
    try (ResultSet answer = statement.executeQuery("PRAGMA " + pragma)) {
      String found = answer.next() ? answer.getString(1) : "nothing";
      if (!wanted.equals(found)) {
        throw new SQLException(
            "PRAGMA " + pragma + " is " + found + " where " + wanted + " is needed");
      }
    }
  }
}
