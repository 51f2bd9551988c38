package dev.flowstone.lambda.aws;

import static dev.flowstone.lambda.aws.DynamoDbTable.at;
import static dev.flowstone.lambda.aws.DynamoDbTable.b;
import static dev.flowstone.lambda.aws.DynamoDbTable.invalid;
import static dev.flowstone.lambda.aws.DynamoDbTable.item;
import static dev.flowstone.lambda.aws.DynamoDbTable.key;
import static dev.flowstone.lambda.aws.DynamoDbTable.m;
import static dev.flowstone.lambda.aws.DynamoDbTable.n;
import static dev.flowstone.lambda.aws.DynamoDbTable.s;
import static dev.flowstone.lambda.aws.DynamoDbTable.says;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/// What a store relies on, of any DynamoDB: runs against the server of the tests, and with
/// `-Dflowstone.dynamodb.endpoint=...` against another, for a second opinion.
class DynamoDbBehaviourTest {

  private static DynamoDbTable table = new DynamoDbTable(DynamoDb.client(), "");

  @BeforeAll
  static void createTable() {
    table = DynamoDbTable.create(DynamoDb.client());
  }

  @AfterAll
  static void deleteTable() {
    table.client().deleteTable(r -> r.tableName(table.name()));
  }

  /// An item that has one attribute of every type.
  private static final Map<String, AttributeValue> EVERYTHING =
      Map.of(
          "t", s("text"),
          "n", n("12.5"),
          "b", b("bytes"),
          "f", AttributeValue.fromBool(true),
          "z", AttributeValue.fromNul(true),
          "l", AttributeValue.fromL(List.of(n("1"), s("two"))),
          "m", m(Map.of("x", n("1"), "y", m(Map.of("z", s("deep"))))),
          "ss", AttributeValue.fromSs(List.of("a", "b")),
          "ns", AttributeValue.fromNs(List.of("1", "2")));

  private static final Map<String, AttributeValue> OPERANDS =
      Map.of(
          ":t",
          s("text"),
          ":te",
          s("te"),
          ":n",
          n("12.5"),
          ":one",
          n("1"),
          ":a",
          s("a"),
          ":b",
          b("bytes"),
          ":big",
          n("1000"),
          ":S",
          s("S"),
          ":M",
          s("M"),
          ":two",
          s("two"));

  private static Map<String, AttributeValue> operandsOf(String expression) {
    Map<String, AttributeValue> used = new HashMap<>(OPERANDS);
    used.keySet().removeIf(name -> !expression.matches(".*" + name + "\\b.*"));
    return used;
  }

  @Test
  void everyTypeComesBackAsItWentIn() {
    table.put("types", "1", EVERYTHING);
    Map<String, AttributeValue> read = table.get("types", "1");
    assertEquals(EVERYTHING.keySet(), read.keySet());
    for (String name : List.of("t", "n", "b", "f", "z", "l", "m")) {
      assertEquals(EVERYTHING.get(name), read.get(name));
    }
    assertEquals(List.of("a", "b"), at(read, "ss").ss().stream().sorted().toList());
  }

  @ParameterizedTest
  @CsvFileSource(resources = "conditions.csv", delimiter = ';', maxCharsPerColumn = 1000)
  void aConditionHoldsOrNot(String expression, boolean holds) {
    table.put("conditions", "1", EVERYTHING);
    Map<String, AttributeValue> used = operandsOf(expression);
    Runnable write =
        () ->
            table.update(
                "conditions",
                "1",
                r -> {
                  r.updateExpression("SET touched = t").conditionExpression(expression);
                  return used.isEmpty() ? r : r.expressionAttributeValues(used);
                });
    if (holds) {
      write.run();
    } else {
      assertThrows(ConditionalCheckFailedException.class, write::run);
    }
  }

