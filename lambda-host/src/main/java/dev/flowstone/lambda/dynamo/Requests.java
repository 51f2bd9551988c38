package dev.flowstone.lambda.dynamo;

import dev.flowstone.interpreter.store.StoreUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/// The calls to one table: counted, and with errors told apart. What may be asked again unchanged
/// is [StoreUnavailable]; what no repetition can mend is an [IllegalStateException].
final class Requests {
  private static final int BATCH = 100;
  private static final double UNIT_BYTES = 1024;
  private static final Set<String> THROTTLED =
      Set.of(
          "ProvisionedThroughputExceededException",
          "RequestLimitExceeded",
          "ThrottlingException",
          "LimitExceededException",
          "TransactionConflictException",
          "ReplicatedWriteConflictException");

  private final DynamoDbClient client;
  private final String table;
  private final Meter meter;

  Requests(DynamoDbClient client, String table, Meter meter) {
    this.client = client;
    this.table = table;
    this.meter = meter;
  }

  Meter meter() {
    return meter;
  }

  /// A page of a query; `next` is absent at the end. `looked` counts what a filter has dropped too.
  record Found(List<Item> items, Map<String, AttributeValue> next, int looked) {}

  Optional<Item> get(Bill bill, Keys key) {
    GetItemRequest request =
        GetItemRequest.builder()
            .tableName(table)
            .key(key(key))
            .consistentRead(true)
            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
            .build();
    GetItemResponse response = call(() -> client.getItem(request));
    meter.read(bill, units(response.consumedCapacity()));
    return response.hasItem() ? Optional.of(new Item(response.item())) : Optional.empty();
  }

  /// Those of the items that exist, in no order.
  List<Item> all(Bill bill, List<Keys> keys, boolean consistent) {
    List<Item> found = new ArrayList<>();
    for (int from = 0; from < keys.size(); from += BATCH) {
      List<Map<String, AttributeValue>> left =
          keys.subList(from, Math.min(from + BATCH, keys.size())).stream()
              .map(Requests::key)
              .toList();
      while (!left.isEmpty()) {
        left = batch(bill, left, consistent, found);
      }
    }
    return found;
  }

