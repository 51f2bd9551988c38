package dev.flowstone.lambda.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// A table of the tests of the server itself: keys `pk` and `sk`, an index `due` that holds keys
/// only (`dp`, `du`) and an index `list` (`lp`, `ls`) that includes `shown`.
record DynamoDbTable(DynamoDbClient client, String name) {

  static DynamoDbTable create(DynamoDbClient client) {
    String name = DynamoDb.freshTableName();
    client.createTable(
        CreateTableRequest.builder()
            .tableName(name)
            .billingMode(BillingMode.PAY_PER_REQUEST)
            .attributeDefinitions(
                attribute("pk", ScalarAttributeType.S),
                attribute("sk", ScalarAttributeType.S),
                attribute("dp", ScalarAttributeType.S),
                attribute("du", ScalarAttributeType.N),
                attribute("lp", ScalarAttributeType.S),
                attribute("ls", ScalarAttributeType.S))
            .keySchema(keys("pk", "sk"))
            .globalSecondaryIndexes(
                GlobalSecondaryIndex.builder()
                    .indexName("due")
                    .keySchema(keys("dp", "du"))
                    .projection(
                        Projection.builder().projectionType(ProjectionType.KEYS_ONLY).build())
                    .build(),
                GlobalSecondaryIndex.builder()
                    .indexName("list")
                    .keySchema(keys("lp", "ls"))
                    .projection(
                        Projection.builder()
                            .projectionType(ProjectionType.INCLUDE)
                            .nonKeyAttributes("shown")
                            .build())
                    .build())
            .build());
    client.waiter().waitUntilTableExists(request -> request.tableName(name));
    return new DynamoDbTable(client, name);
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static List<KeySchemaElement> keys(String hash, String range) {
    return List.of(
        KeySchemaElement.builder().attributeName(hash).keyType(KeyType.HASH).build(),
        KeySchemaElement.builder().attributeName(range).keyType(KeyType.RANGE).build());
  }

  static AttributeValue s(String value) {
    return AttributeValue.fromS(value);
  }

  static AttributeValue n(String value) {
    return AttributeValue.fromN(value);
  }

  static AttributeValue b(String value) {
    return AttributeValue.fromB(SdkBytes.fromUtf8String(value));
  }

  static AttributeValue m(Map<String, AttributeValue> fields) {
    return AttributeValue.fromM(fields);
  }

  static Map<String, AttributeValue> key(String pk, String sk) {
    return Map.of("pk", s(pk), "sk", s(sk));
  }

  static Map<String, AttributeValue> item(
      String pk, String sk, Map<String, AttributeValue> attributes) {
    Map<String, AttributeValue> item = new HashMap<>(key(pk, sk));
    item.putAll(attributes);
    return item;
  }

  /// What a request is refused with as invalid.
  static String invalid(Runnable action) {
    DynamoDbException e = assertThrows(DynamoDbException.class, action::run);
    assertEquals("ValidationException", e.awsErrorDetails().errorCode(), e.getMessage());
    return e.awsErrorDetails().errorMessage();
  }

  static void says(String part, String message) {
    assertTrue(message.contains(part), message);
  }

  /// An attribute that has to be there.
  static AttributeValue at(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    if (value == null) {
      throw new AssertionError("no " + name + " in " + item);
    }
    return value;
  }

  void put(String pk, String sk, Map<String, AttributeValue> attributes) {
    client.putItem(PutItemRequest.builder().tableName(name).item(item(pk, sk, attributes)).build());
  }

  /// The item with the keys left out.
  Map<String, AttributeValue> get(String pk, String sk) {
    Map<String, AttributeValue> item =
        new HashMap<>(
            client.getItem(r -> r.tableName(name).key(key(pk, sk)).consistentRead(true)).item());
    item.remove("pk");
    item.remove("sk");
    return item;
  }

  UpdateItemResponse update(
      String pk, String sk, String expression, Map<String, AttributeValue> values) {
    return update(
        pk,
        sk,
        request -> {
          request.updateExpression(expression);
          return values.isEmpty() ? request : request.expressionAttributeValues(values);
        });
  }

  UpdateItemResponse update(String pk, String sk, UnaryOperator<UpdateItemRequest.Builder> more) {
    return client.updateItem(
        more.apply(UpdateItemRequest.builder().tableName(name).key(key(pk, sk))).build());
  }

  QueryResponse query(
      String condition,
      Map<String, AttributeValue> values,
      UnaryOperator<QueryRequest.Builder> more) {
    return client.query(
        more.apply(
                QueryRequest.builder()
                    .tableName(name)
                    .keyConditionExpression(condition)
                    .expressionAttributeValues(values))
            .build());
  }

  /// The sort keys that a query finds.
  List<String> sorts(String condition, Map<String, AttributeValue> values) {
    return sorts(condition, values, UnaryOperator.identity());
  }

  List<String> sorts(
      String condition,
      Map<String, AttributeValue> values,
      UnaryOperator<QueryRequest.Builder> more) {
    return query(condition, values, more).items().stream().map(i -> at(i, "sk").s()).toList();
  }
}
