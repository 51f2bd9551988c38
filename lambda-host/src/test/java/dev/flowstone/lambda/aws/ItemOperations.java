package dev.flowstone.lambda.aws;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// GetItem, PutItem, UpdateItem and DeleteItem.
final class ItemOperations {

  private static final Set<String> WRITE_EXPRESSIONS =
      Set.of("ConditionExpression", "UpdateExpression");

  private final Database database;

  ItemOperations(Database database) {
    this.database = database;
  }

  ObjectNode get(Request request) {
    Table table = database.table(request.tableName());
    Map<String, Attribute> key = request.item("Key");
    var placeholders = new Placeholders(request.body());
    List<DocumentPath> projection = request.projection(placeholders);
    placeholders.requireAllUsed(!projection.isEmpty());
    table.key.requireKey(key);
    table.requireNoKeyIsNested(projection.stream());
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    Optional<Map<String, Attribute>> item = read(table, key);
    item.ifPresent(found -> answer.set("Item", AttributeJson.write(projected(found, projection))));
    int size = item.map(Attribute::size).orElse(0);
    double units = Capacity.readUnits(size, request.flag("ConsistentRead", false));
    request.report(database.read(Capacity.of(table.name, units)), answer);
    return answer;
  }

  static Optional<Map<String, Attribute>> read(Table table, Map<String, Attribute> key) {
    table.lock.lock();
    try {
      return table.rows.get(key);
    } finally {
      table.lock.unlock();
    }
  }

  static Map<String, Attribute> projected(
      Map<String, Attribute> item, List<DocumentPath> projection) {
    return projection.isEmpty() ? item : DocumentPath.project(item, projection);
  }

  ObjectNode put(Request request) {
    Table table = database.table(request.tableName());
    Map<String, Attribute> item = request.item("Item");
    String returned = request.choice("ReturnValues", List.of("NONE", "ALL_OLD"));
    Optional<Condition> condition = conditionOnly(request);
    table.requireStorable(item, "Item size has exceeded the maximum allowed size");
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    table.lock.lock();
    try {
      Optional<Map<String, Attribute>> old = table.rows.get(item);
      require(condition, old, table, request);
      Capacity capacity = table.write(old, Optional.of(item), database.visible());
      if (returned.equals("ALL_OLD")) {
        old.ifPresent(attributes -> answer.set("Attributes", AttributeJson.write(attributes)));
      }
      request.report(database.written(capacity), answer);
      return answer;
    } finally {
      table.lock.unlock();
    }
  }

  ObjectNode delete(Request request) {
    Table table = database.table(request.tableName());
    Map<String, Attribute> key = request.item("Key");
    String returned = request.choice("ReturnValues", List.of("NONE", "ALL_OLD"));
    Optional<Condition> condition = conditionOnly(request);
    table.key.requireKey(key);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    table.lock.lock();
    try {
      Optional<Map<String, Attribute>> old = table.rows.get(key);
      require(condition, old, table, request);
      Capacity capacity = table.write(old, Optional.empty(), database.visible());
      if (returned.equals("ALL_OLD")) {
        old.ifPresent(attributes -> answer.set("Attributes", AttributeJson.write(attributes)));
      }
      request.report(database.written(capacity), answer);
      return answer;
    } finally {
      table.lock.unlock();
    }
  }

  private static Optional<Condition> conditionOnly(Request request) {
    var placeholders = new Placeholders(request.body());
    Optional<Condition> condition = request.condition("ConditionExpression", placeholders);
    placeholders.requireAllUsed(condition.isPresent());
    return condition;
  }

  ObjectNode update(Request request) {
    Table table = database.table(request.tableName());
    Map<String, Attribute> key = request.item("Key");
    String returned =
        request.choice(
            "ReturnValues", List.of("NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW"));
    var placeholders = new Placeholders(request.body());
    Update update =
        request
            .text("UpdateExpression")
            .map(text -> UpdateParser.update(text, placeholders))
            .orElse(new Update(List.of()));
    Optional<Condition> condition = request.condition("ConditionExpression", placeholders);
    placeholders.requireAllUsed(request.hasAny(WRITE_EXPRESSIONS));
    table.key.requireKey(key);
    requireNoKeyIsUpdated(table, update);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    table.lock.lock();
    try {
      Optional<Map<String, Attribute>> old = table.rows.get(key);
      require(condition, old, table, request);
      Map<String, Attribute> item = update.apply(old.orElse(key));
      table.requireStorable(item, "Item size to update has exceeded the maximum allowed size");
      Capacity capacity = table.write(old, Optional.of(item), database.visible());
      Map<String, Attribute> attributes = returned(returned, old.orElse(Map.of()), item, update);
      if (!attributes.isEmpty()) {
        answer.set("Attributes", AttributeJson.write(attributes));
      }
      request.report(database.written(capacity), answer);
      return answer;
    } finally {
      table.lock.unlock();
    }
  }

  private static Map<String, Attribute> returned(
      String kind, Map<String, Attribute> old, Map<String, Attribute> item, Update update) {
    return switch (kind) {
      case "ALL_OLD" -> old;
      case "ALL_NEW" -> item;
      case "UPDATED_OLD" -> DocumentPath.project(old, update.paths());
      case "UPDATED_NEW" -> DocumentPath.project(item, update.paths());
      default -> Map.of();
    };
  }

  private static void requireNoKeyIsUpdated(Table table, Update update) {
    for (DocumentPath path : update.paths()) {
      if (table.key.attributes().contains(path.top())) {
        throw ServiceException.badValue(
            "Cannot update attribute " + path.top() + ". This attribute is part of the key");
      }
    }
    table.requireNoKeyIsNested(update.paths().stream());
  }

  /// A write whose condition fails is paid for as well: "Condition expressions" in the developer
  /// guide, by the size of the existing item, at least one unit. The answer does not say so.
  private void require(
      Optional<Condition> condition,
      Optional<Map<String, Attribute>> old,
      Table table,
      Request request) {
    boolean returnsOld = request.returnsOldOnFailure();
    if (condition.isEmpty() || condition.get().holds(old.orElse(Map.of()))) {
      return;
    }
    double units = Capacity.writeUnits(old.map(Attribute::size).orElse(0));
    database.written(Capacity.of(table.name, units));
    throw ServiceException.conditionFailed(returnsOld ? old.orElse(Map.of()) : Map.of());
  }
}
