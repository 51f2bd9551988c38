package dev.flowstone.lambda.aws;

import static dev.flowstone.lambda.aws.DynamoDbTable.item;
import static dev.flowstone.lambda.aws.DynamoDbTable.key;
import static dev.flowstone.lambda.aws.DynamoDbTable.m;
import static dev.flowstone.lambda.aws.DynamoDbTable.n;
import static dev.flowstone.lambda.aws.DynamoDbTable.s;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.InternalServerErrorException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// The parts of the server of the tests that no other implementation has, or has right: capacity,
/// what a failed condition tells, faults, indexes that lag.
class DynamoDbServerTest {

  private final DynamoDbServer server = DynamoDbServer.start(0, 1);
  private final DynamoDbClient client = DynamoDb.client(server.endpoint());
  private final DynamoDbClient impatient = DynamoDb.clientWithoutRetries(server.endpoint());
  private final DynamoDbTable table = DynamoDbTable.create(client);

  @AfterEach
  void close() {
    client.close();
    impatient.close();
    server.close();
  }

  private static AttributeValue text(int length) {
    return s("x".repeat(length));
  }

  private ConsumedCapacity put(String pk, Map<String, AttributeValue> attributes) {
    return client
        .putItem(r ->
            r.tableName(table.name())
                .item(item(pk, "M", attributes))
                .returnConsumedCapacity(ReturnConsumedCapacity.INDEXES))
        .consumedCapacity();
  }

  private static double ofIndex(ConsumedCapacity capacity, String index) {
    var units = capacity.globalSecondaryIndexes().get(index);
    return units == null ? 0 : units.capacityUnits();
  }

  @Test
  void aFailedConditionTellsTheItemWhereAsked() {
    table.put("a", "M", Map.of("n", n("1")));
    var told =
        assertThrows(
            ConditionalCheckFailedException.class,
            () ->
                table.update(
                    "a",
                    "M",
                    r ->
                        r.updateExpression("SET n = :n")
                            .conditionExpression("n = :n")
                            .expressionAttributeValues(Map.of(":n", n("2")))
                            .returnValuesOnConditionCheckFailure(
                                ReturnValuesOnConditionCheckFailure.ALL_OLD)));
    assertEquals(item("a", "M", Map.of("n", n("1"))), told.item());
    var untold =
        assertThrows(
            ConditionalCheckFailedException.class,
            () ->
                client.putItem(r ->
                    r.tableName(table.name())
                        .item(key("a", "M"))
                        .conditionExpression("attribute_not_exists(pk)")));
    assertFalse(untold.hasItem());
    var nothingThere =
        assertThrows(
            ConditionalCheckFailedException.class,
            () ->
                client.deleteItem(r ->
                    r.tableName(table.name())
                        .key(key("nobody", "M"))
                        .conditionExpression("attribute_exists(pk)")
                        .returnValuesOnConditionCheckFailure(
                            ReturnValuesOnConditionCheckFailure.ALL_OLD)));
    assertFalse(nothingThere.hasItem());
  }

  @Test
  void writesCountKilobytesOfTheLargerOfOldAndNew() {
    int rest = "pkasks".length() + "M".length() - 1 + "t".length();
    assertEquals(1, put("a", Map.of("t", text(1024 - rest))).capacityUnits());
    assertEquals(2, put("a", Map.of("t", text(1025 - rest))).capacityUnits());
    assertEquals(4, put("a", Map.of("t", text(3500))).capacityUnits());
    assertEquals(4, put("a", Map.of("t", text(10))).capacityUnits());
    assertEquals(1, put("a", Map.of("t", text(10))).capacityUnits());
  }