  @ParameterizedTest
  @CsvFileSource(resources = "refused-conditions.csv", delimiter = ';', maxCharsPerColumn = 1000)
  void aConditionIsRefused(String expression, String complaint) {
    Map<String, AttributeValue> used = operandsOf(expression);
    says(
        complaint,
        invalid(() ->
            table
                .client()
                .putItem(r -> {
                  r.tableName(table.name())
                      .item(key("refused", "1"))
                      .conditionExpression(expression);
                  if (!used.isEmpty()) {
                    r.expressionAttributeValues(used);
                  }
                })));
  }

  @ParameterizedTest
  @CsvFileSource(resources = "refused-updates.csv", delimiter = ';', maxCharsPerColumn = 1000)
  void anUpdateIsRefused(String expression, String complaint) {
    table.put("refused", "2", EVERYTHING);
    Map<String, AttributeValue> used = operandsOf(expression);
    says(complaint, invalid(() -> table.update("refused", "2", expression, used)));
    assertEquals(EVERYTHING.get("t"), table.get("refused", "2").get("t"));
  }

  @Test
  void placeholdersAreDefinedAndUsed() {
    says(
        "unused in expressions",
        invalid(() -> table.update("p", "1", "SET a = :a", Map.of(":a", n("1"), ":b", n("2")))));
    says(
        "unused in expressions",
        invalid(() ->
            table.update(
                "p",
                "1",
                r ->
                    r.updateExpression("SET a = :a")
                        .expressionAttributeValues(Map.of(":a", n("1")))
                        .expressionAttributeNames(Map.of("#x", "x")))));
    says("not defined", invalid(() -> table.update("p", "1", "SET #a = :a", Map.of(":a", n("1")))));
    says("not defined", invalid(() -> table.update("p", "1", "SET a = :b", Map.of(":a", n("1")))));
  }

  @Test
  void anUpdateCreatesAnItemAndComputesFromTheItemAsItWas() {
    table.update("u", "1", "SET a = :a, c = :c", Map.of(":a", n("1"), ":c", n("5")));
    table.update(
        "u", "1", "SET a = c, c = a, d = c - a REMOVE gone ADD e :e", Map.of(":e", n("7")));
    assertEquals(Map.of("a", n("5"), "c", n("1"), "d", n("4"), "e", n("7")), table.get("u", "1"));
  }

  @Test
  void defaultsListsAndSetsAreUpdated() {
    table.update(
        "u",
        "2",
        "SET l = list_append(if_not_exists(l, :none), :more), c = if_not_exists(c, :zero) + :one"
            + " ADD ss :ss",
        Map.of(
            ":none", AttributeValue.fromL(List.of()),
            ":more", AttributeValue.fromL(List.of(n("1"), n("2"), n("3"))),
            ":zero", n("0"),
            ":one", n("1"),
            ":ss", AttributeValue.fromSs(List.of("x", "y"))));
    table.update("u", "2", "REMOVE l[0], l[1]", Map.of());
    table.update("u", "2", "SET l[9] = :nine", Map.of(":nine", n("9")));
    table.update("u", "2", "DELETE ss :ss", Map.of(":ss", AttributeValue.fromSs(List.of("x"))));
    Map<String, AttributeValue> read = table.get("u", "2");
    assertEquals(List.of(n("3"), n("9")), at(read, "l").l());
    assertEquals(List.of("y"), at(read, "ss").ss());
    assertEquals(n("1"), read.get("c"));
    table.update("u", "2", "DELETE ss :ss", Map.of(":ss", AttributeValue.fromSs(List.of("y"))));
    assertEquals(java.util.Set.of("l", "c"), table.get("u", "2").keySet());
  }

  @Test
  void mapEntriesAreSetAndRemovedOneByOne() {
    table.put("u", "3", Map.of("in", m(Map.of())));
    table.update(
        "u",
        "3",
        r ->
            r.updateExpression("SET #in.#k = :v")
                .expressionAttributeNames(Map.of("#in", "in", "#k", "a.b c"))
                .expressionAttributeValues(Map.of(":v", n("1"))));
    assertEquals(Map.of("in", m(Map.of("a.b c", n("1")))), table.get("u", "3"));
    table.update(
        "u",
        "3",
        r ->
            r.updateExpression("REMOVE #in.#k, #in.#other")
                .expressionAttributeNames(Map.of("#in", "in", "#k", "a.b c", "#other", "o")));
    assertEquals(Map.of("in", m(Map.of())), table.get("u", "3"));
  }

