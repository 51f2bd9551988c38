package dev.flowstone.lambda.dynamo;

import java.util.List;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.UpdateTimeToLiveRequest;

/// The one table as requests that make it. Tests create it with these, and hold the deployment
/// template against them.
public final class Tables {
  public static final String DUE_INDEX = "due";
  public static final String LIST_INDEX = "list";
  public static final String TTL = "ttl";

  static final String PK = "pk";
  static final String SK = "sk";
  static final String DUE_SHARD = "dp";
  static final String DUE = "du";
  static final String LIST_SHARD = "lp";
  static final String LIST = "ls";

  /// The status of an execution that has ended: all that the list index holds beside the keys.
  static final String END = "end";

  private Tables() {}

  public static CreateTableRequest table(String name) {
    return CreateTableRequest.builder()
        .tableName(name)
        .billingMode(BillingMode.PAY_PER_REQUEST)
        .attributeDefinitions(
            attribute(PK, ScalarAttributeType.S),
            attribute(SK, ScalarAttributeType.S),
            attribute(DUE_SHARD, ScalarAttributeType.S),
            attribute(DUE, ScalarAttributeType.N),
            attribute(LIST_SHARD, ScalarAttributeType.S),
            attribute(LIST, ScalarAttributeType.S))
        .keySchema(keys(PK, SK))
        .globalSecondaryIndexes(
            GlobalSecondaryIndex.builder()
                .indexName(DUE_INDEX)
                .keySchema(keys(DUE_SHARD, DUE))
                .projection(Projection.builder().projectionType(ProjectionType.KEYS_ONLY).build())
                .build(),
            GlobalSecondaryIndex.builder()
                .indexName(LIST_INDEX)
                .keySchema(keys(LIST_SHARD, LIST))
                .projection(
                    Projection.builder()
                        .projectionType(ProjectionType.INCLUDE)
                        .nonKeyAttributes(END)
                        .build())
                .build())
        .build();
  }

  /// What lets DynamoDB remove what has expired.
  public static UpdateTimeToLiveRequest timeToLive(String name) {
    return UpdateTimeToLiveRequest.builder()
        .tableName(name)
        .timeToLiveSpecification(ttl -> ttl.attributeName(TTL).enabled(true))
        .build();
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static List<KeySchemaElement> keys(String partition, String sort) {
    return List.of(
        KeySchemaElement.builder().attributeName(partition).keyType(KeyType.HASH).build(),
        KeySchemaElement.builder().attributeName(sort).keyType(KeyType.RANGE).build());
  }
}
