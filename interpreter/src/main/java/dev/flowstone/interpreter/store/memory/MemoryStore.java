package dev.flowstone.interpreter.store.memory;

import dev.flowstone.interpreter.store.Appended;
import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Claiming;
import dev.flowstone.interpreter.store.Creation;
import dev.flowstone.interpreter.store.Delivery;
import dev.flowstone.interpreter.store.Ending;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.Finish;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.NewExecution;
import dev.flowstone.interpreter.store.Page;
import dev.flowstone.interpreter.store.Query;
import dev.flowstone.interpreter.store.Release;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Renewal;
import dev.flowstone.interpreter.store.Renewing;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import dev.flowstone.interpreter.store.StoreUnavailable;
import dev.flowstone.interpreter.store.Stored;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Executions in memory, under one lock: the oracle that the other stores are compared with.
///
/// Leases are by time, as in DynamoDB, and the [Faults] given make it as weak as that.
public final class MemoryStore implements ExecutionStore {
  private final Faults faults;
  private final Map<String, Partition> partitions = new HashMap<>();
  private final Queue<Supplier<?>> late = new ArrayDeque<>();
  private List<Partition> index = List.of();
  private long commits;

  public MemoryStore() {
    this(Faults.none());
  }

  public MemoryStore(Faults faults) {
    this.faults = faults;
  }

  @Override
  public synchronized Creation create(
      NewExecution execution, Optional<Holder> holder, Instant now) {
    return write(() -> createNow(execution, holder, now));
  }

  private Creation createNow(NewExecution execution, Optional<Holder> holder, Instant now) {
    Partition present = present(execution.name(), now);
    if (present == null) {
      Meta.Lease lease = holder.map(one -> lease(one, execution.first().nonce(), now)).orElse(null);
      Partition made = new Partition(execution, lease, now);
      partitions.put(execution.name(), made);
      return new Creation.Created(made.meta());
    }
    NewExecution old = present.origin;
    if (old.id().equals(execution.id())) {
      return new Creation.Created(present.meta());
    }
    boolean same =
        old.workflow().equals(execution.workflow())
            && old.inputHash().equals(execution.inputHash());
    return same ? new Creation.Existing(present.meta()) : new Creation.Clash(present.meta());
  }

  @Override
  public synchronized Claim claim(String name, Claiming claiming, Instant now) {
    return write(() -> claimNow(name, claiming, now));
  }

  private Claim claimNow(String name, Claiming claiming, Instant now) {
    Partition one = present(name, now);
    if (one == null) {
      return new Claim.Missing();
    }
    if (one.endedAt != null) {
      return new Claim.Ended(one.meta());
    }
    if (one.lease != null && one.lease.nonce().equals(claiming.nonce())) {
      return held(one, one.tries > 1);
    }
    if (one.lease != null && one.live(now)) {
      return new Claim.Busy(one.lease.host(), one.lease.until());
    }
    if (one.format > claiming.format()) {
      return new Claim.Newer(one.format);
    }
    boolean due = one.due != null && !one.due.isAfter(now);
    if (!due && one.inbox.isEmpty() && !claiming.asked()) {
      return new Claim.Idle(one.meta());
    }
    boolean interrupted = one.tries > 0;
    one.lost();
    one.epoch++;
    // At least two where it was interrupted: a repeated claim must tell that again.
    one.tries = claiming.asked() ? Math.min(one.tries + 1, 2) : one.tries + 1;
    one.format = claiming.format();
    one.lease = lease(claiming.holder(), claiming.nonce(), now);
    one.writes++;
    return held(one, interrupted);
  }

  private static Claim held(Partition one, boolean interrupted) {
    return new Claim.Held(one.stored(), one.epoch, interrupted, Optional.ofNullable(one.lostUntil));
  }

  @Override
  public synchronized Appended append(String name, String id, Slot slot) {
    return write(() -> appendNow(name, id, slot));
  }