  private List<Map<String, AttributeValue>> batch(
      Bill bill, List<Map<String, AttributeValue>> keys, boolean consistent, List<Item> found) {
    BatchGetItemResponse response =
        call(() ->
            client.batchGetItem(request ->
                request
                    .requestItems(
                        Map.of(
                            table,
                            KeysAndAttributes.builder()
                                .keys(keys)
                                .consistentRead(consistent)
                                .build()))
                    .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)));
    meter.read(bill, response.consumedCapacity().stream().mapToDouble(Requests::units).sum());
    List<Map<String, AttributeValue>> items = response.responses().getOrDefault(table, List.of());
    items.forEach(item -> found.add(new Item(item)));
    KeysAndAttributes left = response.unprocessedKeys().get(table);
    if (left != null && items.isEmpty()) {
      throw new StoreUnavailable("the table " + table + " is throttled", null);
    }
    return left == null ? List.of() : left.keys();
  }

  Found query(Bill bill, QueryRequest.Builder query) {
    QueryRequest request =
        query.tableName(table).returnConsumedCapacity(ReturnConsumedCapacity.TOTAL).build();
    QueryResponse response = call(() -> client.query(request));
    meter.read(bill, units(response.consumedCapacity()));
    return new Found(
        response.items().stream().map(Item::new).toList(),
        response.hasLastEvaluatedKey() ? response.lastEvaluatedKey() : Map.of(),
        Math.max(response.items().size(), Objects.requireNonNullElse(response.scannedCount(), 0)));
  }

  /// Puts an item if the condition holds; answers the item that it replaced.
  Written put(Bill bill, Item item, Condition condition) {
    PutItemRequest.Builder request =
        PutItemRequest.builder()
            .tableName(table)
            .item(item.attributes())
            .returnValues(ReturnValue.ALL_OLD)
            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
    if (!condition.isEmpty()) {
      request
          .conditionExpression(condition.expression())
          .expressionAttributeNames(condition.names())
          .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
      if (!condition.values().isEmpty()) {
        request.expressionAttributeValues(condition.values());
      }
    }
    return write(
        bill,
        item.key(),
        item.size(),
        () -> {
          var response = client.putItem(request.build());
          return new Answer(response.consumedCapacity(), response.attributes());
        });
  }

  /// Updates an item if the condition holds; answers what it has become.
  Written update(Bill bill, Keys key, Update update) {
    UpdateItemRequest.Builder request =
        UpdateItemRequest.builder()
            .tableName(table)
            .key(key(key))
            .updateExpression(update.expression())
            .conditionExpression(update.when().expression())
            .expressionAttributeNames(update.when().names())
            .returnValues(ReturnValue.ALL_NEW)
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
    if (!update.when().values().isEmpty()) {
      request.expressionAttributeValues(update.when().values());
    }
    return write(
        bill,
        key,
        0,
        () -> {
          var response = client.updateItem(request.build());
          return new Answer(response.consumedCapacity(), response.attributes());
        });
  }

  Written delete(Bill bill, Keys key, Condition condition) {
    DeleteItemRequest request =
        DeleteItemRequest.builder()
            .tableName(table)
            .key(key(key))
            .conditionExpression(condition.expression())
            .expressionAttributeNames(condition.names())
            .expressionAttributeValues(condition.values())
            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
            .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
            .build();
    return write(
        bill,
        key,
        0,
        () -> {
          var response = client.deleteItem(request);
          return new Answer(response.consumedCapacity(), response.attributes());
        });
  }

  private record Answer(ConsumedCapacity capacity, Map<String, AttributeValue> attributes) {}

  private Written write(Bill bill, Keys key, int bytes, Supplier<Answer> request) {
    try {
      Answer answer = call(request);
      meter.write(bill, units(answer.capacity()));
      return new Written.Done(
          answer.attributes().isEmpty()
              ? Optional.empty()
              : Optional.of(new Item(answer.attributes())));
    } catch (ConditionalCheckFailedException e) {
      // Without the item nothing was there, or the endpoint is one that does not answer it.
      Optional<Item> told = e.hasItem() ? Optional.of(new Item(e.item())) : Optional.empty();
      int larger = Math.max(bytes, told.map(Item::size).orElse(0));
      meter.write(bill, Math.max(1, Math.ceil(larger / UNIT_BYTES)));
      return new Written.Refused(told.isPresent() ? told : get(bill, key));
    }
  }

  private <T> T call(Supplier<T> request) {
    try {
      return request.get();
    } catch (ConditionalCheckFailedException e) {
      throw e;
    } catch (AwsServiceException e) {
      throw translated(e);
    } catch (SdkClientException e) { // time-outs, connections, and whatever the SDK gave up
      throw new StoreUnavailable("the table " + table + " did not answer: " + e.getMessage(), e);
    }
  }

  private RuntimeException translated(AwsServiceException e) {
    AwsErrorDetails details = e.awsErrorDetails();
    String code = details == null ? "" : String.valueOf(details.errorCode());
    if (e.statusCode() >= 500 || e.isThrottlingException() || THROTTLED.contains(code)) {
      return new StoreUnavailable(
          "the table " + table + " did not take a request: " + e.getMessage(), e);
    }
    String what =
        switch (code) {
          case "ResourceNotFoundException" -> "there is no table " + table + " with its indexes";
          case "AccessDeniedException" -> "the table " + table + " may not be used so";
          default -> "the table " + table + " refused a request";
        };
    return new IllegalStateException(what + ": " + e.getMessage(), e);
  }

  private static double units(ConsumedCapacity capacity) {
    return capacity == null || capacity.capacityUnits() == null ? 0 : capacity.capacityUnits();
  }

  static Map<String, AttributeValue> key(Keys key) {
    return Map.of(Tables.PK, Item.of(key.pk()), Tables.SK, Item.of(key.sk()));
  }
}
