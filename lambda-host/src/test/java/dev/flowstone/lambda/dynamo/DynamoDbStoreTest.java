package dev.flowstone.lambda.dynamo;

import static dev.flowstone.lambda.dynamo.StoreCase.HOST;
import static dev.flowstone.lambda.dynamo.StoreCase.T0;
import static dev.flowstone.lambda.dynamo.StoreCase.begin;
import static dev.flowstone.lambda.dynamo.StoreCase.bytes;
import static dev.flowstone.lambda.dynamo.StoreCase.claim;
import static dev.flowstone.lambda.dynamo.StoreCase.ending;
import static dev.flowstone.lambda.dynamo.StoreCase.execution;
import static dev.flowstone.lambda.dynamo.StoreCase.id;
import static dev.flowstone.lambda.dynamo.StoreCase.message;
import static dev.flowstone.lambda.dynamo.StoreCase.nonce;
import static dev.flowstone.lambda.dynamo.StoreCase.refused;
import static dev.flowstone.lambda.dynamo.StoreCase.released;
import static dev.flowstone.lambda.dynamo.StoreCase.slot;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.store.Appended;
import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Claiming;
import dev.flowstone.interpreter.store.Delivery;
import dev.flowstone.interpreter.store.Finish;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.Page;
import dev.flowstone.interpreter.store.Query;
import dev.flowstone.interpreter.store.Release;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Renewing;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import dev.flowstone.interpreter.store.StoreUnavailable;
import dev.flowstone.interpreter.store.Stored;
import dev.flowstone.lambda.aws.DynamoDbServer;
import dev.flowstone.lambda.aws.Fault;
import dev.flowstone.lambda.aws.Faults;
import dev.flowstone.lambda.dynamo.Meter.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// What is particular to this store, against a server of its own.
class DynamoDbStoreTest {
  private static final Instant LATER = T0.plusSeconds(61);
  private static final Duration RETENTION = Duration.ofDays(30);

  private final DynamoDbServer server = DynamoDbServer.start();
  private final Table table = Table.create(server);
  private final DynamoDbStore store = table.store();

  @AfterEach
  void stop() {
    server.close();
  }

  // resuming

  @Test
  void resumesAJournalOf10000SlotsWithOneQuery() {
    begin(store, "long");
    List<WriteRequest> writes = new ArrayList<>();
    for (int index = 1; index < 10_000; index++) {
      Item.Draft item =
          SlotItem.draft(Keys.slot("long", id("long"), index), slot(index, new byte[0]));
      Bodies.inline(item, bytes(index, 400));
      writes.add(
          WriteRequest.builder()
              .putRequest(PutRequest.builder().item(item.item().attributes()).build())
              .build());
    }
    for (int from = 0; from < writes.size(); from += 25) {
      List<WriteRequest> batch = writes.subList(from, Math.min(from + 25, writes.size()));
      table.client().batchWriteItem(r -> r.requestItems(Map.of(table.name(), batch)));
    }
    Snapshot snapshot = new Snapshot(9_900, bytes(1, 20_000));
    assertInstanceOf(
        Release.Done.class,
        store.release(
            "long", id("long"), released(1, nonce(0), 0, List.of(), Optional.of(snapshot))));
    long queries = server.requests("Query");
    double units = server.readUnits();

    Claim.Held held = assertInstanceOf(Claim.Held.class, claim(store, "long", "aa", T0));

    assertEquals(9_900, held.stored().snapshot().orElseThrow().through());
    assertEquals(99, held.stored().tail().size());
    assertEquals(9_999, held.stored().tail().getLast().index());
    assertEquals(1, server.requests("Query") - queries);
    assertTrue(server.readUnits() - units < 20, (server.readUnits() - units) + " read units");
    assertEquals(10_000, store.journal("long", 0, 20_000).size());
  }

  @Test
  void readsATailOfSeveralMegabytesPageByPage() {
    begin(store, "wide");
    for (int index = 1; index <= 9; index++) {
      store.append("wide", id("wide"), slot(index, bytes(index, 340_000)));
    }

    Stored stored = store.read("wide").orElseThrow();

    assertEquals(10, stored.tail().size());
    assertArrayEquals(bytes(9, 340_000), stored.tail().getLast().body());
    assertEquals(3, store.journal("wide", 7, 3).size());
    assertEquals(4, store.journal("wide", 0, 4).size());
  }

