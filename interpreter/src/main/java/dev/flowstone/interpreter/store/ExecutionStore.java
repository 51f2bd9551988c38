package dev.flowstone.interpreter.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where executions live: a journal of slots, a snapshot, an inbox and a little meta for each.
///
/// The port is the protocol of docs/store-protocol.md, written for the weakest store (DynamoDB):
/// single-item conditional writes, no transaction, lost replies. Bodies are opaque bytes, so that
/// no store knows the machine. Every implementation passes the one contract test. Methods block;
/// [StoreUnavailable] means that the outcome is unknown: the same call, unchanged, may be made
/// again, and may even take effect later.
///
/// An execution past its [Meta#expiresAt] counts as absent for every method that takes the time.
public interface ExecutionStore extends AutoCloseable {

  /// Creates an execution with its first slot, due at once; idempotent by name. With a holder it is
  /// held in epoch 1, and the nonce of the first slot is that of the lease; without, it is in epoch
  /// 0 and waits for its first claim.
  Creation create(NewExecution execution, Optional<Holder> holder, Instant now);

  /// Takes an execution over: a new epoch and a lease. The answer carries snapshot and tail,
  /// contiguous. Repeated with the nonce that holds the lease already, it answers the same epoch
  /// again. `due` stays as it is.
  Claim claim(String name, Claiming claiming, Instant now);

  /// Appends one slot if its index is free. The write that already holds the same nonce is a
  /// success. The caller leaves no gap; a store need not look. To an execution that is gone, or in
  /// a place that was trimmed, either answer may be given, as long as nobody ever reads the slot.
  Appended append(String name, String id, Slot slot);

  /// Prolongs a lease, and removes from the inbox what has been journaled.
  Renewal renew(String name, String id, Renewing renewing, Instant now);

  /// Lets go of an execution, unless the inbox holds what this epoch has not seen. Repeated, it
  /// changes nothing.
  Release release(String name, String id, Released released);

  /// Accepts a message into the inbox, once by key, and makes the execution due.
  Delivery deliver(String name, InboxEntry entry, Instant now);

  /// Marks an execution ended, after its last slot was appended: no more due, no more lease. What
  /// is pending stays, for the history. Repeated, it changes nothing.
  Finish finish(String name, String id, Ending ending);

  /// Lets the journal begin with `base`, the state after one of its slots that the snapshot covers:
  /// that slot's body becomes the state, and those before it are not read any more, and removed
  /// then or later. Where the snapshot does not cover it, or the journal begins later already,
  /// nothing happens. The caller sees to it that no host of an older epoch can still be writing
  /// (rule 1 of the protocol).
  void trim(String name, String id, Snapshot base);

  /// Names of executions that somebody should look at: due at or before `now`, lease dead or
  /// absent, the longest due first. May be stale, and names may be missing for a while.
  List<String> due(Instant now, int limit);

  /// When the next execution that nobody holds is due; for one whose host may have died, not before
  /// its lease ends.
  Optional<Instant> nextDue();

  Optional<Meta> meta(String name);

  /// Snapshot and tail without taking over, for reading.
  Optional<Stored> read(String name);

  /// Slots from `from` on in order, for the history; those trimmed are absent.
  List<Slot> journal(String name, long from, int limit);

  /// Executions, newest first. An [IllegalArgumentException] says that no page told the cursor.
  /// Their inboxes and leases may be left out.
  Page list(Query query);

  /// Tells `watcher` of changes made by other processes, until closed. A mere hint: it may be
  /// early, late, doubled or never come; a store without such means never calls.
  Watch watch(Watcher watcher);

  /// How many write transactions (commits, or write requests) this store object has made.
  long commits();

  @Override
  void close();

  /// Hears that something was delivered to an execution, or became due, elsewhere.
  @FunctionalInterface
  interface Watcher {
    void changed(String name);
  }

  /// A registration that ends when closed.
  @FunctionalInterface
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