  private Appended appendNow(String name, String id, Slot slot) {
    Partition one = same(name, id);
    if (one == null) {
      return new Appended.Taken(Optional.empty());
    }
    Slot existing = one.slots.get(slot.index());
    if (existing != null) {
      return existing.nonce().equals(slot.nonce())
          ? new Appended.Written(one.inboxVersion)
          : new Appended.Taken(Optional.of(existing));
    }
    if (slot.index() < one.trimmedBefore) {
      return new Appended.Taken(Optional.empty());
    }
    if (slot.index() > one.slots.lastKey() + 1) {
      throw new IllegalArgumentException("slot " + slot.index() + " of " + name + " leaves a gap");
    }
    one.slots.put(slot.index(), slot);
    one.writes++;
    return new Appended.Written(one.inboxVersion);
  }

  @Override
  public synchronized Renewal renew(String name, String id, Renewing renewing, Instant now) {
    return write(() -> renewNow(name, id, renewing, now));
  }

  private Renewal renewNow(String name, String id, Renewing renewing, Instant now) {
    Partition one = same(name, id);
    if (one == null || !one.holds(renewing.epoch(), renewing.nonce())) {
      return new Renewal.Fenced();
    }
    one.lease = lease(renewing.holder(), renewing.nonce(), now);
    one.keep(renewing.snapshot());
    one.forget(renewing.journaledKeys());
    one.writes++;
    return new Renewal.Renewed(one.inboxVersion, one.pending());
  }

  @Override
  public synchronized Release release(String name, String id, Released released) {
    return write(() -> releaseNow(name, id, released));
  }

  private Release releaseNow(String name, String id, Released released) {
    Partition one = same(name, id);
    if (one == null || one.epoch != released.epoch()) {
      return new Release.Fenced();
    }
    if (!one.holds(released.epoch(), released.nonce())) {
      return new Release.Done();
    }
    if (one.inboxVersion != released.seenInboxVersion()) {
      return new Release.Unseen(one.inboxVersion, one.pending());
    }
    one.keep(released.snapshot());
    one.forget(released.journaledKeys());
    one.due = released.due().orElse(null);
    one.status = released.status();
    if (!released.parked()) {
      one.letGo();
    }
    one.lease = null;
    one.writes++;
    return new Release.Done();
  }

  @Override
  public synchronized Delivery deliver(String name, InboxEntry entry, Instant now) {
    return write(() -> deliverNow(name, entry, now));
  }

  private Delivery deliverNow(String name, InboxEntry entry, Instant now) {
    Partition one = present(name, now);
    if (one == null) {
      return new Delivery.Missing();
    }
    if (one.inbox.containsKey(entry.key())) {
      return new Delivery.Duplicate();
    }
    if (entry.reopens() && one.endedAt == null) {
      return new Delivery.Live(one.status);
    }
    if (!entry.reopens() && one.endedAt != null) {
      return new Delivery.Ended(one.status);
    }
    int held = one.inbox.values().stream().mapToInt(InboxEntry::weight).sum();
    if (!entry.reopens() && held + entry.weight() > InboxEntry.INBOX_BYTES) {
      return new Delivery.Full();
    }
    one.inbox.put(entry.key(), entry);
    one.inboxVersion++;
    one.due = now;
    one.endedAt = null;
    one.expiresAt = null;
    one.writes++;
    return new Delivery.Accepted(
        one.lease != null && one.live(now) ? Optional.of(one.lease.host()) : Optional.empty());
  }

  @Override
  public synchronized Finish finish(String name, String id, Ending ending) {
    return write(() -> finishNow(name, id, ending));
  }

  private Finish finishNow(String name, String id, Ending ending) {
    Partition one = same(name, id);
    if (one == null || one.epoch != ending.epoch()) {
      return new Finish.Fenced();
    }
    if (!one.holds(ending.epoch(), ending.nonce())) {
      return new Finish.Done();
    }
    one.keep(ending.snapshot());
    one.forget(ending.journaledKeys());
    one.status = ending.status();
    one.endedAt = ending.at();
    one.expiresAt = ending.expires().orElse(null);
    one.due = null;
    one.lease = null;
    one.letGo();
    one.writes++;
    return new Finish.Done(Optional.of(one.meta()));
  }

