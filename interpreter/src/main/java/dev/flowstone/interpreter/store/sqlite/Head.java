package dev.flowstone.interpreter.store.sqlite;

import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import dev.flowstone.interpreter.store.Stored;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A row of the table `execution`, and how everything that belongs to it is found.
record Head(
    long row,
    String name,
    String id,
    String workflow,
    String version,
    String inputHash,
    int format,
    Instant createdAt,
    String status,
    long epoch,
    Optional<Meta.Lease> lease,
    Optional<Instant> due,
    long inboxVersion,
    long snapshotThrough,
    long trimmedBefore,
    int tries,
    long released,
    Optional<Instant> ended,
    Optional<Instant> expires,
    Optional<Instant> deadline,
    Optional<Instant> lostUntil,
    long writes) {

  static final int INDEX_BITS = 32;

  static Head read(ResultSet row) throws SQLException {
    String host = row.getString("host");
    Optional<Meta.Lease> lease =
        host == null
            ? Optional.empty()
            : Optional.of(
                new Meta.Lease(
                    host,
                    row.getString("nonce"),
                    Session.instant(row.getLong("lease_until")),
                    Session.instant(row, "host_deadline")));
    return new Head(
        row.getLong("row"),
        row.getString("name"),
        row.getString("id"),
        row.getString("workflow"),
        row.getString("version"),
        row.getString("input_hash"),
        row.getInt("format"),
        Session.instant(row.getLong("created")),
        row.getString("status"),
        row.getLong("epoch"),
        lease,
        Session.instant(row, "due"),
        row.getLong("inbox_version"),
        row.getLong("snapshot_through"),
        row.getLong("trimmed_before"),
        row.getInt("tries"),
        row.getLong("released"),
        Session.instant(row, "ended"),
        Session.instant(row, "expires"),
        Session.instant(row, "deadline"),
        Session.instant(row, "lost_until"),
        row.getLong("writes"));
  }

  static Optional<Head> find(Session session, String name) throws SQLException {
    return session.first("SELECT * FROM execution WHERE name = ?", Head::read, name);
  }

  static Optional<Head> find(Session session, String name, String id) throws SQLException {
    return session.first("SELECT * FROM execution WHERE name = ? AND id = ?", Head::read, name, id);
  }

  boolean holds(long askedEpoch, String nonce) {
    return epoch == askedEpoch && lease.isPresent() && lease.get().nonce().equals(nonce);
  }

  long slot(long index) {
    return slot(row, index);
  }

  static long slot(long row, long index) {
    return (row << INDEX_BITS) | index;
  }

  /// Every append is a write of its own, and changes nothing in this row: the last slot tells how
  /// many there were.
  Meta meta(Session session) throws SQLException {
    return meta(session, pending(session));
  }

  /// The same without the inbox, whose bodies may be large.
  Meta metaWithoutInbox(Session session) throws SQLException {
    return meta(session, List.of());
  }

  private Meta meta(Session session, List<InboxEntry> pending) throws SQLException {
    long last =
        session
            .first(
                "SELECT slot FROM journal WHERE slot >= ? AND slot < ? ORDER BY slot DESC LIMIT 1",
                found -> found.getLong(1),
                slot(0),
                slot(row + 1, 0))
            .orElse(slot(0));
    return meta(pending, writes + last - slot(0));
  }

  private Meta meta(List<InboxEntry> pending, long allWrites) {
    return new Meta(
        name,
        id,
        workflow,
        version,
        inputHash,
        format,
        createdAt,
        status,
        epoch,
        lease,
        due,
        inboxVersion,
        pending,
        snapshotThrough,
        tries,
        released,
        ended,
        expires,
        deadline,
        lostUntil,
        allWrites,
        Optional.empty());
  }

  boolean anyPending(Session session) throws SQLException {
    return session
        .first("SELECT 1 FROM inbox WHERE execution = ? LIMIT 1", found -> true, row)
        .isPresent();
  }

  List<InboxEntry> pending(Session session) throws SQLException {
    return session.all(
        "SELECT key, accepted, reopens, body FROM inbox WHERE execution = ? ORDER BY seq",
        found ->
            new InboxEntry(
                found.getString(1),
                Session.instant(found.getLong(2)),
                found.getBoolean(3),
                found.getBytes(4)),
        row);
  }

  Stored stored(Session session) throws SQLException {
    Optional<Snapshot> snapshot =
        session.first(
            "SELECT through, body FROM snapshot WHERE execution = ?",
            found -> new Snapshot(found.getLong(1), found.getBytes(2)),
            row);
    long from = snapshot.map(Snapshot::through).orElse(-1L) + 1;
    return new Stored(meta(session), snapshot, slots(session, from, -1));
  }

  /// Slots in order; a negative limit is none.
  List<Slot> slots(Session session, long from, int limit) throws SQLException {
    return session.all(
        """
        SELECT slot, epoch, nonce, at, body FROM journal
        WHERE slot >= ? AND slot < ? ORDER BY slot LIMIT ?
        """,
        Head::slot,
        slot(from),
        slot(row + 1, 0),
        limit);
  }

  static Slot slot(ResultSet found) throws SQLException {
    return new Slot(
        found.getLong(1) & ((1L << INDEX_BITS) - 1),
        found.getLong(2),
        found.getString(3),
        Session.instant(found.getLong(4)),
        found.getBytes(5));
  }
}
