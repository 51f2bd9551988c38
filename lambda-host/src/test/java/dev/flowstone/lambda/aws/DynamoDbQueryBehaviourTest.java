package dev.flowstone.lambda.aws;

import static dev.flowstone.lambda.aws.DynamoDbTable.at;
import static dev.flowstone.lambda.aws.DynamoDbTable.invalid;
import static dev.flowstone.lambda.aws.DynamoDbTable.key;
import static dev.flowstone.lambda.aws.DynamoDbTable.n;
import static dev.flowstone.lambda.aws.DynamoDbTable.s;
import static dev.flowstone.lambda.aws.DynamoDbTable.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// What a store relies on when it reads or writes many items, of any DynamoDB: see
/// [DynamoDbBehaviourTest].
class DynamoDbQueryBehaviourTest {

  private static DynamoDbTable table = new DynamoDbTable(DynamoDb.client(), "");

  @BeforeAll
  static void createTable() {
    table = DynamoDbTable.create(DynamoDb.client());
  }

  @AfterAll
  static void deleteTable() {
    table.client().deleteTable(r -> r.tableName(table.name()));
  }

  @Test
  void aQueryReadsARangeOfAPartitionInOrder() {
    for (String sk : List.of("a#2", "a#10", "b#1", "é", "z", "a#1")) {
      table.put("q", sk, Map.of());
    }
    Map<String, AttributeValue> one = Map.of(":p", s("q"));
    assertEquals(List.of("a#1", "a#10", "a#2", "b#1", "z", "é"), table.sorts("pk = :p", one));
    assertEquals(
        List.of("é", "z", "b#1", "a#2", "a#10", "a#1"),
        table.sorts("pk = :p", one, r -> r.scanIndexForward(false)));
    Map<String, AttributeValue> two = Map.of(":p", s("q"), ":s", s("a#10"));
    assertEquals(List.of("a#10"), table.sorts("pk = :p AND sk = :s", two));
    assertEquals(List.of("a#1"), table.sorts("pk = :p AND sk < :s", two));
    assertEquals(List.of("a#1", "a#10"), table.sorts("pk = :p AND :s >= sk", two));
    assertEquals(List.of("a#2", "b#1", "z", "é"), table.sorts("pk = :p AND sk > :s", two));
    assertEquals(List.of("a#10", "a#2", "b#1", "z", "é"), table.sorts("pk=:p and sk >= :s", two));
    Map<String, AttributeValue> three = Map.of(":p", s("q"), ":l", s("a#10"), ":h", s("b#1"));
    assertEquals(
        List.of("a#10", "a#2", "b#1"), table.sorts("pk = :p AND sk BETWEEN :l AND :h", three));
    Map<String, AttributeValue> prefix = Map.of(":p", s("q"), ":s", s("a#1"));
    assertEquals(List.of("a#1", "a#10"), table.sorts("pk = :p AND begins_with(sk, :s)", prefix));
    assertEquals(
        List.of("a#10", "a#1"),
        table.sorts("begins_with(sk, :s) AND pk = :p", prefix, r -> r.scanIndexForward(false)));
    assertEquals(List.of(), table.sorts("pk = :p", Map.of(":p", s("nobody"))));
  }

  @Test
  void pagesOfAQueryJoin() {
    IntStream.range(0, 7).forEach(i -> table.put("pages", "" + i, Map.of("n", n("" + i))));
    List<String> seen = new ArrayList<>();
    Map<String, AttributeValue> after = Map.of();
    int pages = 0;
    do {
      Map<String, AttributeValue> start = after;
      var page =
          table.query(
              "pk = :p",
              Map.of(":p", s("pages"), ":odd", n("3")),
              r -> {
                r.limit(2).filterExpression("n <> :odd");
                return start.isEmpty() ? r : r.exclusiveStartKey(start);
              });
      page.items().forEach(i -> seen.add(at(i, "sk").s()));
      after = page.lastEvaluatedKey();
      pages++;
    } while (!after.isEmpty());
    assertEquals(List.of("0", "1", "2", "4", "5", "6"), seen);
    assertEquals(4, pages);
  }

  @Test
  void aPageEndsAtOneMegabyte() {
    String text = "x".repeat(300 * 1024);
    IntStream.range(0, 5).forEach(i -> table.put("mega", "" + i, Map.of("t", s(text))));
    var page = table.query("pk = :p", Map.of(":p", s("mega")), r -> r);
    assertTrue(page.count() >= 3 && page.count() <= 4, "" + page.count());
    assertTrue(page.hasLastEvaluatedKey());
    var rest =
        table.query(
            "pk = :p", Map.of(":p", s("mega")), r -> r.exclusiveStartKey(page.lastEvaluatedKey()));
    assertEquals(5, page.count() + rest.count());
  }

