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
import dev.flowstone.interpreter.store.StoreUnavailable;
import dev.flowstone.interpreter.store.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The way of one process to the store: requests are throttled, answers are lost, writes come late,
/// and the process may die before and after each of them.
record Link(World world, ExecutionStore store, boolean client) implements ExecutionStore {

  private <T> T write(String name, Supplier<T> operation) {
    strike(client ? FaultKind.CRASH_BEFORE_MESSAGE : FaultKind.CRASH_BEFORE_STORE, name);
    if (world.strikes(FaultKind.THROTTLE, name)) {
      throw new StoreUnavailable("throttled", null);
    }
    if (world.strikes(FaultKind.LATE_WRITE, name)) {
      Duration late = world.draw().any(Duration.ofMillis(50), Duration.ofSeconds(100));
      world
          .agenda()
          .in(
              late,
              () -> {
                var _ = operation.get();
              });
      throw new StoreUnavailable("no answer in time", null);
    }
    T answer = operation.get();
    if (world.strikes(FaultKind.LOST_REPLY, name)) {
      throw new StoreUnavailable("the answer was lost", null);
    }
    strike(client ? FaultKind.CRASH_AFTER_MESSAGE : FaultKind.CRASH_AFTER_STORE, name);
    return answer;
  }

  private <T> T read(String name, Supplier<T> operation) {
    if (world.strikes(FaultKind.THROTTLE, name)) {
      throw new StoreUnavailable("throttled", null);
    }
    return operation.get();
  }

  private void strike(FaultKind kind, String name) {
    if (world.strikes(kind, name)) {
      throw new HostDied();
    }
  }

  @Override
  public Creation create(NewExecution execution, Optional<Holder> holder, Instant now) {
    return write(
        execution.name(),
        () -> {
          Creation creation = store.create(execution, holder, now);
          if (creation instanceof Creation.Created) {
            world.created(execution.name(), execution.workflow());
          }
          return creation;
        });
  }

  @Override
  public Claim claim(String name, Claiming claiming, Instant now) {
    return write(name, () -> store.claim(name, claiming, now));
  }

  @Override
  public Appended append(String name, String id, Slot slot) {
    return write(name, () -> store.append(name, id, slot));
  }

  @Override
  public Renewal renew(String name, String id, Renewing renewing, Instant now) {
    return write(name, () -> store.renew(name, id, renewing, now));
  }

  @Override
  public Release release(String name, String id, Released released) {
    return write(name, () -> store.release(name, id, released));
  }

  @Override
  public Delivery deliver(String name, InboxEntry entry, Instant now) {
    return write(name, () -> store.deliver(name, entry, now));
  }

  @Override
  public Finish finish(String name, String id, Ending ending) {
    return write(name, () -> store.finish(name, id, ending));
  }

  @Override
  public void trim(String name, String id, Snapshot base) {
    if (world.strikes(FaultKind.TORN_TRIM, name)) {
      world.archive().tear(name, base, world.draw());
      throw new HostDied();
    }
    if (world.strikes(FaultKind.THROTTLE, name)) {
      world.archive().tear(name, base, world.draw());
      throw new StoreUnavailable("throttled", null);
    }
    var _ =
        write(
            name,
            () -> {
              store.trim(name, id, base);
              world.trimmed(name);
              return base;
            });
  }

  @Override
  public List<String> due(Instant now, int limit) {
    return world.strikes(FaultKind.STALE_INDEX, world.name()) ? List.of() : store.due(now, limit);
  }

  @Override
  public Optional<Instant> nextDue() {
    return store.nextDue();
  }

  @Override
  public Optional<Meta> meta(String name) {
    return read(name, () -> store.meta(name));
  }

  @Override
  public Optional<Stored> read(String name) {
    return read(name, () -> store.read(name));
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
    return () -> {};
  }

  @Override
  public long commits() {
    return store.commits();
  }

  @Override
  public void close() {}
}