  @Test
  void putsWhatFitsIntoAnItemAndRefusesWhatDoesNotWithoutABucket() {
    begin(store, "near");

    assertInstanceOf(
        Appended.Written.class,
        store.append("near", id("near"), slot(1, bytes(1, Bodies.INLINE_BYTES))));
    Slot larger = slot(2, bytes(2, Bodies.INLINE_BYTES + 1));
    String refusal = refused(() -> store.append("near", id("near"), larger));

    assertTrue(refusal.contains("350001 bytes") && refusal.contains("no bucket"), refusal);
    // What deflates is judged by what it deflates to.
    assertInstanceOf(
        Appended.Written.class, store.append("near", id("near"), slot(2, new byte[3_000_000])));
    assertArrayEquals(new byte[3_000_000], store.journal("near", 2, 1).getFirst().body());
    assertEquals(2, store.read("near").orElseThrow().tail().getLast().index());
  }

  @Test
  void goesOnAppendingWithAnotherStoreObjectAfterOneRead() {
    begin(store, "moved");
    DynamoDbStore other = table.store();

    other.append("moved", id("moved"), slot(1, bytes(1, 10)));
    other.append("moved", id("moved"), slot(2, bytes(2, 10)));

    assertEquals(1, other.meter().usage(Operation.APPEND).capacity().readUnits());
    assertEquals(2, other.meter().usage(Operation.APPEND).capacity().writeUnits());
  }

  // inbox

  @Test
  void removesMoreMessagesThanOneUpdateCan() {
    begin(store, "crowd");
    List<String> keys = new ArrayList<>();
    while (store.deliver("crowd", message("k" + keys.size(), 5), T0) instanceof Delivery.Accepted) {
      keys.add("k" + keys.size());
    }
    assertTrue(keys.size() > 2 * InboxItems.REMOVED_AT_ONCE, keys.size() + " messages");

    assertInstanceOf(
        Release.Done.class,
        store.release(
            "crowd", id("crowd"), released(1, nonce(0), keys.size(), keys, Optional.empty())));

    assertEquals(List.of(), store.meta("crowd").orElseThrow().pending());
    assertEquals(0, table.item(Keys.meta("crowd")).number(MetaItem.INBOX_WEIGHT));
    assertEquals(Map.of(), table.item(Keys.meta("crowd")).map(MetaItem.ORDER).attributes());
  }

  @Test
  void subtractsNoWeightTwiceWhereARenewalIsRepeated() {
    begin(store, "twice");
    store.deliver("twice", message("k1", 100), T0);
    store.deliver("twice", message("k2", 1000), T0);
    Renewing renewing = new Renewing(1, nonce(0), HOST, List.of("k1", "k1"), Optional.empty());

    store.renew("twice", id("twice"), renewing, T0);
    store.renew("twice", id("twice"), renewing, T0);
    table.store().renew("twice", id("twice"), renewing, T0);

    assertEquals(
        message("k2", 1000).weight(), table.item(Keys.meta("twice")).number(MetaItem.INBOX_WEIGHT));
  }

  @Test
  void acceptsAnotherBodyUnderAKeyThatWasRefused() {
    begin(store, "full");
    InboxEntry large = message("key", 2000);
    List<InboxEntry> fill = new ArrayList<>();
    for (int i = 0;
        store.deliver("full", message("f" + i, 380), T0) instanceof Delivery.Accepted;
        i++) {
      fill.add(message("f" + i, 380));
    }
    for (int i = 0;
        store.deliver("full", message("g" + i, 1), T0) instanceof Delivery.Accepted;
        i++) {
      fill.add(message("g" + i, 1));
    }
    assertInstanceOf(Delivery.Full.class, store.deliver("full", large, T0));
    List<String> keys = fill.stream().map(InboxEntry::key).toList();
    store.renew("full", id("full"), new Renewing(1, nonce(0), HOST, keys, Optional.empty()), T0);
    InboxEntry other = new InboxEntry("key", T0, false, bytes(99, 3000));

    assertInstanceOf(Delivery.Accepted.class, store.deliver("full", other, T0));

    assertArrayEquals(other.body(), store.meta("full").orElseThrow().pending().getLast().body());
  }

  // what is due, and lists

  @Test
  void holdsAStaleDueIndexAgainstTheMeta() {
    for (int i = 0; i < 5; i++) {
      begin(store, "e" + i);
      store.release("e" + i, id("e" + i), released(1, nonce(0), 0, List.of(), Optional.empty()));
    }
    server.delayIndexes(10_000);
    for (int i = 0; i < 4; i++) {
      claim(store, "e" + i, "aa", T0);
    }
    store.finish("e0", id("e0"), ending(2, "aa", Optional.empty()));
    store.release("e1", id("e1"), released(2, "aa", 0, List.of(), Optional.empty()));

    List<String> due = new ArrayList<>(store.due(T0, 10));
    Collections.sort(due);

    assertEquals(List.of("e1", "e4"), due, "neither what is held nor what has ended");
  }

