package dev.flowstone.tests.simulation;

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
import dev.flowstone.interpreter.store.Stored;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A store that passes everything on to another: what is planted into it overrides one method.
class Through implements ExecutionStore {
  final ExecutionStore store;

  Through(ExecutionStore store) {
    this.store = store;
  }

  @Override
  public Creation create(NewExecution execution, Optional<Holder> holder, Instant now) {
    return store.create(execution, holder, now);
  }

  @Override
  public Claim claim(String name, Claiming claiming, Instant now) {
    return store.claim(name, claiming, now);
  }

  @Override
  public Appended append(String name, String id, Slot slot) {
    return store.append(name, id, slot);
  }

  @Override
  public Renewal renew(String name, String id, Renewing renewing, Instant now) {
    return store.renew(name, id, renewing, now);
  }

  @Override
  public Release release(String name, String id, Released released) {
    return store.release(name, id, released);
  }

  @Override
  public Delivery deliver(String name, InboxEntry entry, Instant now) {
    return store.deliver(name, entry, now);
  }

  @Override
  public Finish finish(String name, String id, Ending ending) {
    return store.finish(name, id, ending);
  }

  @Override
  public void trim(String name, String id, Snapshot base) {
    store.trim(name, id, base);
  }

  @Override
  public List<String> due(Instant now, int limit) {
    return store.due(now, limit);
  }

  @Override
  public Optional<Instant> nextDue() {
    return store.nextDue();
  }

  @Override
  public Optional<Meta> meta(String name) {
    return store.meta(name);
  }

  @Override
  public Optional<Stored> read(String name) {
    return store.read(name);
  }

  @Override
  public List<Slot> journal(String name, long from, int limit) {
    return store.journal(name, from, limit);
  }

  @Override
  public Page list(Query query) {
    return store.list(query);
  }

  @Override
  public Watch watch(Watcher watcher) {
    return store.watch(watcher);
  }

  @Override
  public long commits() {
    return store.commits();
  }

  @Override
  public void close() {
    store.close();
  }
}
