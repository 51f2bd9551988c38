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
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Creation;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.NewExecution;
import dev.flowstone.interpreter.store.Renewing;
import dev.flowstone.interpreter.store.Snapshot;
import dev.flowstone.interpreter.store.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Bodies that no item holds, from their writing to their end.
class PayloadsTest {
  private static final int LARGE = 400_000;
  private static final Instant EXPIRES = T0.plus(Duration.ofDays(30));

  private static final Instant LONG_AFTER = EXPIRES.plus(Duration.ofHours(1));

  private final Bucket bucket = new Bucket();
  private final Table table = Table.create();
  private final DynamoDbStore store = table.store(Optional.of(bucket.payloads()));

  @AfterEach
  void close() {
    bucket.close();
  }

  @Test
  void choosesTheClassThatLivesLongEnough() {
    assertEquals("keep-7", Payloads.prefix(Optional.of(Duration.ofDays(7))));
    assertEquals("keep-30", Payloads.prefix(Optional.of(Duration.ofDays(7).plusNanos(1))));
    assertEquals("keep-3650", Payloads.prefix(Optional.of(Duration.ofDays(3650))));
    assertEquals("keep", Payloads.prefix(Optional.of(Duration.ofDays(3651))));
    assertEquals("keep", Payloads.prefix(Optional.empty()));
  }

  @Test
  void keepsLargeSlotsMessagesAndSnapshotsAsObjects() {
    fill("big");

    Stored stored = table.store(Optional.of(bucket.payloads())).read("big").orElseThrow();

    assertArrayEquals(bytes(1, LARGE), stored.snapshot().orElseThrow().body());
    assertArrayEquals(bytes(2, LARGE), stored.tail().getLast().body());
    assertEquals(LARGE, stored.meta().pending().getFirst().body().length);
    assertEquals(4, bucket.keys().size());
    assertTrue(
        bucket.keys().stream().allMatch(key -> key.matches("keep(-[0-9]+)?/" + id("big") + "/.*")),
        bucket.keys().toString());
  }

  @Test
  void purgesObjectsAndMetaOfWhatHasExpired() {
    fill("old");
    begin(store, "other");
    store.append("other", id("other"), slot(1, bytes(7, LARGE)));
    claim(store, "old", "aa", T0);
    store.finish("old", id("old"), ending(2, "aa", Optional.of(EXPIRES)));

    assertEquals(List.of(), store.due(EXPIRES, 10).stream().filter("old"::equals).toList());
    assertEquals(0, store.purge().purge(LONG_AFTER.minusSeconds(1), 10));
    assertEquals(1, store.purge().purge(LONG_AFTER, 10));

    assertEquals(1, bucket.keys().size());
    assertTrue(store.meta("old").isEmpty());
    assertTrue(store.meta("other").isPresent());
    assertEquals(0, store.purge().purge(LONG_AFTER, 10));
  }

  @Test
  void whatCannotBePurgedIsNotInTheWayOfTheOthers() {
    for (String name : List.of("one", "two", "three")) {
      fill(name);
      claim(store, name, "aa", T0);
      store.finish(name, id(name), ending(2, "aa", Optional.of(EXPIRES)));
    }
    bucket.closed = id("two");

    assertEquals(2, store.purge().purge(LONG_AFTER, 10));
    bucket.closed = "/nothing/";
    assertEquals(1, store.purge().purge(LONG_AFTER, 10));

    assertEquals(List.of(), bucket.keys());
  }

  @Test
  void anotherSnapshotOfTheSamePlaceIsAnotherObject() {
    begin(store, "twice");
    for (int seed : List.of(1, 2)) {
      Snapshot snapshot = new Snapshot(0, bytes(seed, LARGE));
      store.renew(
          "twice",
          id("twice"),
          new Renewing(1, nonce(0), HOST, List.of(), Optional.of(snapshot)),
          T0);
    }

    assertEquals(2, bucket.keys().size(), bucket.keys().toString());
    assertArrayEquals(
        bytes(1, LARGE), store.read("twice").orElseThrow().snapshot().orElseThrow().body());
  }

  @Test
  void purgesNothingThatIsAliveAgain() {
    fill("back");
    claim(store, "back", "aa", T0);
    store.finish("back", id("back"), ending(2, "aa", Optional.of(EXPIRES)));
    store.deliver("back", new InboxEntry("redrive", T0, true, bytes(9, 10)), T0);

    assertEquals(0, store.purge().purge(LONG_AFTER, 10));
    assertEquals(List.of("back"), store.due(T0, 10));
    assertInstanceOf(Claim.Held.class, claim(store, "back", "bb", T0));
  }

  @Test
  void purgesTheObjectsOfAnExpiredExecutionWhoseNameIsUsedAgain() {
    fill("again");
    claim(store, "again", "aa", T0);
    store.finish("again", id("again"), ending(2, "aa", Optional.of(EXPIRES)));
    NewExecution old = execution("again", Optional.empty());
    NewExecution next =
        new NewExecution(
            "again", "0123", "orders", "cafe", "beef", 1, "RUNNING", old.first(), Optional.empty());

    assertInstanceOf(Creation.Created.class, store.create(next, Optional.of(HOST), EXPIRES));

    assertEquals(List.of(), bucket.keys());
    assertEquals(0, store.purge().purge(LONG_AFTER, 10));
  }

  @Test
  void saysWhatIsWrongWithAnObject() {
    begin(store, "broken");
    store.append("broken", id("broken"), slot(1, bytes(1, LARGE)));
    String key = bucket.keys().getFirst();

    bucket.objects.put(key, new byte[] {1});
    String corrupt = refused(() -> store.read("broken"));
    bucket.objects.remove(key);
    String missing = refused(() -> store.read("broken"));

    assertTrue(corrupt.contains(key) && corrupt.contains("not what was stored"), corrupt);
    assertTrue(missing.contains(key) && missing.contains("not in the bucket"), missing);
  }

  /// Two slots, a message and a snapshot, all of them large.
  private void fill(String name) {
    begin(store, name);
    store.append(name, id(name), slot(1, bytes(1, LARGE)));
    store.append(name, id(name), slot(2, bytes(2, LARGE)));
    store.deliver(name, message("k", LARGE), T0);
    Snapshot snapshot = new Snapshot(1, bytes(1, LARGE));
    store.release(name, id(name), released(1, nonce(0), 1, List.of(), Optional.of(snapshot)));
  }
}
