package dev.flowstone.interpreter.store.sqlite;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the embedded store is and how it does, for an operator.
///
/// `format` is that of its tables, `executions` counts by status, `damage` is what SQLite's own
/// check found, at most ten lines.
public record Health(
    String sqlite, int format, long bytes, Map<String, Long> executions, List<String> damage) {

  public Health {
    executions = java.util.Collections.unmodifiableMap(new TreeMap<>(executions));
    damage = List.copyOf(damage);
  }

  static Health of(Session session) throws SQLException {
    Map<String, Long> executions = new TreeMap<>();
    session
        .all(
            "SELECT status, count(*) FROM execution GROUP BY status",
            row -> Map.entry(row.getString(1), row.getLong(2)))
        .forEach(entry -> executions.put(entry.getKey(), entry.getValue()));
    List<String> checked =
        session.all("PRAGMA quick_check(10)", row -> row.getString(1)).stream()
            .filter(line -> !line.equals("ok"))
            .toList();
    return new Health(
        session.first("SELECT sqlite_version()", row -> row.getString(1)).orElse("unknown"),
        Schema.VERSION,
        number(session, "PRAGMA page_count") * number(session, "PRAGMA page_size"),
        executions,
        checked);
  }

  private static long number(Session session, String sql) throws SQLException {
    return session.first(sql, row -> row.getLong(1)).orElse(0L);
  }
}
