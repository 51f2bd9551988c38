package dev.flowstone.lambda.dynamo;

import dev.flowstone.lambda.dynamo.Meter.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The names of all workflows that were ever uploaded.
record Workflows(Requests requests) {
  private static final Bill BILL = Bill.of(Operation.PROGRAMS);

  List<String> names() {
    return entries(Keys.workflow("").pk(), "", true).stream().map(item -> item.key().sk()).toList();
  }

  void add(String workflow) {
    Item item = new Item.Draft(Keys.workflow(workflow)).item();
    var _ = requests.put(BILL, item, new Condition().absent(Tables.PK));
  }

  /// The items of a partition whose sort keys begin so.
  List<Item> entries(String pk, String prefix, boolean forward) {
    List<Item> items = new ArrayList<>();
    Map<String, AttributeValue> start = Map.of();
    do {
      QueryRequest.Builder query =
          QueryRequest.builder().consistentRead(true).scanIndexForward(forward);
      if (prefix.isEmpty()) {
        query
            .keyConditionExpression("#pk = :pk")
            .expressionAttributeNames(Map.of("#pk", Tables.PK))
            .expressionAttributeValues(Map.of(":pk", Item.of(pk)));
      } else {
        query
            .keyConditionExpression("#pk = :pk AND begins_with(#sk, :prefix)")
            .expressionAttributeNames(Map.of("#pk", Tables.PK, "#sk", Tables.SK))
            .expressionAttributeValues(Map.of(":pk", Item.of(pk), ":prefix", Item.of(prefix)));
      }
      if (!start.isEmpty()) {
        query.exclusiveStartKey(start);
      }
      Requests.Found found = requests.query(BILL, query);
      items.addAll(found.items());
      start = found.next();
    } while (!start.isEmpty());
    return items;
  }
}