  /// The examples of "Read consumption" and "Write consumption" in the developer guide: a 4.5 KB
  /// item is read for 2 units consistently; four of 1.5 KB are queried as 6 KB.
  @Test
  void readsCountFourKilobytesAndHalfWhenEventuallyConsistent() {
    put("a", Map.of("t", text(4600)));
    assertEquals(2, read("a", true));
    assertEquals(1, read("a", false));
    assertEquals(1, read("nobody", true));
    assertEquals(0.5, read("nobody", false));
    for (int i = 0; i < 4; i++) {
      table.put("four", "" + i, Map.of("t", text(1500)));
    }
    var page =
        table.query(
            "pk = :p",
            Map.of(":p", s("four")),
            r -> r.consistentRead(true).returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
    assertEquals(2, page.consumedCapacity().capacityUnits());
  }

  private double read(String pk, boolean consistent) {
    return client
        .getItem(r ->
            r.tableName(table.name())
                .key(key(pk, "M"))
                .consistentRead(consistent)
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
        .consumedCapacity()
        .capacityUnits();
  }

  @Test
  void anIndexCostsByWhatChangesInIt() {
    var without = put("a", Map.of("x", n("1")));
    assertEquals(1, without.capacityUnits());
    assertTrue(without.globalSecondaryIndexes().isEmpty());
    assertEquals(1, ofIndex(put("a", Map.of("dp", s("1"), "du", n("1"))), "due"));
    var unchanged = put("a", Map.of("dp", s("1"), "du", n("1"), "x", n("2")));
    assertEquals(0, ofIndex(unchanged, "due"));
    var moved = put("a", Map.of("dp", s("1"), "du", n("2")));
    assertEquals(2, ofIndex(moved, "due"));
    assertEquals(1, moved.table().capacityUnits());
    assertEquals(3, moved.capacityUnits());
    assertEquals(1, ofIndex(put("a", Map.of("dp", s("1"))), "due"));
    Map<String, AttributeValue> listed = Map.of("lp", s("1"), "ls", s("1"), "shown", s("a"));
    assertEquals(1, ofIndex(put("b", listed), "list"));
    var projected = put("b", Map.of("lp", s("1"), "ls", s("1"), "shown", text(1200)));
    assertEquals(2, ofIndex(projected, "list"));
    var hidden =
        put("b", Map.of("lp", s("1"), "ls", s("1"), "shown", text(1200), "hidden", s("x")));
    assertEquals(0, ofIndex(hidden, "list"));
  }

  @Test
  void aQueryOfAnIndexCountsTheIndexOnly() {
    put("a", Map.of("dp", s("1"), "du", n("1"), "t", text(9000)));
    var page =
        table.query(
            "dp = :d",
            Map.of(":d", s("1")),
            r -> r.indexName("due").returnConsumedCapacity(ReturnConsumedCapacity.INDEXES));
    assertEquals(0.5, page.consumedCapacity().capacityUnits());
    assertEquals(0.5, ofIndex(page.consumedCapacity(), "due"));
  }

  @Test
  void failedConditionsAreInTheTotal() {
    put("a", Map.of("t", text(2500)));
    double before = server.writeUnits();
    assertThrows(
        ConditionalCheckFailedException.class,
        () ->
            client.putItem(r ->
                r.tableName(table.name())
                    .item(key("a", "M"))
                    .conditionExpression("attribute_not_exists(pk)")));
    assertEquals(3, server.writeUnits() - before);
  }

  @Test
  void valuesAreAsDeepAsThirtyTwoLevels() {
    AttributeValue value = s("bottom");
    for (int i = 0; i < 32; i++) {
      value = m(Map.of("m", value));
    }
    table.put("deep", "M", Map.of("m", value));
    AttributeValue deeper = m(Map.of("m", value));
    assertThrows(DynamoDbException.class, () -> table.put("deep", "M", Map.of("m", deeper)));
  }

  @Test
  void expressionsAreAsLongAsFourKilobytes() {
    String longest = "SET a = :v" + " ".repeat(4096 - "SET a = :v".length());
    table.update("long", "M", longest, Map.of(":v", n("1")));
    var e =
        assertThrows(
            DynamoDbException.class,
            () -> table.update("long", "M", longest + " ", Map.of(":v", n("1"))));
    String message = String.valueOf(e.getMessage());
    assertTrue(message.contains("Expression size has exceeded"), message);
  }

  @Test
  void aBatchBeyondSixteenMegabytesIsAnsweredInPart() {
    IntStream.range(0, 45).forEach(i -> table.put("b", "" + i, Map.of("t", text(390 * 1024))));
    List<Map<String, AttributeValue>> keys =
        IntStream.range(0, 45).mapToObj(i -> key("b", "" + i)).toList();
    Map<String, KeysAndAttributes> asked =
        Map.of(table.name(), KeysAndAttributes.builder().keys(keys).build());
    var first = client.batchGetItem(r -> r.requestItems(asked));
    var second = client.batchGetItem(r -> r.requestItems(first.unprocessedKeys()));
    int got = first.responses().getOrDefault(table.name(), List.of()).size();
    assertEquals(42, got);
    assertEquals(3, second.responses().getOrDefault(table.name(), List.of()).size());
    assertFalse(second.hasUnprocessedKeys() && !second.unprocessedKeys().isEmpty());
  }

  @Test
  void faultsComeInTurn() {
    server.faults(
        Faults.inTurn(
                List.of(
                    Fault.THROUGHPUT_EXCEEDED,
                    Fault.THROTTLED,
                    Fault.ERROR_BEFORE,
                    Fault.ERROR_AFTER,
                    Fault.DROPPED_AFTER))
            .only("UpdateItem"::equals));
    assertThrows(ProvisionedThroughputExceededException.class, this::increment);
    var throttled = assertThrows(DynamoDbException.class, this::increment);
    assertTrue(throttled.isThrottlingException());
    assertThrows(InternalServerErrorException.class, this::increment);
    assertTrue(table.get("count", "M").isEmpty());
    assertThrows(InternalServerErrorException.class, this::increment);
    assertEquals(n("1"), table.get("count", "M").get("c"));
    assertThrows(software.amazon.awssdk.core.exception.SdkClientException.class, this::increment);
    assertEquals(n("2"), table.get("count", "M").get("c"));
    increment();
    assertEquals(n("3"), table.get("count", "M").get("c"));
    assertEquals(6, server.requests("UpdateItem"));
  }

  private void increment() {
    impatient.updateItem(r ->
        r.tableName(table.name())
            .key(key("count", "M"))
            .updateExpression("ADD c :one")
            .expressionAttributeValues(Map.of(":one", n("1"))));
  }

  @Test
  void theSameSeedMakesTheSameFaults() {
    List<Fault> kinds = List.of(Fault.THROTTLED, Fault.ERROR_AFTER, Fault.HELD);
    Faults one = Faults.seeded(7, 3, kinds);
    Faults two = Faults.seeded(7, 3, kinds);
    List<Fault> seen = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      Fault fault = one.next("PutItem");
      seen.add(fault);
      assertEquals(fault, two.next("PutItem"));
    }
    assertTrue(seen.containsAll(kinds) && seen.contains(Fault.NONE), seen.toString());
  }

  @Test
  void aHeldRequestIsDoneAfterOthers() throws Exception {
    server.faults(Faults.inTurn(List.of(Fault.HELD)).only("DeleteItem"::equals));
    server.holdFor(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> held =
          threads.submit(
              () -> client.deleteItem(r -> r.tableName(table.name()).key(key("a", "M"))));
      while (server.requests("DeleteItem") == 0) {
        Thread.onSpinWait();
      }
      put("a", Map.of());
      held.get();
    }
    assertEquals(
        0, client.getItem(r -> r.tableName(table.name()).key(key("a", "M"))).item().size());
  }

  @Test
  void aProxyBringsItsFaultsBeforeAnother() {
    try (DynamoDbServer proxy = DynamoDbServer.before(server.endpoint());
        DynamoDbClient through = DynamoDb.clientWithoutRetries(proxy.endpoint())) {
      proxy.faults(
          Faults.inTurn(List.of(Fault.NONE, Fault.ERROR_BEFORE, Fault.ERROR_AFTER))
              .only("PutItem"::equals));
      through.putItem(r -> r.tableName(table.name()).item(item("p", "1", Map.of("v", n("1")))));
      assertThrows(
          InternalServerErrorException.class,
          () ->
              through.putItem(
                  r -> r.tableName(table.name()).item(item("p", "2", Map.of("v", n("1"))))));
      assertThrows(
          InternalServerErrorException.class,
          () ->
              through.putItem(
                  r -> r.tableName(table.name()).item(item("p", "3", Map.of("v", n("1"))))));
      assertThrows(
          ConditionalCheckFailedException.class,
          () ->
              through.putItem(r ->
                  r.tableName(table.name())
                      .item(item("p", "1", Map.of("v", n("1"))))
                      .conditionExpression("attribute_not_exists(pk)")));
      assertEquals(4, proxy.requests("PutItem"));
    }
    assertFalse(table.get("p", "1").isEmpty());
    assertTrue(table.get("p", "2").isEmpty());
    assertFalse(table.get("p", "3").isEmpty());
  }

  @Test
  void halfOfABatchMayBeLeft() {
    server.faults(Faults.inTurn(List.of(Fault.HALF_OF_A_BATCH)).only("BatchWriteItem"::equals));
    List<WriteRequest> writes =
        IntStream.range(0, 5)
            .mapToObj(i ->
                WriteRequest.builder()
                    .putRequest(PutRequest.builder().item(key("h", "" + i)).build())
                    .build())
            .toList();
    var first = client.batchWriteItem(r -> r.requestItems(Map.of(table.name(), writes)));
    assertEquals(2, first.unprocessedItems().getOrDefault(table.name(), List.of()).size());
    var second = client.batchWriteItem(r -> r.requestItems(first.unprocessedItems()));
    assertTrue(second.unprocessedItems().isEmpty());
    assertEquals(5, table.sorts("pk = :p", Map.of(":p", s("h"))).size());
  }

  @Test
  void indexesMayLag() {
    server.delayIndexes(3);
    put("a", Map.of("dp", s("1"), "du", n("1")));
    List<Integer> found = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      found.add(table.query("dp = :d", Map.of(":d", s("1")), r -> r.indexName("due")).count());
    }
    assertEquals(1, found.getLast());
    assertEquals(found.stream().sorted().toList(), found);
    server.delayIndexes(1000);
    client.deleteItem(r -> r.tableName(table.name()).key(key("a", "M")));
    assertEquals(1, table.query("dp = :d", Map.of(":d", s("1")), r -> r.indexName("due")).count());
    assertTrue(table.get("a", "M").isEmpty());
  }

  @Test
  void itemsExpireWhenTold() {
    client.updateTimeToLive(r ->
        r.tableName(table.name())
            .timeToLiveSpecification(t -> t.attributeName("ttl").enabled(true)));
    table.put("old", "M", Map.of("ttl", n("99")));
    table.put("young", "M", Map.of("ttl", n("101")));
    table.put("eternal", "M", Map.of());
    double before = server.writeUnits();
    assertEquals(1, server.expire(Instant.ofEpochSecond(100)));
    assertTrue(table.get("old", "M").isEmpty());
    assertFalse(table.get("young", "M").isEmpty());
    assertEquals(before, server.writeUnits());
  }

  @Test
  void concurrentIncrementsAllCount() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        writers.add(threads.submit(() -> IntStream.range(0, 50).forEach(_ -> increment())));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    assertEquals(n("400"), table.get("count", "M").get("c"));
  }
}
