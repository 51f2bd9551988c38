package dev.flowstone.interpreter.store.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// The tables, and the version that the file says it has.
///
/// A slot's key is `execution << 32 | index`: one B-tree, in order of the journal, whose uniqueness
/// is the fence. Instants are nanoseconds since 1970.
final class Schema {
  static final int VERSION = 4;

  private static final int APPLICATION = 0x464C5354; // "FLST"

  private static final String EXPIRY =
      "CREATE INDEX execution_expires ON execution (expires) WHERE expires IS NOT NULL";
  private static final String LIVE =
      "CREATE TABLE live (workflow TEXT PRIMARY KEY, version TEXT NOT NULL)";

  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE execution (
            row INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL UNIQUE,
            id TEXT NOT NULL,
            workflow TEXT NOT NULL,
            version TEXT NOT NULL,
            input_hash TEXT NOT NULL,
            format INTEGER NOT NULL,
            created INTEGER NOT NULL,
            status TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            host TEXT,
            nonce TEXT,
            lease_until INTEGER,
            host_deadline INTEGER,
            due INTEGER,
            inbox_version INTEGER NOT NULL,
            snapshot_through INTEGER NOT NULL,
            trimmed_before INTEGER NOT NULL,
            tries INTEGER NOT NULL,
            released INTEGER NOT NULL DEFAULT 0,
            ended INTEGER,
            expires INTEGER,
            deadline INTEGER,
            lost_until INTEGER,
            writes INTEGER NOT NULL)
          """,
          "CREATE INDEX execution_due ON execution (host, due) WHERE due IS NOT NULL",
          "CREATE INDEX execution_created ON execution (created, name)",
          EXPIRY,
          """
          CREATE TABLE journal (
            slot INTEGER PRIMARY KEY,
            epoch INTEGER NOT NULL,
            nonce TEXT NOT NULL,
            at INTEGER NOT NULL,
            body BLOB NOT NULL)
          """,
          """
          CREATE TABLE inbox (
            seq INTEGER PRIMARY KEY AUTOINCREMENT,
            execution INTEGER NOT NULL,
            key TEXT NOT NULL,
            accepted INTEGER NOT NULL,
            reopens INTEGER NOT NULL,
            weight INTEGER NOT NULL,
            body BLOB NOT NULL,
            UNIQUE (execution, key))
          """,
          """
          CREATE TABLE snapshot (
            execution INTEGER PRIMARY KEY,
            through INTEGER NOT NULL,
            body BLOB NOT NULL)
          """,
          """
          CREATE TABLE program (
            version TEXT PRIMARY KEY,
            workflow TEXT NOT NULL,
            body BLOB NOT NULL,
            source TEXT NOT NULL,
            source_name TEXT NOT NULL)
          """,
          LIVE);

  /// What a file of version 1 lacks. The deadlines of its executions stay unknown.
  private static final List<String> FROM_1 =
      List.of(
          "ALTER TABLE execution ADD COLUMN deadline INTEGER",
          "ALTER TABLE execution ADD COLUMN lost_until INTEGER");

  /// What a file of version 2 lacks. Which epochs of its executions were released stays unknown.
  private static final List<String> FROM_2 =
      List.of("ALTER TABLE execution ADD COLUMN released INTEGER NOT NULL DEFAULT 0");

  /// What a file of version 3 lacks. Live was what was stored last.
  private static final List<String> FROM_3 =
      List.of(
          EXPIRY,
          LIVE,
          """
          INSERT INTO live SELECT workflow, version FROM program
          WHERE rowid IN (SELECT max(rowid) FROM program GROUP BY workflow)
          """);

  /// What a file lacks, by the version that it has, from 1 on.
  private static final List<List<String>> CHANGES = List.of(FROM_1, FROM_2, FROM_3);

  private Schema() {}

  /// Makes the tables of a new file, and brings an older one up to date; answers why the file
  /// cannot be used, if so.
  static Optional<String> prepare(Session session) throws SQLException {
    int version = version(session);
    if (version == VERSION) {
      return Optional.empty();
    }
    if (version > VERSION) {
      return Optional.of(
          "the store has format %d, and this version of Flowstone knows formats up to %d; use a newer Flowstone"
              .formatted(version, VERSION));
    }
    session.execute("BEGIN IMMEDIATE");
    try {
      Optional<String> refusal = bringUp(session);
      session.execute("COMMIT");
      return refusal;
    } catch (SQLException | RuntimeException e) {
      session.execute("ROLLBACK");
      throw e;
    }
  }

  private static Optional<String> bringUp(Session session) throws SQLException {
    int version = version(session);
    if (version == VERSION) {
      return Optional.empty(); // another process was faster
    }
    if (version > 0) {
      for (List<String> changes : CHANGES.subList(version - 1, CHANGES.size())) {
        for (String change : changes) {
          session.execute(change);
        }
      }
      session.execute("PRAGMA user_version = " + VERSION);
      return Optional.empty();
    }
    if (count(session, "SELECT count(*) FROM sqlite_schema") > 0) {
      return Optional.of("the file is a database of another program");
    }
    for (String table : TABLES) {
      session.execute(table);
    }
    session.execute("PRAGMA application_id = " + APPLICATION);
    session.execute("PRAGMA user_version = " + VERSION);
    return Optional.empty();
  }

  private static int version(Session session) throws SQLException {
    return count(session, "PRAGMA user_version");
  }

  private static int count(Session session, String sql) throws SQLException {
    return session.first(sql, row -> row.getInt(1)).orElse(0);
  }
}
