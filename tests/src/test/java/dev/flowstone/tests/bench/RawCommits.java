package dev.flowstone.tests.bench;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// What the disk and SQLite give at most: rows of the size of a small slot, committed one by one or
/// in groups, with the settings of the embedded store.
final class RawCommits {
  private static final int ROW_BYTES = 200;

  private RawCommits() {}

  static double rowsPerSecond(Path file, int rowsPerCommit, Duration length) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement setup = connection.createStatement()) {
      setup.execute("PRAGMA journal_mode = WAL");
      setup.execute("PRAGMA synchronous = FULL");
      setup.execute("CREATE TABLE IF NOT EXISTS raw (id INTEGER PRIMARY KEY, body BLOB)");
      try (PreparedStatement begin = connection.prepareStatement("BEGIN IMMEDIATE");
          PreparedStatement insert =
              connection.prepareStatement("INSERT INTO raw (body) VALUES (?)");
          PreparedStatement commit = connection.prepareStatement("COMMIT")) {
        byte[] body = new byte[ROW_BYTES];
        long rows = 0;
        long start = System.nanoTime();
        long end = start + length.toNanos();
        while (System.nanoTime() < end) {
          begin.execute();
          for (int i = 0; i < rowsPerCommit; i++) {
            insert.setBytes(1, body);
            insert.executeUpdate();
          }
          commit.execute();
          rows += rowsPerCommit;
        }
        return rows * 1e9 / (System.nanoTime() - start);
      }
    }
  }
}