  @Test
  void keyConditionsAreRefused() {
    Map<String, AttributeValue> two = Map.of(":p", s("q"), ":s", s("a"));
    says("missed key schema element", invalid(() -> table.sorts("sk = :s", Map.of(":s", s("a")))));
    invalid(() -> table.sorts("pk > :p", Map.of(":p", s("a"))));
    says("Invalid operator", invalid(() -> table.sorts("pk = :p OR sk = :s", two)));
    invalid(() -> table.sorts("pk = :p AND sk <> :s", two));
    says("one condition per key", invalid(() -> table.sorts("pk = :p AND pk = :s", two)));
    says(
        "does not match schema type",
        invalid(() -> table.sorts("pk = :p AND sk = :s", Map.of(":p", s("q"), ":s", n("1")))));
    says(
        "non-primary key attributes",
        invalid(() ->
            table.sorts(
                "pk = :p",
                Map.of(":p", s("q"), ":s", s("a")),
                r -> r.filterExpression("sk = :s"))));
  }

  @Test
  void anIndexHoldsItemsThatHaveItsKeys() {
    table.put("i1", "M", Map.of("dp", s("shard"), "du", n("20"), "x", n("1")));
    table.put("i2", "M", Map.of("dp", s("shard"), "du", n("3")));
    table.put("i3", "M", Map.of("dp", s("shard")));
    table.put("i4", "M", Map.of("dp", s("shard"), "du", n("-1")));
    List<Map<String, AttributeValue>> found =
        table
            .query(
                "dp = :d AND du <= :now",
                Map.of(":d", s("shard"), ":now", n("20")),
                r -> r.indexName("due"))
            .items();
    assertEquals(List.of("i4", "i2", "i1"), found.stream().map(i -> at(i, "pk").s()).toList());
    assertEquals(java.util.Set.of("pk", "sk", "dp", "du"), found.getLast().keySet());
    table.update("i1", "M", "REMOVE dp, du", Map.of());
    table.update("i2", "M", "SET du = :later", Map.of(":later", n("21")));
    assertEquals(
        1,
        table
            .query(
                "dp = :d AND du <= :now",
                Map.of(":d", s("shard"), ":now", n("20")),
                r -> r.indexName("due"))
            .count());
  }

  @Test
  void anIndexIsNotReadConsistently() {
    says(
        "Consistent reads are not supported on global secondary indexes",
        invalid(() ->
            table.query(
                "dp = :d",
                Map.of(":d", s("shard")),
                r -> r.indexName("due").consistentRead(true))));
    says(
        "does not have the specified index",
        invalid(() -> table.query("dp = :d", Map.of(":d", s("x")), r -> r.indexName("other"))));
  }

  @Test
  void pagesOfAnIndexJoinThoughItsKeysAreEqual() {
    IntStream.range(0, 5)
        .forEach(i -> table.put("x" + i, "M", Map.of("lp", s("same"), "ls", s("same"))));
    List<String> seen = new ArrayList<>();
    Map<String, AttributeValue> after = Map.of();
    do {
      Map<String, AttributeValue> start = after;
      var page =
          table.query(
              "lp = :l",
              Map.of(":l", s("same")),
              r -> {
                r.indexName("list").limit(2);
                return start.isEmpty() ? r : r.exclusiveStartKey(start);
              });
      page.items().forEach(i -> seen.add(at(i, "pk").s()));
      after = page.lastEvaluatedKey();
      if (!after.isEmpty()) {
        assertEquals(java.util.Set.of("pk", "sk", "lp", "ls"), after.keySet());
      }
    } while (!after.isEmpty());
    assertEquals(List.of("x0", "x1", "x2", "x3", "x4"), seen.stream().sorted().toList());
  }

  @Test
  void batchesReadAndWriteManyItems() {
    List<WriteRequest> writes =
        IntStream.range(0, 25)
            .mapToObj(i ->
                WriteRequest.builder()
                    .putRequest(PutRequest.builder().item(key("batch", "" + i)).build())
                    .build())
            .toList();
    table.client().batchWriteItem(r -> r.requestItems(Map.of(table.name(), writes)));
    var keys = IntStream.range(0, 30).mapToObj(i -> key("batch", "" + i)).toList();
    var read =
        table
            .client()
            .batchGetItem(r ->
                r.requestItems(
                    Map.of(table.name(), KeysAndAttributes.builder().keys(keys).build())));
    assertEquals(25, read.responses().getOrDefault(table.name(), List.of()).size());
    invalid(() ->
        table
            .client()
            .batchGetItem(r ->
                r.requestItems(
                    Map.of(
                        table.name(),
                        KeysAndAttributes.builder()
                            .keys(List.of(key("batch", "1"), key("batch", "1")))
                            .build()))));
    List<WriteRequest> tooMany = new ArrayList<>(writes);
    tooMany.add(writes.getFirst());
    invalid(
        () -> table.client().batchWriteItem(r -> r.requestItems(Map.of(table.name(), tooMany))));
  }
}