  @Test
  void returnValuesAreThoseAskedFor() {
    table.put("r", "1", Map.of("a", n("1"), "c", n("3")));
    Map<ReturnValue, Map<String, AttributeValue>> expected =
        Map.of(
            ReturnValue.ALL_OLD, item("r", "1", Map.of("a", n("1"), "c", n("3"))),
            ReturnValue.ALL_NEW, item("r", "1", Map.of("a", n("2"), "c", n("3"), "d", n("2"))),
            ReturnValue.UPDATED_OLD, Map.of("a", n("1")),
            ReturnValue.UPDATED_NEW, Map.of("a", n("2"), "d", n("2")),
            ReturnValue.NONE, Map.of());
    expected.forEach((kind, attributes) -> {
      table.put("r", "1", Map.of("a", n("1"), "c", n("3")));
      var response =
          table.update(
              "r",
              "1",
              r ->
                  r.updateExpression("SET a = :two, d = :two")
                      .expressionAttributeValues(Map.of(":two", n("2")))
                      .returnValues(kind));
      assertEquals(attributes, response.attributes(), kind.name());
    });
    var deleted =
        table
            .client()
            .deleteItem(r ->
                r.tableName(table.name()).key(key("r", "1")).returnValues(ReturnValue.ALL_OLD));
    assertEquals(5, deleted.attributes().size());
    assertTrue(
        table
            .client()
            .deleteItem(
                r -> r.tableName(table.name()).key(key("r", "1")).returnValues(ReturnValue.ALL_OLD))
            .attributes()
            .isEmpty());
  }

  @Test
  void nestedPathsReturnOnlyWhatWasUpdated() {
    table.put("r", "2", Map.of("m", m(Map.of("x", n("1"), "y", n("2")))));
    var response =
        table.update(
            "r",
            "2",
            r ->
                r.updateExpression("SET m.x = :two")
                    .expressionAttributeValues(Map.of(":two", n("2")))
                    .returnValues(ReturnValue.UPDATED_NEW));
    assertEquals(Map.of("m", m(Map.of("x", n("2")))), response.attributes());
  }

  @Test
  void keysAreNotUpdatedNorEmptyNorOfAnotherType() {
    says(
        "part of the key",
        invalid(() -> table.update("k", "1", "SET sk = :a", Map.of(":a", s("2")))));
    says("empty", invalid(() -> table.put("k", "", Map.of())));
    says(
        "does not match the schema",
        invalid(() ->
            table.client().getItem(r -> r.tableName(table.name()).key(Map.of("pk", s("k"))))));
    says(
        "Missing the key sk",
        invalid(() ->
            table.client().putItem(r -> r.tableName(table.name()).item(Map.of("pk", s("k"))))));
    says("Type mismatch", invalid(() -> table.put("k", "1", Map.of("dp", s("0"), "du", s("x")))));
    says(
        "Type mismatch",
        invalid(() -> table.update("k", "1", "SET du = :a", Map.of(":a", s("x")))));
  }

  @Test
  void itemsHaveALargestSize() {
    String text = "x".repeat(400 * 1024 - "pkbigsk1t".length());
    table.put("big", "1", Map.of("t", s(text)));
    says(
        "Item size has exceeded the maximum allowed size",
        invalid(() -> table.put("big", "1", Map.of("t", s(text + "x")))));
    says(
        "Item size to update has exceeded the maximum allowed size",
        invalid(() -> table.update("big", "1", "SET u = :u", Map.of(":u", n("1")))));
  }

