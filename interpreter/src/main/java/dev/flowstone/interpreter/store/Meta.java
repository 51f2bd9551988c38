package dev.flowstone.interpreter.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The head of an execution: small, read and written on its own.
///
/// `due` is the only truth of when somebody must look at it (rule 4); `inboxVersion` grows with
/// each delivery; `tries` counts claims without a release, and `released` is the last epoch that
/// let go or came to an end, 0 where none is known; `writes` counts the store's commits for this
/// execution; `format` is the newest that any of its hosts writes; `status` is the name of the
/// machine's status at the last release or end. `deadline` is the workflow's; `lostUntil` is the
/// latest time until which a host that was lost may still be acting, of those that the store cannot
/// know to be dead: a claim adds the deadline of the lease that it takes over, a release keeps it.
/// `capacity` is what the execution has consumed of a store that bills.
public record Meta(
    String name,
    String id,
    String workflow,
    String version,
    String inputHash,
    int format,
    Instant createdAt,
    String status,
    long epoch,
    Optional<Lease> lease,
    Optional<Instant> due,
    long inboxVersion,
    List<InboxEntry> pending,
    long snapshotThrough,
    int tries,
    long released,
    Optional<Instant> endedAt,
    Optional<Instant> expiresAt,
    Optional<Instant> deadline,
    Optional<Instant> lostUntil,
    long writes,
    Optional<Capacity> capacity) {

  /// Who holds the execution, and until when it may be silent. `nonce` tells one activation of a
  /// host from another; `deadline` is that of its [Holder].
  public record Lease(String host, String nonce, Instant until, Optional<Instant> deadline) {}

  public Meta {
    pending = List.copyOf(pending);
  }

  /// Whether it only waits to be removed, and counts as absent.
  public boolean expired(Instant now) {
    return expiresAt.isPresent() && !expiresAt.get().isAfter(now);
  }
}
