package dev.flowstone.lambda.aws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Query and Scan.
final class QueryOperations {

  /// "Query result set": up to 1 MB is read, before the filter.
  private static final int LARGEST_PAGE = 1024 * 1024;

  private static final Set<String> EXPRESSIONS =
      Set.of("KeyConditionExpression", "FilterExpression", "ProjectionExpression");

  private final Database database;

  QueryOperations(Database database) {
    this.database = database;
  }

  /// What is read: a table, or one of its indexes.
  private record Source(Table table, Optional<Index> index) {

    KeySchema schema() {
      return index.map(Index::schema).orElse(table.key);
    }

    Rows rows(long now) {
      return index.map(i -> i.rows(now)).orElse(table.rows);
    }

    Map<String, Attribute> keyOf(Map<String, Attribute> item) {
      Map<String, Attribute> key = new HashMap<>(table.key.keyOf(item).orElseThrow());
      key.putAll(schema().keyOf(item).orElseThrow());
      return key;
    }

    Capacity capacity(double units) {
      return index
          .map(i -> new Capacity(table.name, 0, Map.of(i.name(), units)))
          .orElse(Capacity.of(table.name, units));
    }
  }

  ObjectNode query(Request request) {
    Source source = source(request);
    var placeholders = new Placeholders(request.body());
    Condition given =
        request
            .condition("KeyConditionExpression", placeholders)
            .orElseThrow(() ->
                ServiceException.invalid(
                    "Either the KeyConditions or KeyConditionExpression parameter must be"
                        + " specified in the request."));
    Optional<Condition> filter = request.condition("FilterExpression", placeholders);
    List<DocumentPath> projection = request.projection(placeholders);
    placeholders.requireAllUsed(true);
    KeyCondition condition = KeyCondition.of(given, source.schema());
    for (String attribute : source.schema().attributes()) {
      if (filter.isPresent() && filter.get().names(attribute)) {
        throw ServiceException.invalid(
            "Filter Expression can only contain non-primary key attributes: Primary key attribute: "
                + attribute);
      }
    }
    Optional<Map<String, Attribute>> start = start(request, source);
    if (start.isPresent()
        && !condition.partition().equals(start.get().get(source.schema().hash()))) {
      throw ServiceException.invalid(
          "The provided starting key is outside query boundaries based on provided conditions");
    }
    boolean forward = request.flag("ScanIndexForward", true);
    return page(request, source, filter, projection, rows -> rows.query(condition, forward, start));
  }

  ObjectNode scan(Request request) {
    Source source = source(request);
    var placeholders = new Placeholders(request.body());
    Optional<Condition> filter = request.condition("FilterExpression", placeholders);
    List<DocumentPath> projection = request.projection(placeholders);
    placeholders.requireAllUsed(request.hasAny(EXPRESSIONS));
    Optional<Map<String, Attribute>> start = start(request, source);
    return page(request, source, filter, projection, rows -> rows.scan(start));
  }

  private Source source(Request request) {
    Table table = database.table(request.tableName());
    Optional<Index> index = request.text("IndexName").map(table::index);
    if (index.isPresent() && request.flag("ConsistentRead", false)) {
      throw ServiceException.invalid(
          "Consistent reads are not supported on global secondary indexes");
    }
    return new Source(table, index);
  }

  private static Optional<Map<String, Attribute>> start(Request request, Source source) {
    Optional<Map<String, Attribute>> start = request.optionalItem("ExclusiveStartKey");
    if (start.isPresent()) {
      Set<String> wanted = new java.util.HashSet<>(source.table.key.attributes());
      wanted.addAll(source.schema().attributes());
      if (!start.get().keySet().equals(wanted)) {
        throw ServiceException.invalid(
            "The provided starting key is invalid: The provided key element does not match the"
                + " schema");
      }
      source.schema().requireItem(start.get());
      source.table.key.requireItem(start.get());
    }
    return start;
  }

  private ObjectNode page(
      Request request,
      Source source,
      Optional<Condition> filter,
      List<DocumentPath> projection,
      Function<Rows, Stream<Map<String, Attribute>>> reading) {
    boolean countOnly = select(request, source, projection).equals("COUNT");
    source.index.ifPresent(index -> requireProjected(index, projection));
    int limit = request.limit();
    int read = 0;
    int size = 0;
    int count = 0;
    boolean full = false;
    Optional<Map<String, Attribute>> last = Optional.empty();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    source.table.lock.lock();
    try {
      Iterator<Map<String, Attribute>> rows = reading.apply(source.rows(database.now())).iterator();
      while (rows.hasNext()) {
        Map<String, Attribute> item = rows.next();
        full = read == limit || (read > 0 && size + Attribute.size(item) > LARGEST_PAGE);
        if (full) {
          break;
        }
        read++;
        size += Attribute.size(item);
        last = Optional.of(item);
        if (filter.isEmpty() || filter.get().holds(item)) {
          count++;
          items.add(AttributeJson.write(ItemOperations.projected(item, projection)));
        }
      }
    } finally {
      source.table.lock.unlock();
    }
    if (full || read == limit) {
      last.ifPresent(end -> answer.set("LastEvaluatedKey", AttributeJson.write(source.keyOf(end))));
    }
    answer.put("Count", count);
    answer.put("ScannedCount", read);
    if (!countOnly) {
      answer.set("Items", items);
    }
    double units = Capacity.readUnits(size, request.flag("ConsistentRead", false));
    request.report(database.read(source.capacity(units)), answer);
    return answer;
  }

  private static String select(Request request, Source source, List<DocumentPath> projection) {
    String select =
        request.choice(
            "Select",
            List.of(
                "", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "COUNT", "SPECIFIC_ATTRIBUTES"));
    if (!projection.isEmpty()
        && request.text("Select").isPresent()
        && !select.equals("SPECIFIC_ATTRIBUTES")) {
      throw ServiceException.invalid(
          "Cannot specify the ProjectionExpression when choosing to get " + select);
    }
    if (select.equals("ALL_ATTRIBUTES")
        && source.index.isPresent()
        && !source.index.get().holdsEverything()) {
      throw ServiceException.badValue(
          "Select type ALL_ATTRIBUTES is not supported for global secondary index "
              + source.index.get().name()
              + " because its projection type is not ALL");
    }
    return select;
  }

  private static void requireProjected(Index index, List<DocumentPath> projection) {
    for (DocumentPath path : projection) {
      if (!index.projects(path.top())) {
        throw ServiceException.badValue(
            "Global secondary index " + index.name() + " does not project [" + path.top() + "]");
      }
    }
  }
}
