package dev.flowstone.interpreter.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Where executions live: a journal of slots, a snapshot, an inbox and a little meta for each.
///
/// The port is the protocol of docs/store-protocol.md, written for the weakest store (DynamoDB):
/// single-item conditional writes, no transaction, lost replies. Bodies are opaque bytes, so that
/// no store knows the machine. Every implementation passes the one contract test. Methods block; an
/// [java.io.UncheckedIOException] (or [StoreUnavailable]) means that the outcome is unknown and the
/// same call may be made again.
public interface ExecutionStore extends AutoCloseable {

  /// Creates an execution, held by `holder` in epoch 1, with its first slot; idempotent by name.
  Creation create(NewExecution execution, Holder holder, Instant now);

  /// Takes an execution over: a new epoch and a lease. The answer carries snapshot and tail,
  /// contiguous.
  Claim claim(String name, Holder holder, Instant now);

  /// Appends one slot if its index is free. The write that already holds the same nonce is a
  /// success.
  Appended append(String name, String id, Slot slot);

  /// Prolongs the lease of `epoch`; the answer tells `version` of the inbox, so that a change is
  /// seen.
  Renewal renew(String name, String id, long epoch, Duration lease, Instant now);

  /// Lets go of an execution, unless the inbox holds what this epoch has not seen.
  Release release(String name, String id, Released released);

  /// Accepts a message into the inbox, once by key.
  Delivery deliver(String name, InboxEntry entry, Instant now);

  /// Marks an execution ended, after its last slot was appended: no more due, no more lease.
  Finish finish(String name, String id, long epoch, Ending ending);

  /// Names of executions that somebody should look at: due at or before `now`, lease dead or
  /// absent. May be stale.
  List<String> due(Instant now, int limit);

  /// When the next execution that nobody holds is due.
  Optional<Instant> nextDue();

  Optional<Meta> meta(String name);

  /// Snapshot and tail without taking over, for reading.
  Optional<Stored> read(String name);

  /// Slots from `from` on in order, for the history; those trimmed are absent.
  List<Slot> journal(String name, long from, int limit);

  Page list(Query query);

  @Override
  void close();
}
