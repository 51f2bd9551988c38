package dev.flowstone.lambda.aws;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A global secondary index; a change may become visible later than in the table.
final class Index {

  private final String name;
  private final KeySchema schema;
  private final KeySchema primary;
  private final boolean everything;
  private final Set<String> included;
  private final Rows rows;
  private final Deque<Change> pending = new ArrayDeque<>();

  private record Change(
      Optional<Map<String, Attribute>> old, Optional<Map<String, Attribute>> item, long visible) {}

  Index(
      String name, KeySchema schema, KeySchema primary, boolean everything, Set<String> included) {
    this.name = name;
    this.schema = schema;
    this.primary = primary;
    this.everything = everything;
    this.included = Set.copyOf(included);
    this.rows = new Rows(schema, primary);
  }

  String name() {
    return name;
  }

  KeySchema schema() {
    return schema;
  }

  boolean holdsEverything() {
    return everything;
  }

  void describeProjection(ObjectNode node) {
    node.put("ProjectionType", everything ? "ALL" : included.isEmpty() ? "KEYS_ONLY" : "INCLUDE");
    if (!included.isEmpty()) {
      ArrayNode attributes = node.putArray("NonKeyAttributes");
      included.stream().sorted().forEach(attributes::add);
    }
  }

  /// Whether an attribute can be asked of this index.
  boolean projects(String attribute) {
    return everything
        || included.contains(attribute)
        || schema.attributes().contains(attribute)
        || primary.attributes().contains(attribute);
  }

  /// The items as of a request: what has become visible by it is.
  Rows rows(long now) {
    while (!pending.isEmpty() && pending.getFirst().visible <= now) {
      Change change = pending.removeFirst();
      change.old.ifPresent(rows::remove);
      change.item.ifPresent(rows::put);
    }
    return rows;
  }

  private Optional<Map<String, Attribute>> projected(Map<String, Attribute> item) {
    if (schema.keyOf(item).isEmpty()) {
      return Optional.empty();
    }
    Map<String, Attribute> projected = new HashMap<>();
    item.forEach((attribute, value) -> {
      if (projects(attribute)) {
        projected.put(attribute, value);
      }
    });
    return Optional.of(projected);
  }

  /// Takes over a change of the table and tells the write units it costs, by "Write capacity units"
  /// of "Using Global Secondary Indexes in DynamoDB": one for an entry that comes, goes or has
  /// other projected attributes, two where the key changes, none otherwise; more beyond 1 KB.
  double write(
      Optional<Map<String, Attribute>> oldItem,
      Optional<Map<String, Attribute>> newItem,
      long visible) {
    Optional<Map<String, Attribute>> old = oldItem.flatMap(this::projected);
    Optional<Map<String, Attribute>> item = newItem.flatMap(this::projected);
    if (old.equals(item)) {
      return 0;
    }
    long notBefore = pending.isEmpty() ? visible : Math.max(visible, pending.getLast().visible);
    pending.addLast(new Change(old, item, notBefore));
    if (visible == 0) {
      rows(0);
    }
    double before = old.map(Attribute::size).map(Capacity::writeUnits).orElse(0.0);
    double after = item.map(Attribute::size).map(Capacity::writeUnits).orElse(0.0);
    boolean keyChanges =
        old.isPresent()
            && item.isPresent()
            && !schema.keyOf(old.get()).equals(schema.keyOf(item.get()));
    return keyChanges ? before + after : Math.max(before, after);
  }
}
