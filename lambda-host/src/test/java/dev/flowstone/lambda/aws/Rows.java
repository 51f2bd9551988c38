package dev.flowstone.lambda.aws;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Items in the order of a key: partitions in an order that tells nothing, as a hash does, and the
/// items of one by their sort keys.
final class Rows {

  private final KeySchema schema;
  private final KeySchema primary;
  private final TreeMap<Place, Map<String, Attribute>> rows = new TreeMap<>();

  Rows(KeySchema schema, KeySchema primary) {
    this.schema = schema;
    this.primary = primary;
  }

  /// Where an item is: items of an index with equal keys are told apart by the keys of the table.
  private record Place(
      int scramble, Attribute partition, Optional<Attribute> sort, int side, String tie)
      implements Comparable<Place> {

    @Override
    public int compareTo(Place other) {
      int order = Integer.compare(scramble, other.scramble);
      if (order == 0) {
        order = Attribute.compare(partition, other.partition);
      }
      if (order == 0 && sort.isPresent() && other.sort.isPresent()) {
        order = Attribute.compare(sort.get(), other.sort.get());
      } else if (order == 0 && sort.isPresent() != other.sort.isPresent()) {
        return sort.isPresent() ? -other.side : side;
      }
      if (order == 0) {
        order = Integer.compare(side, other.side);
      }
      return order == 0 ? tie.compareTo(other.tie) : order;
    }
  }

  private static final int BEFORE = -1;
  private static final int AMID = 0;
  private static final int AFTER = 1;

  private static int scramble(Attribute partition) {
    int hash = partition.hashCode() * 0x9E3779B9;
    return hash ^ (hash >>> 15);
  }

  private Place placeOf(Map<String, Attribute> item) {
    Attribute partition = Table.present(item, schema.hash());
    return new Place(
        scramble(partition),
        partition,
        schema.sort().map(sort -> Table.present(item, sort)),
        AMID,
        schema.equals(primary) ? "" : tie(item));
  }

  private String tie(Map<String, Attribute> item) {
    StringBuilder tie = new StringBuilder();
    for (String attribute : primary.attributes()) {
      Attribute value = Table.present(item, attribute);
      tie.append(scramble(value)).append(value);
    }
    return tie.toString();
  }

  Optional<Map<String, Attribute>> get(Map<String, Attribute> key) {
    return Optional.ofNullable(rows.get(placeOf(key)));
  }

  void put(Map<String, Attribute> item) {
    rows.put(placeOf(item), item);
  }

  void remove(Map<String, Attribute> item) {
    rows.remove(placeOf(item));
  }

  int count() {
    return rows.size();
  }

  /// The items that a query looks at, behind the one it starts after.
  Stream<Map<String, Attribute>> query(
      KeyCondition condition, boolean forward, Optional<Map<String, Attribute>> after) {
    Attribute partition = condition.partition();
    Place low =
        new Place(
            scramble(partition),
            partition,
            condition.from().map(KeyCondition.Bound::value),
            condition.from().filter(from -> !from.inclusive()).isPresent() ? AFTER : BEFORE,
            "");
    Place high =
        new Place(
            scramble(partition),
            partition,
            condition.to().map(KeyCondition.Bound::value),
            condition.to().filter(to -> !to.inclusive()).isPresent() ? BEFORE : AFTER,
            "");
    if (after.isPresent()) {
      Place start = placeOf(after.get());
      if (forward && start.compareTo(low) > 0) {
        low = start;
      } else if (!forward && start.compareTo(high) < 0) {
        high = start;
      }
    }
    if (low.compareTo(high) >= 0) {
      return Stream.empty();
    }
    var range = rows.subMap(low, false, high, false);
    return (forward ? range : range.descendingMap()).values().stream();
  }

  Stream<Map<String, Attribute>> scan(Optional<Map<String, Attribute>> after) {
    return after.isEmpty()
        ? rows.values().stream()
        : rows.tailMap(placeOf(after.get()), false).values().stream();
  }
}
