package dev.flowstone.lambda.aws;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;

/// The units that a request consumes of a table and of its indexes.
record Capacity(String table, double ofTable, Map<String, Double> ofIndexes) {

  /// "One write request unit represents one write for an item up to 1 KB"; at least one.
  static double writeUnits(int size) {
    return Math.max(1, (size + 1023) / 1024);
  }

  /// "One read request unit represents one strongly consistent read, or two eventually consistent
  /// reads, for an item up to 4 KB"; at least one.
  static double readUnits(int size, boolean consistent) {
    return Math.max(1, (size + 4095) / 4096) * (consistent ? 1.0 : 0.5);
  }

  static Capacity of(String table, double units) {
    return new Capacity(table, units, Map.of());
  }

  double total() {
    return ofTable + ofIndexes.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  Capacity plus(Capacity other) {
    Map<String, Double> indexes = new LinkedHashMap<>(ofIndexes);
    other.ofIndexes.forEach((index, units) -> indexes.merge(index, units, Double::sum));
    return new Capacity(table, ofTable + other.ofTable, indexes);
  }

  ObjectNode json(boolean withIndexes) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("TableName", table);
    node.put("CapacityUnits", total());
    if (withIndexes) {
      node.putObject("Table").put("CapacityUnits", ofTable);
      if (!ofIndexes.isEmpty()) {
        ObjectNode indexes = node.putObject("GlobalSecondaryIndexes");
        ofIndexes.forEach((name, units) -> indexes.putObject(name).put("CapacityUnits", units));
      }
    }
    return node;
  }
}
