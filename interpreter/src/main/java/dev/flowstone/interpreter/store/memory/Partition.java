package dev.flowstone.interpreter.store.memory;

import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.NewExecution;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import dev.flowstone.interpreter.store.Stored;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The items of one execution, as a table would hold them.
final class Partition {
  final NewExecution origin;
  final Instant createdAt;
  final TreeMap<Long, Slot> slots = new TreeMap<>();
  final Map<String, InboxEntry> inbox = new LinkedHashMap<>();
  @Nullable Snapshot snapshot;
  int format;
  String status;
  long epoch;
  Meta.@Nullable Lease lease;
  @Nullable Instant due;
  long inboxVersion;
  int tries;
  long released;
  @Nullable Instant endedAt;
  @Nullable Instant expiresAt;
  @Nullable Instant lostUntil;
  long trimmedBefore;
  long writes = 1;

  Partition(NewExecution origin, Meta.@Nullable Lease lease, Instant now) {
    this.origin = origin;
    this.createdAt = now;
    this.format = origin.format();
    this.status = origin.status();
    this.lease = lease;
    this.epoch = lease == null ? 0 : 1;
    this.tries = lease == null ? 0 : 1;
    this.due = now;
    slots.put(origin.first().index(), origin.first());
  }

  /// The epoch leaves nothing behind that could be lost.
  void letGo() {
    tries = 0;
    released = epoch;
  }

  Meta meta() {
    return new Meta(
        origin.name(),
        origin.id(),
        origin.workflow(),
        origin.version(),
        origin.inputHash(),
        format,
        createdAt,
        status,
        epoch,
        Optional.ofNullable(lease),
        Optional.ofNullable(due),
        inboxVersion,
        pending(),
        snapshotThrough(),
        tries,
        released,
        Optional.ofNullable(endedAt),
        Optional.ofNullable(expiresAt),
        origin.deadline(),
        Optional.ofNullable(lostUntil),
        writes,
        Optional.empty());
  }

  Stored stored() {
    return new Stored(
        meta(),
        Optional.ofNullable(snapshot),
        new ArrayList<>(slots.tailMap(snapshotThrough() + 1, true).values()));
  }

  List<InboxEntry> pending() {
    return new ArrayList<>(inbox.values());
  }

  long snapshotThrough() {
    return snapshot == null ? -1 : snapshot.through();
  }

  void keep(Optional<Snapshot> offered) {
    if (offered.isPresent() && offered.get().through() > snapshotThrough()) {
      snapshot = offered.get();
    }
  }

  void forget(Collection<String> keys) {
    inbox.keySet().removeAll(keys);
  }

  boolean holds(long askedEpoch, String nonce) {
    return epoch == askedEpoch && lease != null && lease.nonce().equals(nonce);
  }

  boolean live(Instant now) {
    return lease != null && lease.until().isAfter(now);
  }

  /// Whoever holds it has been lost, and may be acting until its deadline.
  void lost() {
    Instant deadline = lease == null ? null : lease.deadline().orElse(null);
    if (deadline != null && (lostUntil == null || lostUntil.isBefore(deadline))) {
      lostUntil = deadline;
    }
  }

  Instant dueOrLast() {
    return due == null ? Instant.MAX : due;
  }

  /// Sorts by start, then by name.
  String cursor() {
    return "%020d%09d.%s".formatted(createdAt.getEpochSecond(), createdAt.getNano(), origin.name());
  }
}
