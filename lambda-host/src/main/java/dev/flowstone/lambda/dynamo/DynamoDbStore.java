package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.Appended;
import dev.flowstone.interpreter.store.Capacity;
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
import dev.flowstone.interpreter.store.Stored;
import dev.flowstone.lambda.dynamo.Meter.Operation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// Executions in one DynamoDB table: the protocol of docs/store-protocol.md in single-item
/// conditional writes, without transactions and scans.
///
/// One object may serve any number of threads and executions. It makes each write at most once and
/// answers what came of it; [dev.flowstone.interpreter.store.StoreUnavailable] stands for
/// throttling, failures of the service and lost replies.
public final class DynamoDbStore implements ExecutionStore {
  private final Requests requests;
  private final Heads heads;
  private final Journal journal;
  private final Executions executions;
  private final Starts starts;
  private final Claims claims;
  private final Tenures tenures;
  private final Deliveries deliveries;
  private final DueIndex due;
  private final ListIndex list;
  private final Purge purge;

  /// `retention` is that of the engine's settings, and bounds the life of journal items. Without
  /// `payloads` nothing larger than an item can be stored. The client stays the caller's.
  public DynamoDbStore(
      DynamoDbClient client,
      String table,
      Optional<Payloads> payloads,
      Optional<Duration> retention,
      InstantSource clock) {
    this.requests = new Requests(client, table, new Meter());
    this.heads = new Heads(requests);
    Bodies bodies = new Bodies(payloads);
    Lifetimes lifetimes = new Lifetimes(retention, clock);
    this.journal = new Journal(requests, bodies, lifetimes);
    InboxItems inbox = new InboxItems(requests, bodies, lifetimes);
    this.executions = new Executions(requests, heads, journal, inbox, bodies);
    this.starts = new Starts(executions, payloads);
    this.claims = new Claims(executions);
    this.tenures = new Tenures(executions, lifetimes);
    this.deliveries = new Deliveries(executions);
    this.due = new DueIndex(requests);
    this.list = new ListIndex(executions, new Workflows(requests)::names);
    this.purge = new Purge(requests, payloads);
  }

  @Override
  public Creation create(NewExecution execution, Optional<Holder> holder, Instant now) {
    return starts.create(execution, holder, now);
  }

  @Override
  public Claim claim(String name, Claiming claiming, Instant now) {
    return claims.claim(name, claiming, now);
  }

  @Override
  public Appended append(String name, String id, Slot slot) {
    Optional<MetaItem> head = heads.known(Operation.APPEND, name, id);
    if (head.isEmpty()) {
      return new Appended.Taken(Optional.empty());
    }
    if (slot.index() == 0) { // it came with the creation, and may be no item of its own
      Optional<Slot> first = journal.slots(head.get(), 0, 1).stream().findFirst();
      return first.filter(one -> one.nonce().equals(slot.nonce())).isPresent()
          ? new Appended.Written(-1)
          : new Appended.Taken(first.filter(one -> one.index() == 0));
    }
    return journal.append(head.get(), slot);
  }

  @Override
  public Renewal renew(String name, String id, Renewing renewing, Instant now) {
    return tenures.renew(name, id, renewing, now);
  }

  @Override
  public Release release(String name, String id, Released released) {
    return tenures.release(name, id, released);
  }

  @Override
  public Delivery deliver(String name, InboxEntry entry, Instant now) {
    return deliveries.deliver(name, entry, now);
  }

  @Override
  public Finish finish(String name, String id, Ending ending) {
    return tenures.finish(name, id, ending);
  }

  @Override
  public void trim(String name, String id, Snapshot base) {
    heads
        .read(Operation.TRIM, name)
        .filter(head -> head.id().equals(id))
        .ifPresent(head -> journal.trim(head, base));
  }

  @Override
  public List<String> due(Instant now, int limit) {
    return due.due(now, limit);
  }

  @Override
  public Optional<Instant> nextDue() {
    return due.next();
  }

  @Override
  public Optional<Meta> meta(String name) {
    return executions.meta(name);
  }

  @Override
  public Optional<Stored> read(String name) {
    return heads.read(Operation.READ, name).map(head -> executions.stored(Operation.READ, head));
  }

  @Override
  public List<Slot> journal(String name, long from, int limit) {
    return executions.slots(name, from, limit);
  }

  @Override
  public Page list(Query query) {
    return list.list(query);
  }

  /// A table tells nobody of its changes: the engine looks at the meta of what it holds.
  @Override
  public Watch watch(Watcher watcher) {
    return () -> {};
  }

  @Override
  public long commits() {
    return requests.meter().writes();
  }

  /// What all executions of this store object have consumed.
  public Capacity total() {
    return requests.meter().total();
  }

  /// What was consumed, by operation.
  public Meter meter() {
    return requests.meter();
  }

  /// What a sweep calls beside looking for what is due.
  public Purge purge() {
    return purge;
  }

  @Override
  public void close() {}
}
