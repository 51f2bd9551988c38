package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.Appended;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import dev.flowstone.interpreter.store.StoreUnavailable;
import dev.flowstone.lambda.dynamo.Meter.Operation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// Slots and snapshots as items. The fence is that a slot is put only where there is none.
final class Journal {
  private static final String THROUGH = "th";

  /// The epoch that had ended when the execution was reopened.
  private static final String REOPENED = "ep";

  private static final long LAST_INDEX = 999_999_999_999L;

  /// Slots that are emptied at the same time, and those that are read for it.
  private static final int AT_ONCE = 16;

  private static final int CHUNK = 100;

  /// Items of one request for few slots: some may be empty.
  private static final int LEAST = 50;

  private final Requests requests;
  private final Bodies bodies;
  private final Lifetimes lifetimes;

  Journal(Requests requests, Bodies bodies, Lifetimes lifetimes) {
    this.requests = requests;
    this.bodies = bodies;
    this.lifetimes = lifetimes;
  }

  /// What a resume reads.
  record Tail(Optional<Snapshot> snapshot, List<Slot> slots) {}

  /// Writes the first slot of an execution that is yet to be created, which nobody else knows.
  void begin(String name, String id, Slot first, Optional<Instant> deadline) {
    var _ =
        requests.put(
            bill(Operation.CREATE, name), item(name, id, first, deadline), new Condition());
  }

  Appended append(MetaItem head, Slot slot) {
    String name = head.name();
    Item item = item(name, head.id(), slot, head.deadline());
    Condition free = new Condition().absent(Tables.PK);
    return switch (requests.put(bill(Operation.APPEND, name), item, free)) {
      case Written.Done _ -> {
        requests.meter().appended(name);
        yield new Appended.Written(-1);
      }
      case Written.Refused(Optional<Item> present) -> taken(present, slot);
    };
  }

  private Appended taken(Optional<Item> present, Slot slot) {
    if (present.filter(item -> SlotItem.isBy(item, slot.nonce())).isPresent()) {
      return new Appended.Written(-1);
    }
    return new Appended.Taken(
        present
            .filter(item -> !Bodies.isEmpty(item))
            .map(item -> SlotItem.slot(item, slot.index(), bodies)));
  }

  private Item item(String name, String id, Slot slot, Optional<Instant> deadline) {
    return item(name, id, slot, deadline, slot.nonce());
  }

  /// `mark` tells the object of this body from every other of the same slot.
  private Item item(String name, String id, Slot slot, Optional<Instant> deadline, String mark) {
    Keys key = Keys.slot(name, id, slot.index());
    Optional<Instant> until = lifetimes.journal(deadline, slot.at());
    Item.Draft draft = SlotItem.draft(key, slot).ttl(until);
    // A repeated append has the same nonce and body, another one never the same object.
    bodies
        .put(draft, slot.body(), lifetimes.prefix(until), id + "/J" + slot.index() + "-" + mark)
        .ifPresent(prefix -> requests.meter().stored(name, prefix));
    return draft.item();
  }

  /// Keeps a snapshot unless there is a newer one.
  void keep(Operation operation, MetaItem head, Snapshot snapshot, Optional<Instant> until) {
    Item.Draft draft =
        new Item.Draft(snapshot(head)).put(THROUGH, Item.of(snapshot.through())).ttl(until);
    // Other bytes for the same place never replace the object that an item names already.
    bodies
        .put(
            draft,
            snapshot.body(),
            lifetimes.prefix(until),
            head.id() + "/S" + snapshot.through() + "-" + hashed(snapshot))
        .ifPresent(prefix -> requests.meter().stored(head.name(), prefix));
    Condition older = new Condition();
    older.that(
        "attribute_not_exists("
            + older.name(THROUGH)
            + ") OR "
            + older.name(THROUGH)
            + " < "
            + older.value(Item.of(snapshot.through())));
    var _ = requests.put(bill(operation, head.name()), draft.item(), older);
  }

  private static String hashed(Snapshot snapshot) {
    return HexFormat.of().formatHex(Keys.sha256().digest(snapshot.body()), 0, 8);
  }

  /// Lets the snapshot of an execution that has ended expire, unless it was reopened since.
  void keepSnapshotUntil(MetaItem ended, Instant until) {
    Update update = new Update().set(Tables.TTL, Item.seconds(until));
    Condition when = update.when().exists(Tables.PK);
    String reopened = when.name(REOPENED);
    when.that(
        "attribute_not_exists("
            + reopened
            + ") OR "
            + reopened
            + " < "
            + when.value(Item.of(ended.epoch())));
    var _ = requests.update(bill(Operation.FINISH, ended.name()), snapshot(ended), update);
  }

  /// Keeps the snapshot of an execution that is about to be reopened.
  void keepSnapshot(MetaItem ended) {
    Update update = new Update().remove(Tables.TTL).set(REOPENED, Item.of(ended.epoch()));
    update.when().exists(Tables.PK);
    var _ = requests.update(bill(Operation.DELIVER, ended.name()), snapshot(ended), update);
  }

  private static Keys snapshot(MetaItem head) {
    return Keys.snapshot(head.name(), head.id());
  }