  @Test
  void findsAllThatIsDueBeyondOnePage() {
    for (int i = 0; i < 150; i++) {
      begin(store, "n" + i);
    }

    assertEquals(150, store.due(LATER, 1_000).size());
    assertEquals(120, store.due(LATER, 120).size());
    assertEquals(List.of(), store.due(T0, 1_000), "all of them are held");
    assertEquals(Optional.of(T0.plusSeconds(60)), store.nextDue());
  }

  @Test
  void whatOnlyANewerHostCanTakeCrowdsNothingOut() {
    for (String name : List.of("newer", "own")) {
      begin(store, name);
      store.release(name, id(name), released(1, nonce(0), 0, List.of(), Optional.empty()));
      if (name.equals("newer")) {
        store.claim(name, new Claiming(HOST, "cc", Engine.FORMAT + 1, false), T0);
        store.release(name, id(name), released(2, "cc", 0, List.of(), Optional.empty()));
      }
    }

    assertEquals(List.of("own"), store.due(T0, 1));
  }

  @Test
  void looksAtSoManyForAPageAndGoesOnFromThere() {
    begin(store, "rare");
    store.finish("rare", id("rare"), ending(1, nonce(0), Optional.empty()));
    fillList(12_000);
    List<String> found = new ArrayList<>();
    Optional<String> after = Optional.empty();
    int pages = 0;
    do {
      long queries = server.requests("Query");
      Page page =
          store.list(
              new Query(
                  Optional.of("orders"),
                  Optional.of("SUCCEEDED"),
                  Optional.empty(),
                  Optional.empty(),
                  10,
                  after));
      assertTrue(server.requests("Query") - queries <= 9, "page " + pages);
      page.executions().forEach(meta -> found.add(meta.name()));
      after = page.next();
      pages++;
    } while (after.isPresent());

    assertEquals(List.of("rare"), found);
    assertTrue(pages > 1 && pages < 6, pages + " pages");
  }

