package dev.flowstone.interpreter.store.sqlite;

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
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Executions in the embedded store. Reading never waits for the writer.
final class SqliteExecutions implements ExecutionStore {
  private final Writer writer;
  private final Readers readers;
  private final Operations operations;
  private final Changes changes;

  SqliteExecutions(Writer writer, Readers readers, Operations operations, Changes changes) {
    this.writer = writer;
    this.readers = readers;
    this.operations = operations;
    this.changes = changes;
  }

  @Override
  public Creation create(NewExecution execution, Optional<Holder> holder, Instant now) {
    return writer.write(session -> operations.create(session, execution, holder, now));
  }

  @Override
  public Claim claim(String name, Claiming claiming, Instant now) {
    return writer.write(session -> operations.claim(session, name, claiming, now));
  }

  @Override
  public Appended append(String name, String id, Slot slot) {
    return writer.write(session -> operations.append(session, name, id, slot));
  }

  @Override
  public Renewal renew(String name, String id, Renewing renewing, Instant now) {
    return writer.write(session -> operations.renew(session, name, id, renewing, now));
  }

  @Override
  public Release release(String name, String id, Released released) {
    return writer.write(session -> operations.release(session, name, id, released));
  }

  @Override
  public Delivery deliver(String name, InboxEntry entry, Instant now) {
    return writer.write(session -> operations.deliver(session, name, entry, now));
  }

  @Override
  public Finish finish(String name, String id, Ending ending) {
    return writer.write(session -> operations.finish(session, name, id, ending));
  }

  @Override
  public void trim(String name, String id, Snapshot base) {
    writer.write(session -> operations.trim(session, name, id, base));
  }

  @Override
  public List<String> due(Instant now, int limit) {
    return readers.read(session -> {
      List<Head> free =
          session.all(
              "SELECT * FROM execution WHERE host IS NULL AND due <= ? ORDER BY due LIMIT ?",
              Head::read,
              now,
              limit);
      List<Head> held =
          session.all(
              "SELECT * FROM execution WHERE host IS NOT NULL AND due <= ?", Head::read, now);
      return Stream.concat(
              free.stream(), held.stream().filter(head -> !operations.live(lease(head), now)))
          .sorted(Comparator.comparing(head -> head.due().orElseThrow()))
          .limit(limit)
          .map(Head::name)
          .toList();
    });
  }

  private static Meta.Lease lease(Head head) {
    return head.lease().orElseThrow();
  }

  @Override
  public Optional<Instant> nextDue() {
    return readers.read(session -> {
      Stream<Instant> free =
          session
              .all(
                  "SELECT due FROM execution WHERE host IS NULL AND due IS NOT NULL ORDER BY due LIMIT 1",
                  row -> Session.instant(row.getLong(1)))
              .stream();
      Stream<Instant> held =
          session
              .all("SELECT * FROM execution WHERE host IS NOT NULL AND due IS NOT NULL", Head::read)
              .stream()
              .map(this::freeAndDue);
      return Stream.concat(free, held).min(Comparator.naturalOrder());
    });
  }

  private Instant freeAndDue(Head head) {
    Instant due = head.due().orElseThrow();
    boolean live = operations.live(lease(head), Instant.MIN);
    return live && lease(head).until().isAfter(due) ? lease(head).until() : due;
  }

  @Override
  public Optional<Meta> meta(String name) {
    return readers.read(session -> {
      Optional<Head> head = Head.find(session, name);
      return head.isEmpty() ? Optional.empty() : Optional.of(head.get().meta(session));
    });
  }

  @Override
  public Optional<Stored> read(String name) {
    return readers.read(session -> {
      Optional<Head> head = Head.find(session, name);
      return head.isEmpty() ? Optional.empty() : Optional.of(head.get().stored(session));
    });
  }

  @Override
  public List<Slot> journal(String name, long from, int limit) {
    return readers.read(session -> {
      Optional<Head> head = Head.find(session, name);
      return head.isEmpty() ? List.of() : head.get().slots(session, from, limit);
    });
  }

  @Override
  public Page list(Query query) {
    return readers.read(session -> list(session, query));
  }

  private static Page list(Session session, Query query) throws SQLException {
    List<@Nullable Object> arguments = new ArrayList<>();
    StringBuilder where = new StringBuilder("WHERE 1");
    query.workflow().ifPresent(workflow -> and(where, arguments, " AND workflow = ?", workflow));
    query.status().ifPresent(status -> and(where, arguments, " AND status = ?", status));
    query.from().ifPresent(from -> and(where, arguments, " AND created >= ?", from));
    query.before().ifPresent(before -> and(where, arguments, " AND created < ?", before));
    if (query.after().isPresent()) {
      String[] cursor = query.after().get().split("\\.", 2);
      if (cursor.length < 2) {
        throw new IllegalArgumentException("no cursor: " + query.after().get());
      }
      where.append(" AND (created, name) < (?, ?)");
      arguments.add(Long.parseLong(cursor[0]));
      arguments.add(cursor[1]);
    }
    arguments.add(query.limit() + 1);
    List<Head> found =
        session.all(
            "SELECT * FROM execution " + where + " ORDER BY created DESC, name DESC LIMIT ?",
            Head::read,
            arguments.toArray());
    List<Meta> page = new ArrayList<>();
    for (Head head : found.subList(0, Math.min(query.limit(), found.size()))) {
      page.add(head.metaWithoutInbox(session));
    }
    if (found.size() <= query.limit()) {
      return new Page(page, Optional.empty());
    }
    Head last = found.get(query.limit() - 1);
    return new Page(page, Optional.of(Session.toNanos(last.createdAt()) + "." + last.name()));
  }

  private static void and(
      StringBuilder where, List<@Nullable Object> arguments, String condition, Object value) {
    where.append(condition);
    arguments.add(value);
  }

  @Override
  public Watch watch(Watcher watcher) {
    return changes.watch(watcher);
  }

  @Override
  public long commits() {
    return writer.commits();
  }

  /// The connections belong to the [SqliteStore].
  @Override
  public void close() {}
}