  @Override
  public synchronized void trim(String name, String id, Snapshot base) {
    write(() -> {
      Partition one = same(name, id);
      long first = base.through();
      if (one != null && first > one.trimmedBefore && first <= one.snapshotThrough()) {
        one.slots.headMap(first, false).clear();
        one.slots.computeIfPresent(first, (_, slot) -> slot.withBody(base.body()));
        one.trimmedBefore = first;
      }
      return new Finish.Done();
    });
  }

  @Override
  public synchronized List<String> due(Instant now, int limit) {
    if (!faults.isStale()) {
      index =
          partitions.values().stream()
              .filter(one -> one.due != null && !one.due.isAfter(now) && !one.live(now))
              .sorted(Comparator.comparing(Partition::dueOrLast))
              .toList();
    }
    return index.stream().limit(limit).map(one -> one.origin.name()).toList();
  }

  @Override
  public synchronized Optional<Instant> nextDue() {
    return partitions.values().stream()
        .filter(one -> one.due != null)
        .map(one -> one.lease == null ? one.dueOrLast() : later(one.dueOrLast(), one.lease.until()))
        .min(Comparator.naturalOrder());
  }

  @Override
  public synchronized Optional<Meta> meta(String name) {
    return Optional.ofNullable(partitions.get(name)).map(Partition::meta);
  }

  @Override
  public synchronized Optional<Stored> read(String name) {
    return Optional.ofNullable(partitions.get(name)).map(Partition::stored);
  }

  @Override
  public synchronized List<Slot> journal(String name, long from, int limit) {
    Partition one = partitions.get(name);
    return one == null
        ? List.of()
        : one.slots.tailMap(from, true).values().stream().limit(limit).toList();
  }

  @Override
  public synchronized Page list(Query query) {
    List<Partition> all =
        partitions.values().stream()
            .filter(one -> query.workflow().map(one.origin.workflow()::equals).orElse(true))
            .filter(one -> query.status().map(one.status::equals).orElse(true))
            .filter(one -> query.from().map(from -> !one.createdAt.isBefore(from)).orElse(true))
            .filter(one -> query.before().map(one.createdAt::isBefore).orElse(true))
            .sorted(Comparator.comparing(Partition::cursor).reversed())
            .filter(one -> query.after().map(a -> one.cursor().compareTo(a) < 0).orElse(true))
            .toList();
    List<Partition> page = all.subList(0, Math.min(query.limit(), all.size()));
    Optional<String> next =
        page.size() < all.size() ? Optional.of(page.getLast().cursor()) : Optional.empty();
    return new Page(page.stream().map(Partition::meta).toList(), next);
  }

  /// Nobody else can change what is in this process: the engine hears of its own deliveries by
  /// itself.
  @Override
  public Watch watch(Watcher watcher) {
    return () -> {};
  }

  @Override
  public synchronized long commits() {
    return commits;
  }

  @Override
  public void close() {}

  private @Nullable Partition present(String name, Instant now) {
    Partition one = partitions.get(name);
    return one == null || one.meta().expired(now) ? null : one;
  }

  private @Nullable Partition same(String name, String id) {
    Partition one = partitions.get(name);
    return one == null || !one.origin.id().equals(id) ? null : one;
  }

  private <T> T write(Supplier<T> operation) {
    while (!late.isEmpty() && faults.landsNow()) {
      var _ = late.remove().get();
    }
    commits++;
    return switch (faults.write()) {
      case DONE -> operation.get();
      case LOST -> {
        var _ = operation.get();
        throw new StoreUnavailable("the reply was lost", null);
      }
      case LATE -> {
        late.add(operation);
        throw new StoreUnavailable("the reply did not come in time", null);
      }
      case REFUSED -> throw new StoreUnavailable("the request was throttled", null);
    };
  }

  private static Meta.Lease lease(Holder holder, String nonce, Instant now) {
    return new Meta.Lease(holder.host(), nonce, now.plus(holder.lease()), holder.deadline());
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
