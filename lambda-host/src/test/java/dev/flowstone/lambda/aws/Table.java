package dev.flowstone.lambda.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// A table: its items, its indexes, and one lock for all of them.
final class Table {

  /// "Item size" in the quotas page: 400 KB.
  static final int LARGEST_ITEM = 400 * 1024;

  final String name;
  final KeySchema key;
  final List<Index> indexes;
  final ReentrantLock lock = new ReentrantLock();
  final Rows rows;
  Optional<String> timeToLive = Optional.empty();

  Table(String name, KeySchema key, List<Index> indexes) {
    this.name = name;
    this.key = key;
    this.indexes = List.copyOf(indexes);
    this.rows = new Rows(key, key);
  }

  static Attribute present(Map<String, Attribute> item, String attribute) {
    Attribute value = item.get(attribute);
    if (value == null) {
      throw new IllegalStateException("no " + attribute + " in " + item);
    }
    return value;
  }

  Index index(String wanted) {
    return indexes.stream()
        .filter(index -> index.name().equals(wanted))
        .findFirst()
        .orElseThrow(() ->
            ServiceException.invalid("The table does not have the specified index: " + wanted));
  }

  void requireStorable(Map<String, Attribute> item, String tooLarge) {
    key.requireItem(item);
    indexes.forEach(index -> index.schema().requireIndexable(item, index.name()));
    if (Attribute.size(item) > LARGEST_ITEM) {
      throw ServiceException.invalid(tooLarge);
    }
    if (item.values().stream().anyMatch(value -> value.depth() > 32)) {
      throw ServiceException.invalid(
          "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels"
              + " beyond supported limit");
    }
  }

  /// Paths of expressions may not lead into keys.
  void requireNoKeyIsNested(Stream<DocumentPath> paths) {
    paths
        .filter(DocumentPath::isNested)
        .forEach(path -> {
          if (key.attributes().contains(path.top())) {
            throw ServiceException.invalid(
                "Key attributes must be scalars; list random access '[]' and map lookup '.' are"
                    + " not allowed: Key: "
                    + path.top());
          }
          for (Index index : indexes) {
            if (index.schema().attributes().contains(path.top())) {
              throw ServiceException.invalid(
                  "Key attributes must be scalars; list random access '[]' and map lookup '.'"
                      + " are not allowed: IndexKey: "
                      + path.top());
            }
          }
        });
  }

  /// Puts, replaces or removes an item, and tells what it costs: a write counts the larger of the
  /// old and the new item ("Provisioned capacity mode", writes). Called under the lock.
  Capacity write(
      Optional<Map<String, Attribute>> old, Optional<Map<String, Attribute>> item, long visible) {
    old.ifPresent(rows::remove);
    item.ifPresent(rows::put);
    int size = Math.max(old.map(Attribute::size).orElse(0), item.map(Attribute::size).orElse(0));
    Map<String, Double> perIndex = new LinkedHashMap<>();
    for (Index index : indexes) {
      double units = index.write(old, item, visible);
      if (units > 0) {
        perIndex.put(index.name(), units);
      }
    }
    return new Capacity(name, Capacity.writeUnits(size), perIndex);
  }
}
