package dev.flowstone.lambda.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// BatchGetItem and BatchWriteItem; both may leave a part to be asked for again.
final class BatchOperations {

  /// "Batch operations" in the quotas page.
  private static final int MOST_GETS = 100;

  private static final int MOST_WRITES = 25;
  private static final int LARGEST_ANSWER = 16 * 1024 * 1024;

  private final Database database;

  BatchOperations(Database database) {
    this.database = database;
  }

  static int size(JsonNode tables, String list) {
    int size = 0;
    for (JsonNode table : tables) {
      size += list.isEmpty() ? table.size() : table.path(list).size();
    }
    return size;
  }

  private static void requireSize(int size, int most, String what) {
    if (size == 0) {
      throw ServiceException.invalid("The batch request list for a table cannot be null or empty");
    }
    if (size > most) {
      throw ServiceException.invalid("Too many items requested for the " + what + " call");
    }
  }

  /// With `atMost`, what a busy service does: it answers only for so many.
  ObjectNode get(Request request, int atMost) {
    JsonNode tables = request.body().path("RequestItems");
    requireSize(size(tables, "Keys"), MOST_GETS, "BatchGetItem");
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode responses = answer.putObject("Responses");
    ObjectNode unprocessed = answer.putObject("UnprocessedKeys");
    Map<String, Capacity> capacities = new LinkedHashMap<>();
    int bytes = 0;
    int done = 0;
    for (Map.Entry<String, JsonNode> entry : tables.properties()) {
      Table table = database.table(entry.getKey());
      var asked = new Request(entry.getValue());
      var placeholders = new Placeholders(asked.body());
      List<DocumentPath> projection = asked.projection(placeholders);
      placeholders.requireAllUsed(!projection.isEmpty());
      boolean consistent = asked.flag("ConsistentRead", false);
      List<Map<String, Attribute>> keys = keys(table, asked.body().path("Keys"));
      ArrayNode items = responses.putArray(table.name);
      ArrayNode left = JsonNodeFactory.instance.arrayNode();
      for (Map<String, Attribute> key : keys) {
        Optional<Map<String, Attribute>> item = ItemOperations.read(table, key);
        int size = item.map(Attribute::size).orElse(0);
        if (done == atMost || bytes + size > LARGEST_ANSWER) {
          left.add(AttributeJson.write(key));
          continue;
        }
        done++;
        bytes += size;
        Capacity units = Capacity.of(table.name, Capacity.readUnits(size, consistent));
        capacities.merge(table.name, database.read(units), Capacity::plus);
        item.ifPresent(
            found -> items.add(AttributeJson.write(ItemOperations.projected(found, projection))));
      }
      if (!left.isEmpty()) {
        ObjectNode rest = entry.getValue().deepCopy();
        rest.set("Keys", left);
        unprocessed.set(table.name, rest);
      }
    }
    report(request, capacities, answer);
    return answer;
  }

  private static List<Map<String, Attribute>> keys(Table table, JsonNode nodes) {
    List<Map<String, Attribute>> keys = new ArrayList<>();
    for (JsonNode node : nodes) {
      Map<String, Attribute> key = AttributeJson.item(node);
      table.key.requireKey(key);
      keys.add(key);
    }
    if (new HashSet<>(keys).size() < keys.size()) {
      throw ServiceException.invalid("Provided list of item keys contains duplicates");
    }
    return keys;
  }

  private record Write(Table table, boolean isPut, Map<String, Attribute> item, JsonNode node) {}

  ObjectNode write(Request request, int atMost) {
    JsonNode tables = request.body().path("RequestItems");
    requireSize(size(tables, ""), MOST_WRITES, "BatchWriteItem");
    List<Write> writes = writes(tables);
    Map<String, Capacity> capacities = new LinkedHashMap<>();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ObjectNode unprocessed = answer.putObject("UnprocessedItems");
    int done = 0;
    for (Write write : writes) {
      if (done == atMost) {
        unprocessed.withArray(write.table.name).add(write.node);
        continue;
      }
      done++;
      write.table.lock.lock();
      try {
        Optional<Map<String, Attribute>> old = write.table.rows.get(write.item);
        Optional<Map<String, Attribute>> item =
            write.isPut ? Optional.of(write.item) : Optional.empty();
        Capacity units = write.table.write(old, item, database.visible());
        capacities.merge(write.table.name, database.written(units), Capacity::plus);
      } finally {
        write.table.lock.unlock();
      }
    }
    report(request, capacities, answer);
    return answer;
  }

  /// All of a batch is checked before any of it is done.
  private List<Write> writes(JsonNode tables) {
    List<Write> writes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : tables.properties()) {
      Table table = database.table(entry.getKey());
      Set<Map<String, Attribute>> seen = new HashSet<>();
      for (JsonNode node : entry.getValue()) {
        boolean isPut = node.hasNonNull("PutRequest");
        if (isPut == node.hasNonNull("DeleteRequest")) {
          throw ServiceException.invalid(
              "Supplied AttributeValue has more than one datatypes set, must contain exactly one of"
                  + " the supported datatypes");
        }
        Map<String, Attribute> item =
            AttributeJson.item(
                isPut
                    ? node.get("PutRequest").path("Item")
                    : node.get("DeleteRequest").path("Key"));
        if (isPut) {
          table.requireStorable(item, "Item size has exceeded the maximum allowed size");
        } else {
          table.key.requireKey(item);
        }
        if (!seen.add(table.key.keyOf(item).orElseThrow())) {
          throw ServiceException.invalid("Provided list of item keys contains duplicates");
        }
        writes.add(new Write(table, isPut, item, node));
      }
    }
    return writes;
  }

  private static void report(Request request, Map<String, Capacity> capacities, ObjectNode answer) {
    String asked = request.choice("ReturnConsumedCapacity", List.of("NONE", "TOTAL", "INDEXES"));
    if (!asked.equals("NONE")) {
      ArrayNode all = answer.putArray("ConsumedCapacity");
      capacities.values().forEach(capacity -> all.add(capacity.json(asked.equals("INDEXES"))));
    }
  }
}
