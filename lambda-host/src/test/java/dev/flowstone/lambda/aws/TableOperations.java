package dev.flowstone.lambda.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// CreateTable, DescribeTable, DeleteTable, UpdateTimeToLive and DescribeTimeToLive.
final class TableOperations {

  private final Database database;

  TableOperations(Database database) {
    this.database = database;
  }

  ObjectNode create(Request request) {
    String name = request.tableName();
    JsonNode body = request.body();
    if (!request.text("BillingMode").orElse("PROVISIONED").equals("PAY_PER_REQUEST")) {
      throw ServiceException.invalid("Only the billing mode PAY_PER_REQUEST is served here");
    }
    Map<String, String> types = new HashMap<>();
    for (JsonNode definition : body.path("AttributeDefinitions")) {
      types.put(
          definition.path("AttributeName").asText(), definition.path("AttributeType").asText());
    }
    Set<String> used = new HashSet<>();
    KeySchema key = schema(body.path("KeySchema"), types, used);
    List<Index> indexes = new ArrayList<>();
    for (JsonNode index : body.path("GlobalSecondaryIndexes")) {
      KeySchema schema = schema(index.path("KeySchema"), types, used);
      indexes.add(index(index, schema, key));
    }
    if (!used.equals(types.keySet())) {
      throw ServiceException.badValue(
          "Number of attributes in KeySchema does not exactly match number of attributes defined in"
              + " AttributeDefinitions");
    }
    var table = new Table(name, key, indexes);
    if (database.tables.putIfAbsent(name, table) != null) {
      throw new ServiceException(400, "ResourceInUseException", "Table already exists: " + name);
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("TableDescription", description(table, "CREATING"));
    return answer;
  }

  private static KeySchema schema(JsonNode node, Map<String, String> types, Set<String> used) {
    if (node.isEmpty() || node.size() > 2 || !node.get(0).path("KeyType").asText().equals("HASH")) {
      throw ServiceException.invalid(
          "Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
    }
    if (node.size() == 2 && !node.get(1).path("KeyType").asText().equals("RANGE")) {
      throw ServiceException.invalid(
          "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
    }
    List<String> attributes = new ArrayList<>();
    for (JsonNode element : node) {
      String attribute = element.path("AttributeName").asText();
      if (!Set.of("S", "N", "B").contains(types.getOrDefault(attribute, ""))) {
        throw ServiceException.badValue(
            "Some index key attributes are not defined in AttributeDefinitions. Keys: ["
                + attribute
                + "], AttributeDefinitions: "
                + types.keySet());
      }
      attributes.add(attribute);
    }
    used.addAll(attributes);
    String hash = attributes.getFirst();
    Optional<String> sort =
        attributes.size() == 2 ? Optional.of(attributes.getLast()) : Optional.empty();
    return new KeySchema(
        hash,
        types.getOrDefault(hash, ""),
        sort,
        sort.map(name -> types.getOrDefault(name, "")).orElse(""));
  }

  private static Index index(JsonNode node, KeySchema schema, KeySchema key) {
    JsonNode projection = node.path("Projection");
    Set<String> included = new HashSet<>();
    projection.path("NonKeyAttributes").forEach(attribute -> included.add(attribute.asText()));
    String type = projection.path("ProjectionType").asText();
    if (!Set.of("ALL", "KEYS_ONLY", "INCLUDE").contains(type)
        || type.equals("INCLUDE") == included.isEmpty()) {
      throw ServiceException.badValue(
          "ProjectionType is " + type + ", NonKeyAttributes is " + included);
    }
    return new Index(node.path("IndexName").asText(), schema, key, type.equals("ALL"), included);
  }

  ObjectNode describe(Request request) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("Table", description(existing(request), "ACTIVE"));
    return answer;
  }

  ObjectNode delete(Request request) {
    Table table = existing(request);
    database.tables.remove(table.name);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("TableDescription", description(table, "DELETING"));
    return answer;
  }

  ObjectNode updateTimeToLive(Request request) {
    Table table = existing(request);
    JsonNode specification = request.body().path("TimeToLiveSpecification");
    String attribute = specification.path("AttributeName").asText();
    boolean enabled = specification.path("Enabled").asBoolean();
    if (table.timeToLive.isPresent() == enabled) {
      throw ServiceException.invalid("TimeToLive is already " + (enabled ? "enabled" : "disabled"));
    }
    table.timeToLive = enabled ? Optional.of(attribute) : Optional.empty();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set("TimeToLiveSpecification", specification.deepCopy());
    return answer;
  }

  ObjectNode describeTimeToLive(Request request) {
    Table table = existing(request);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode description = answer.putObject("TimeToLiveDescription");
    description.put("TimeToLiveStatus", table.timeToLive.isPresent() ? "ENABLED" : "DISABLED");
    table.timeToLive.ifPresent(attribute -> description.put("AttributeName", attribute));
    return answer;
  }

  private Table existing(Request request) {
    String name = request.tableName();
    Table table = database.tables.get(name);
    if (table == null) {
      throw ServiceException.notFound(
          "Requested resource not found: Table: " + name + " not found");
    }
    return table;
  }

  private static ObjectNode description(Table table, String status) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("TableName", table.name);
    node.put("TableStatus", status);
    node.put("TableArn", "arn:aws:dynamodb:us-east-1:000000000000:table/" + table.name);
    node.put("ItemCount", table.rows.count());
    node.putObject("BillingModeSummary").put("BillingMode", "PAY_PER_REQUEST");
    ArrayNode definitions = node.putArray("AttributeDefinitions");
    Map<String, String> types = new java.util.TreeMap<>();
    describe(table.key, node.putArray("KeySchema"), types);
    if (!table.indexes.isEmpty()) {
      ArrayNode indexes = node.putArray("GlobalSecondaryIndexes");
      for (Index index : table.indexes) {
        ObjectNode entry = indexes.addObject();
        entry.put("IndexName", index.name());
        entry.put("IndexStatus", status);
        describe(index.schema(), entry.putArray("KeySchema"), types);
        index.describeProjection(entry.putObject("Projection"));
      }
    }
    types.forEach((name, type) ->
        definitions.addObject().put("AttributeName", name).put("AttributeType", type));
    return node;
  }

  private static void describe(KeySchema schema, ArrayNode node, Map<String, String> types) {
    for (String attribute : schema.attributes()) {
      types.put(attribute, schema.typeOf(attribute));
      node.addObject()
          .put("AttributeName", attribute)
          .put("KeyType", attribute.equals(schema.hash()) ? "HASH" : "RANGE");
    }
  }
}