  /// Entries of executions that have failed, later than all others.
  private void fillList(int count) {
    List<WriteRequest> writes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Item item =
          new Item.Draft(Keys.meta("f" + i))
              .put(Tables.LIST_SHARD, Item.of(Keys.listShard("orders", "f" + i)))
              .put(Tables.LIST, Item.of(Keys.listed(T0.plusSeconds(1 + i), "f" + i)))
              .put(Tables.END, Item.of("FAILED"))
              .item();
      writes.add(WriteRequest.builder().putRequest(put -> put.item(item.attributes())).build());
    }
    for (int from = 0; from < writes.size(); from += 25) {
      List<WriteRequest> batch = writes.subList(from, Math.min(from + 25, writes.size()));
      table.client().batchWriteItem(r -> r.requestItems(Map.of(table.name(), batch)));
    }
  }

  @Test
  void refusesWhatIsNoCursor() {
    for (String cursor : List.of("x", "not base64!", "aGVsbG8", "")) {
      Query query =
          new Query(
              Optional.of("orders"),
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              3,
              Optional.of(cursor));
      assertThrows(IllegalArgumentException.class, () -> store.list(query), cursor);
    }
  }

  @Test
  void findsNothingInATimeThatEndsBeforeItBegins() {
    begin(store, "e");
    Query query =
        new Query(
            Optional.of("orders"),
            Optional.empty(),
            Optional.of(LATER),
            Optional.of(T0),
            3,
            Optional.empty());

    assertEquals(new Page(List.of(), Optional.empty()), store.list(query));
  }

  // times to live

  @Test
  void letsJournalAndMessagesLivePastTheDeadline() {
    Instant deadline = T0.plus(Duration.ofDays(10));
    store.create(execution("d", Optional.of(deadline)), Optional.of(HOST), T0);
    store.append("d", id("d"), slot(1, bytes(1, 10)));
    begin(store, "w");
    store.append("w", id("w"), slot(1, bytes(1, 10)));

    assertEquals(
        deadline.plus(RETENTION).plus(RETENTION).getEpochSecond() + 1,
        table.item(Keys.slot("d", id("d"), 1)).number(Tables.TTL));
    assertEquals(
        T0.plus(Duration.ofDays(400)).plus(RETENTION).plus(RETENTION).getEpochSecond() + 1,
        table.item(Keys.slot("w", id("w"), 1)).number(Tables.TTL));
    assertFalse(table.item(Keys.meta("w")).has(Tables.TTL));
  }

  @Test
  void givesTheSnapshotATimeToLiveOnlyAtTheEndAndTakesItBackForARedrive() {
    begin(store, "s");
    Keys key = Keys.snapshot("s", id("s"));
    Snapshot snapshot = new Snapshot(0, bytes(1, 500));
    store.release("s", id("s"), released(1, nonce(0), 0, List.of(), Optional.of(snapshot)));
    assertFalse(table.item(key).has(Tables.TTL));
    claim(store, "s", "aa", T0);
    Instant expires = T0.plus(RETENTION);

    assertInstanceOf(
        Finish.Done.class, store.finish("s", id("s"), ending(2, "aa", Optional.of(expires))));

    assertEquals(expires.plus(RETENTION).getEpochSecond() + 1, table.item(key).number(Tables.TTL));
    assertEquals(expires.getEpochSecond() + 1, table.item(Keys.meta("s")).number(Tables.TTL));
    assertEquals(0, server.expire(expires));

    store.deliver("s", new InboxEntry("redrive", T0, true, bytes(1, 10)), T0);
    assertFalse(table.item(key).has(Tables.TTL));
    assertFalse(table.item(Keys.meta("s")).has(Tables.TTL));
    assertEquals(0, server.expire(expires.plus(RETENTION).plusSeconds(2)));
    claim(store, "s", "bb", T0);
    store.finish("s", id("s"), ending(3, "bb", Optional.of(expires)));
    assertEquals(2, server.expire(expires.plus(RETENTION).plusSeconds(2)));
    assertTrue(store.read("s").isEmpty());
  }

  @Test
  void keepsTheSnapshotOfWhatIsParkedWhateverItsDeadline() {
    Instant deadline = T0.plus(Duration.ofDays(10));
    store.create(execution("p", Optional.of(deadline)), Optional.of(HOST), T0);
    Optional<Snapshot> snapshot = Optional.of(new Snapshot(0, bytes(1, 500)));

    store.release(
        "p",
        id("p"),
        new Released(1, nonce(0), 0, List.of(), Optional.empty(), "RUNNING", snapshot, true));

    assertFalse(table.item(Keys.snapshot("p", id("p"))).has(Tables.TTL));
  }

  // what goes wrong

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"THROUGHPUT_EXCEEDED", "THROTTLED", "ERROR_BEFORE", "ERROR_AFTER", "DROPPED_AFTER"})
  void recognisesItsOwnWritesWhereAnAnswerWasLost(Fault fault) {
    for (Faults faults : List.of(Faults.inTurn(List.of(fault)), always(fault))) {
      String name = "f" + faults.hashCode();
      begin(store, name);
      server.faults(faults);
      Slot slot = slot(1, bytes(1, 10));
      assertInstanceOf(Appended.Written.class, asked(() -> store.append(name, id(name), slot)));

      server.faults(faults);
      Claim claim = asked(() -> claim(store, name, "cc", LATER));
      assertEquals(2, assertInstanceOf(Claim.Held.class, claim).epoch());

      server.faults(faults);
      assertInstanceOf(
          Release.Done.class,
          asked(() ->
              store.release(name, id(name), released(2, "cc", 0, List.of(), Optional.empty()))));
      assertEquals(2, store.meta(name).orElseThrow().epoch());
      assertEquals(2, store.journal(name, 0, 10).size());
    }
  }

  @Test
  void tellsThatAThrottledTableIsUnavailableAfterAFewTries() {
    begin(store, "t");
    server.faults(always(Fault.THROUGHPUT_EXCEEDED));
    long before = server.requests("PutItem");

    assertThrows(StoreUnavailable.class, () -> store.append("t", id("t"), slot(1, bytes(1, 10))));

    assertEquals(3, server.requests("PutItem") - before);
    assertThrows(StoreUnavailable.class, () -> store.due(T0, 10));
    assertThrows(StoreUnavailable.class, () -> store.list(Query.newest(10)));
  }

  @Test
  void tellsThatThereIsNoTable() {
    DynamoDbStore lost = new Table(table.client(), "no-such-table").store();

    String message = refused(() -> lost.meta("x"));

    assertTrue(message.contains("there is no table no-such-table"), message);
  }

  @Test
  void countsWhatFailedConditionsAreBilledAs() {
    begin(store, "c");
    double before = server.writeUnits();
    Slot slot = slot(1, bytes(1, 5_000));
    store.append("c", id("c"), slot);
    store.append("c", id("c"), slot);
    claim(store, "c", "aa", T0);

    assertEquals(server.writeUnits() - before, store.total().writeUnits() - 3);
  }

  private static Faults always(Fault fault) {
    return _ -> fault;
  }

  /// Asks until there is an answer, the fault ending with the first that fails.
  private <T> T asked(Supplier<T> call) {
    try {
      return call.get();
    } catch (StoreUnavailable e) {
      server.faults(Faults.none());
      return call.get();
    } finally {
      server.faults(Faults.none());
    }
  }
}