  /// The snapshot and the slots after it: one query of as many pages as there are megabytes.
  Tail tail(Operation operation, MetaItem head) {
    long from = head.snapshotThrough() + 1;
    List<Item> items =
        query(
            operation, Keys.slot(head.name(), head.id(), from), snapshot(head), Integer.MAX_VALUE);
    Optional<Item> stored = items.stream().filter(item -> item.has(THROUGH)).findFirst();
    long through = stored.map(item -> item.number(THROUGH)).orElse(-1L);
    if (through < head.snapshotThrough()) {
      throw new IllegalStateException("the snapshot of " + head.name() + " is missing");
    }
    List<Slot> slots = new ArrayList<>();
    head.first(bodies).filter(_ -> from == 0 && through < 0).ifPresent(slots::add);
    for (Item item : items) {
      Bodies.prefix(item).ifPresent(prefix -> requests.meter().stored(head.name(), prefix));
      if (!item.has(THROUGH) && !Bodies.isEmpty(item)) {
        long index = Keys.index(item.key().sk());
        if (index > through) {
          slots.add(SlotItem.slot(item, index, bodies));
        }
      }
    }
    return new Tail(stored.map(item -> new Snapshot(through, bodies.read(item))), slots);
  }

  /// Slots from `from` on.
  List<Slot> slots(MetaItem head, long from, int limit) {
    List<Slot> slots = new ArrayList<>();
    head.first(bodies).filter(_ -> from <= 0 && limit > 0).ifPresent(slots::add);
    Keys last = Keys.slot(head.name(), head.id(), LAST_INDEX);
    long next = Math.max(head.trimmedBefore(), from);
    while (slots.size() < limit) {
      int asked = Math.max(limit - slots.size(), LEAST);
      List<Item> items =
          query(Operation.READ, Keys.slot(head.name(), head.id(), next), last, asked);
      for (Item item : items) {
        long index = Keys.index(item.key().sk());
        if (!Bodies.isEmpty(item) && slots.size() < limit) {
          slots.add(SlotItem.slot(item, index, bodies));
        }
        next = index + 1;
      }
      if (items.size() < asked) {
        return slots;
      }
    }
    return slots;
  }

  /// Empties slots, which keeps their places taken: a host of an older epoch must never find one
  /// free. Only then the slot that they lead to takes the state, so that a journal never holds both
  /// a state and what came before. Goes on where one before was cut short.
  void trim(MetaItem head, Snapshot base) {
    long first = base.through();
    if (first <= head.trimmedBefore() || first > head.snapshotThrough()) {
      return;
    }
    if (head.item().has(MetaItem.FIRST)) {
      update(head, new Update().remove(MetaItem.FIRST));
    }
    Keys last = Keys.slot(head.name(), head.id(), first - 1);
    long next = head.trimmedBefore();
    while (next < first) {
      List<Item> items =
          query(Operation.TRIM, Keys.slot(head.name(), head.id(), next), last, CHUNK);
      empty(head, items);
      next = items.size() < CHUNK ? first : Keys.index(items.getLast().key().sk()) + 1;
      if (next < first) {
        trimmed(head, next);
      }
    }
    Keys there = Keys.slot(head.name(), head.id(), first);
    query(Operation.TRIM, there, there, 1).stream()
        .filter(item -> !Bodies.isEmpty(item))
        .map(item -> SlotItem.slot(item, first, bodies).withBody(base.body()))
        .map(slot -> item(head.name(), head.id(), slot, head.deadline(), hashed(base)))
        .forEach(item -> requests.put(bill(Operation.TRIM, head.name()), item, new Condition()));
    trimmed(head, first);
  }

  private void trimmed(MetaItem head, long before) {
    update(head, new Update().set(MetaItem.TRIMMED, Item.of(before)));
  }

  /// Empties some slots at the same time; the first that fails ends it, and those behind it wait
  /// for the next trim.
  private void empty(MetaItem head, List<Item> items) {
    try (ExecutorService threads =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      List<Future<?>> emptied = new ArrayList<>();
      for (Item item : items) {
        if (!Bodies.isEmpty(item)) {
          emptied.add(threads.submit(() -> empty(head, item)));
        }
      }
      emptied.forEach(Journal::await);
    }
  }

  private void update(MetaItem head, Update update) {
    update.when().is(MetaItem.ID, Item.ofId(head.id()));
    var _ = requests.update(bill(Operation.TRIM, head.name()), Keys.meta(head.name()), update);
  }

  private void empty(MetaItem head, Item item) {
    Item.Draft empty = new Item.Draft(item.key());
    AttributeValue ttl = item.attributes().get(Tables.TTL);
    if (ttl != null) {
      empty.put(Tables.TTL, ttl);
    }
    var _ = requests.put(bill(Operation.TRIM, head.name()), empty.item(), new Condition());
  }

  private static void await(Future<?> done) {
    try {
      done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted while slots were emptied", e);
    }
  }

  private List<Item> query(Operation operation, Keys from, Keys to, int limit) {
    List<Item> items = new ArrayList<>();
    Map<String, AttributeValue> start = Map.of();
    do {
      QueryRequest.Builder query =
          QueryRequest.builder()
              .keyConditionExpression("#pk = :pk AND #sk BETWEEN :from AND :to")
              .expressionAttributeNames(Map.of("#pk", Tables.PK, "#sk", Tables.SK))
              .expressionAttributeValues(
                  Map.of(
                      ":pk", Item.of(from.pk()),
                      ":from", Item.of(from.sk()),
                      ":to", Item.of(to.sk())))
              .consistentRead(true);
      if (limit < Integer.MAX_VALUE) {
        query.limit(limit - items.size());
      }
      if (!start.isEmpty()) {
        query.exclusiveStartKey(start);
      }
      Requests.Found found = requests.query(bill(operation, Keys.name(from.pk())), query);
      items.addAll(found.items());
      start = found.next();
    } while (!start.isEmpty() && items.size() < limit);
    return items;
  }

  private static Bill bill(Operation operation, String name) {
    return Bill.of(operation, name);
  }
}
