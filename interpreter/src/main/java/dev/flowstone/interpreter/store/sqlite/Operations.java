package dev.flowstone.interpreter.store.sqlite;

import dev.flowstone.interpreter.store.Appended;
import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Claiming;
import dev.flowstone.interpreter.store.Creation;
import dev.flowstone.interpreter.store.Delivery;
import dev.flowstone.interpreter.store.Ending;
import dev.flowstone.interpreter.store.Finish;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.NewExecution;
import dev.flowstone.interpreter.store.Release;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Renewal;
import dev.flowstone.interpreter.store.Renewing;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The writing operations of the port, each within the transaction that the [Writer] has opened.
final class Operations {
  private static final int PRUNED_AT_ONCE = 4;

  private final Hosts hosts;

  Operations(Hosts hosts) {
    this.hosts = hosts;
  }

  boolean live(Meta.Lease lease, Instant now) {
    return lease.until().isAfter(now) && !hosts.dead(lease.host());
  }

  Creation create(Session session, NewExecution execution, Optional<Holder> holder, Instant now)
      throws SQLException {
    Optional<Head> found = Head.find(session, execution.name());
    if (found.isPresent()) {
      Head present = found.get();
      if (present.expires().isEmpty() || present.expires().get().isAfter(now)) {
        return existing(session, present, execution);
      }
      delete(session, present);
    }
    Slot first = execution.first();
    session.update(
        """
        INSERT INTO execution (name, id, workflow, version, input_hash, format, created, status, epoch, host, nonce,
          lease_until, host_deadline, due, inbox_version, snapshot_through, trimmed_before, tries, deadline,
          writes)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, -1, 0, ?, ?, 1)
        """,
        execution.name(),
        execution.id(),
        execution.workflow(),
        execution.version(),
        execution.inputHash(),
        execution.format(),
        now,
        execution.status(),
        holder.isPresent() ? 1 : 0,
        holder.map(Holder::host).orElse(null),
        holder.isPresent() ? first.nonce() : null,
        holder.map(one -> now.plus(one.lease())).orElse(null),
        holder.flatMap(Holder::deadline).orElse(null),
        now,
        holder.isPresent() ? 1 : 0,
        execution.deadline().orElse(null));
    Head made = Head.find(session, execution.name()).orElseThrow();
    insert(session, made.row(), first);
    return new Creation.Created(made.meta(session));
  }

  private static Creation existing(Session session, Head present, NewExecution execution)
      throws SQLException {
    Meta meta = present.meta(session);
    if (present.id().equals(execution.id())) {
      return new Creation.Created(meta);
    }
    boolean same =
        present.workflow().equals(execution.workflow())
            && present.inputHash().equals(execution.inputHash());
    return same ? new Creation.Existing(meta) : new Creation.Clash(meta);
  }

  private static void delete(Session session, Head head) throws SQLException {
    session.update(
        "DELETE FROM journal WHERE slot >= ? AND slot < ?",
        head.slot(0),
        Head.slot(head.row() + 1, 0));
    session.update("DELETE FROM inbox WHERE execution = ?", head.row());
    session.update("DELETE FROM snapshot WHERE execution = ?", head.row());
    session.update("DELETE FROM execution WHERE row = ?", head.row());
  }

  Claim claim(Session session, String name, Claiming claiming, Instant now) throws SQLException {
    Optional<Head> found = Head.find(session, name).filter(head -> !expired(head, now));
    if (found.isEmpty()) {
      return new Claim.Missing();
    }
    Head head = found.get();
    if (head.ended().isPresent()) {
      return new Claim.Ended(head.meta(session));
    }
    Optional<Meta.Lease> lease = head.lease();
    if (lease.isPresent() && lease.get().nonce().equals(claiming.nonce())) {
      return new Claim.Held(head.stored(session), head.epoch(), head.tries() > 1, head.lostUntil());
    }
    if (lease.isPresent() && live(lease.get(), now)) {
      return new Claim.Busy(lease.get().host(), lease.get().until());
    }
    if (head.format() > claiming.format()) {
      return new Claim.Newer(head.format());
    }
    boolean due = head.due().isPresent() && !head.due().get().isAfter(now);
    if (!due && !claiming.asked() && !head.anyPending(session)) {
      return new Claim.Idle(head.meta(session));
    }
    // A host that an operating-system lock shows to be dead does nothing any more.
    Optional<Instant> lost =
        lease.filter(one -> !hosts.dead(one.host())).flatMap(Meta.Lease::deadline);
    Optional<Instant> lostUntil =
        Stream.of(lost, head.lostUntil()).flatMap(Optional::stream).max(Instant::compareTo);
    take(session, head, claiming, lostUntil, now);
    Head taken = Head.find(session, name).orElseThrow();
    return new Claim.Held(taken.stored(session), taken.epoch(), head.tries() > 0, lostUntil);
  }