  @Test
  void numbersHaveThirtyEightDigits() {
    String digits = "12345678901234567890123456789012345678";
    table.put("n", "1", Map.of("n", n(digits)));
    assertEquals(n(digits), table.get("n", "1").get("n"));
    says("38 significant digits", invalid(() -> table.put("n", "1", Map.of("n", n(digits + "9")))));
    says("numeric value", invalid(() -> table.put("n", "1", Map.of("n", n("one")))));
    table.put("n", "2", Map.of("n", n("1.50e3")));
    assertEquals(n("1500"), table.get("n", "2").get("n"));
  }

  @Test
  void nothingIsDeletedBelowWhatIsNoMap() {
    table.put("d", "1", Map.of("n", n("1"), "m", m(Map.of())));
    Map<String, AttributeValue> members = Map.of(":ss", AttributeValue.fromSs(List.of("a")));
    says("document path", invalid(() -> table.update("d", "1", "DELETE n.x :ss", members)));
    table.update("d", "1", "DELETE m.x :ss", members);
    assertEquals(m(Map.of()), table.get("d", "1").get("m"));
  }

  @Test
  void setsAreNotEmpty() {
    invalid(() -> table.put("e", "1", Map.of("ss", AttributeValue.fromSs(List.of()))));
    invalid(() -> table.put("e", "1", Map.of("ss", AttributeValue.fromSs(List.of("a", "a")))));
  }

  @Test
  void projectionsSelectPaths() {
    table.put("proj", "1", EVERYTHING);
    var read =
        table
            .client()
            .getItem(r ->
                r.tableName(table.name())
                    .key(key("proj", "1"))
                    .projectionExpression("#m.y.z, l[1], gone")
                    .expressionAttributeNames(Map.of("#m", "m")))
            .item();
    assertEquals(
        Map.of(
            "m", m(Map.of("y", m(Map.of("z", s("deep"))))),
            "l", AttributeValue.fromL(List.of(s("two")))),
        read);
  }

  @Test
  void whatIsNotThereIsNotFound() {
    assertThrows(
        ResourceNotFoundException.class,
        () -> table.client().getItem(r -> r.tableName("no-such-table").key(key("a", "b"))));
    assertTrue(table.get("nobody", "home").isEmpty());
  }

  /// After "DynamoDB item sizes and formats"; a write is one unit up to 1024 bytes.
  @ParameterizedTest
  @MethodSource("sizes")
  void aValueCountsForItsSize(int size, AttributeValue value) {
    int rest = "pksize".length() + "sk1".length() + "v".length() + "t".length() + size;
    assertEquals(1, units(s("x".repeat(1024 - rest)), value));
    assertEquals(2, units(s("x".repeat(1025 - rest)), value));
  }

  static Stream<Arguments> sizes() {
    return Stream.of(
        Arguments.of(5, s("caf\u00e9")),
        Arguments.of(1, n("0")),
        Arguments.of(2, n("7")),
        Arguments.of(3, n("-7")),
        Arguments.of(3, n("123")),
        Arguments.of(2, n("1e20")),
        Arguments.of(11, n("12345678901234567891")),
        Arguments.of(5, b("bytes")),
        Arguments.of(1, AttributeValue.fromBool(true)),
        Arguments.of(1, AttributeValue.fromNul(true)),
        Arguments.of(3, m(Map.of())),
        Arguments.of(8, m(Map.of("ab", n("1")))),
        Arguments.of(11, AttributeValue.fromL(List.of(s("abc"), n("1"), s("")))),
        Arguments.of(5, AttributeValue.fromSs(List.of("ab", "cde"))),
        Arguments.of(4, AttributeValue.fromNs(List.of("1", "2"))));
  }

  private static double units(AttributeValue padding, AttributeValue value) {
    table.client().deleteItem(r -> r.tableName(table.name()).key(key("size", "1")));
    return table
        .client()
        .putItem(r ->
            r.tableName(table.name())
                .item(item("size", "1", Map.of("t", padding, "v", value)))
                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL))
        .consumedCapacity()
        .capacityUnits();
  }
}