  private static void take(
      Session session, Head head, Claiming claiming, Optional<Instant> lostUntil, Instant now)
      throws SQLException {
    Holder holder = claiming.holder();
    session.update(
        """
        UPDATE execution SET epoch = epoch + 1, tries = ?, format = ?, host = ?, nonce = ?, lease_until = ?,
          host_deadline = ?, lost_until = ?, writes = writes + 1
        WHERE row = ?
        """,
        // At least two where it was interrupted: a repeated claim must tell that again.
        claiming.asked() ? Math.min(head.tries() + 1, 2) : head.tries() + 1,
        claiming.format(),
        holder.host(),
        claiming.nonce(),
        now.plus(holder.lease()),
        holder.deadline().orElse(null),
        lostUntil.orElse(null),
        head.row());
  }

  /// The few columns that an append needs: it is the most frequent operation by far.
  private record Spot(long row, long inboxVersion, long trimmedBefore) {}

  Appended append(Session session, String name, String id, Slot slot) throws SQLException {
    Optional<Spot> found =
        session.first(
            "SELECT row, inbox_version, trimmed_before FROM execution WHERE name = ? AND id = ?",
            row -> new Spot(row.getLong(1), row.getLong(2), row.getLong(3)),
            name,
            id);
    if (found.isEmpty() || slot.index() < found.get().trimmedBefore()) {
      return new Appended.Taken(Optional.empty());
    }
    Spot spot = found.get();
    if (insert(session, spot.row(), slot)) {
      return new Appended.Written(spot.inboxVersion());
    }
    Slot existing =
        session
            .first(
                "SELECT slot, epoch, nonce, at, body FROM journal WHERE slot = ?",
                Head::slot,
                Head.slot(spot.row(), slot.index()))
            .orElseThrow();
    return existing.nonce().equals(slot.nonce())
        ? new Appended.Written(spot.inboxVersion())
        : new Appended.Taken(Optional.of(existing));
  }

  private static boolean insert(Session session, long row, Slot slot) throws SQLException {
    return session.update(
            """
            INSERT INTO journal (slot, epoch, nonce, at, body) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO NOTHING
            """,
            Head.slot(row, slot.index()),
            slot.epoch(),
            slot.nonce(),
            slot.at(),
            slot.body())
        == 1;
  }

  Renewal renew(Session session, String name, String id, Renewing renewing, Instant now)
      throws SQLException {
    Optional<Head> found =
        Head.find(session, name, id).filter(head -> head.holds(renewing.epoch(), renewing.nonce()));
    if (found.isEmpty()) {
      return new Renewal.Fenced();
    }
    Head head = found.get();
    keep(session, head, renewing.snapshot());
    forget(session, head, renewing.journaledKeys());
    session.update(
        "UPDATE execution SET lease_until = ?, host_deadline = ?, writes = writes + 1 WHERE row = ?",
        now.plus(renewing.holder().lease()),
        renewing.holder().deadline().orElse(null),
        head.row());
    return new Renewal.Renewed(head.inboxVersion(), head.pending(session));
  }

  Release release(Session session, String name, String id, Released released) throws SQLException {
    Optional<Head> found =
        Head.find(session, name, id).filter(head -> head.epoch() == released.epoch());
    if (found.isEmpty()) {
      return new Release.Fenced();
    }
    Head head = found.get();
    if (!head.holds(released.epoch(), released.nonce())) {
      return new Release.Done();
    }
    if (head.inboxVersion() != released.seenInboxVersion()) {
      return new Release.Unseen(head.inboxVersion(), head.pending(session));
    }
    keep(session, head, released.snapshot());
    forget(session, head, released.journaledKeys());
    session.update(
        """
        UPDATE execution SET host = NULL, nonce = NULL, lease_until = NULL, host_deadline = NULL, due = ?, status = ?,
          tries = ?, released = ?, writes = writes + 1
        WHERE row = ?
        """,
        released.due().orElse(null),
        released.status(),
        released.parked() ? head.tries() : 0,
        released.parked() ? head.released() : head.epoch(),
        head.row());
    return new Release.Done();
  }

  Delivery deliver(Session session, String name, InboxEntry entry, Instant now)
      throws SQLException {
    Optional<Head> found = Head.find(session, name).filter(head -> !expired(head, now));
    if (found.isEmpty()) {
      return new Delivery.Missing();
    }
    Head head = found.get();
    if (known(session, head, entry)) {
      return new Delivery.Duplicate();
    }
    if (entry.reopens() && head.ended().isEmpty()) {
      return new Delivery.Live(head.status());
    }
    if (!entry.reopens() && head.ended().isPresent()) {
      return new Delivery.Ended(head.status());
    }
    int held =
        session
            .first(
                "SELECT coalesce(sum(weight), 0) FROM inbox WHERE execution = ?",
                row -> row.getInt(1),
                head.row())
            .orElse(0);
    if (!entry.reopens() && held + entry.weight() > InboxEntry.INBOX_BYTES) {
      return new Delivery.Full();
    }
    session.update(
        "INSERT INTO inbox (execution, key, accepted, reopens, weight, body) VALUES (?, ?, ?, ?, ?, ?)",
        head.row(),
        entry.key(),
        entry.acceptedAt(),
        entry.reopens(),
        entry.weight(),
        entry.body());
    session.update(
        """
        UPDATE execution SET due = ?, ended = NULL, expires = NULL, inbox_version = inbox_version + 1,
          writes = writes + 1
        WHERE row = ?
        """,
        now,
        head.row());
    return new Delivery.Accepted(
        head.lease().filter(lease -> live(lease, now)).map(Meta.Lease::host));
  }

  private static boolean known(Session session, Head head, InboxEntry entry) throws SQLException {
    return session
        .first(
            "SELECT 1 FROM inbox WHERE execution = ? AND key = ?",
            row -> true,
            head.row(),
            entry.key())
        .isPresent();
  }

  Finish finish(Session session, String name, String id, Ending ending) throws SQLException {
    Optional<Head> found =
        Head.find(session, name, id).filter(head -> head.epoch() == ending.epoch());
    if (found.isEmpty()) {
      return new Finish.Fenced();
    }
    Head head = found.get();
    if (!head.holds(ending.epoch(), ending.nonce())) {
      return new Finish.Done();
    }
    keep(session, head, ending.snapshot());
    forget(session, head, ending.journaledKeys());
    session.update(
        """
        UPDATE execution SET host = NULL, nonce = NULL, lease_until = NULL, host_deadline = NULL, due = NULL,
          status = ?, ended = ?, expires = ?, tries = 0, released = epoch, writes = writes + 1
        WHERE row = ?
        """,
        ending.status(),
        ending.at(),
        ending.expires().orElse(null),
        head.row());
    prune(session, ending.at());
    return new Finish.Done();
  }

  /// Removes some that have expired: as long as executions end, more go than come.
  private static void prune(Session session, Instant now) throws SQLException {
    List<Head> expired =
        session.all(
            "SELECT * FROM execution WHERE expires <= ? ORDER BY expires LIMIT ?",
            Head::read,
            now,
            PRUNED_AT_ONCE);
    for (Head head : expired) {
      delete(session, head);
    }
  }

  boolean trim(Session session, String name, String id, Snapshot base) throws SQLException {
    Optional<Head> found = Head.find(session, name, id);
    if (found.isEmpty()) {
      return false;
    }
    Head head = found.get();
    long first = base.through();
    if (first <= head.trimmedBefore() || first > head.snapshotThrough()) {
      return false;
    }
    session.update(
        "DELETE FROM journal WHERE slot >= ? AND slot < ?", head.slot(0), head.slot(first));
    session.update("UPDATE journal SET body = ? WHERE slot = ?", base.body(), head.slot(first));
    session.update(
        "UPDATE execution SET trimmed_before = ?, writes = writes + 1 WHERE row = ?",
        first,
        head.row());
    return true;
  }

  private static void keep(Session session, Head head, Optional<Snapshot> offered)
      throws SQLException {
    if (offered.isEmpty() || offered.get().through() <= head.snapshotThrough()) {
      return;
    }
    session.update(
        "INSERT OR REPLACE INTO snapshot (execution, through, body) VALUES (?, ?, ?)",
        head.row(),
        offered.get().through(),
        offered.get().body());
    session.update(
        "UPDATE execution SET snapshot_through = ? WHERE row = ?",
        offered.get().through(),
        head.row());
  }

  private static void forget(Session session, Head head, List<String> keys) throws SQLException {
    for (String key : keys) {
      session.update("DELETE FROM inbox WHERE execution = ? AND key = ?", head.row(), key);
    }
  }

  private static boolean expired(Head head, Instant now) {
    return head.expires().isPresent() && !head.expires().get().isAfter(now);
  }
}
