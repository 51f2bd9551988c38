package dev.flowstone.lambda.dynamo;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// One conditional update while it is put together.
final class Update {
  private final Condition condition = new Condition();
  private final List<String> sets = new ArrayList<>();
  private final List<String> removals = new ArrayList<>();
  private final List<String> additions = new ArrayList<>();

  /// What must hold of the item before.
  Condition when() {
    return condition;
  }

  Update set(String attribute, AttributeValue value) {
    sets.add(condition.name(attribute) + " = " + condition.value(value));
    return this;
  }

  /// Sets an instant, or removes the attribute.
  Update set(String attribute, Optional<Instant> at) {
    return at.isPresent() ? set(attribute, Item.of(at.get())) : remove(attribute);
  }

  Update setIn(String map, String key, AttributeValue value) {
    sets.add(condition.path(map, key) + " = " + condition.value(value));
    return this;
  }

  /// Sets an entry of a map to another number of the item, plus one.
  Update setNext(String map, String key, String number) {
    sets.add(
        condition.path(map, key)
            + " = "
            + condition.name(number)
            + " + "
            + condition.value(Item.of(1)));
    return this;
  }

  Update add(String attribute, AttributeValue value) {
    additions.add(condition.name(attribute) + " " + condition.value(value));
    return this;
  }

  Update remove(String... attributes) {
    for (String attribute : attributes) {
      removals.add(condition.name(attribute));
    }
    return this;
  }

  Update removeIn(String map, String key) {
    removals.add(condition.path(map, key));
    return this;
  }

  String expression() {
    List<String> parts = new ArrayList<>();
    part(parts, "SET ", sets);
    part(parts, "REMOVE ", removals);
    part(parts, "ADD ", additions);
    return String.join(" ", parts);
  }

  private static void part(List<String> parts, String keyword, List<String> clauses) {
    if (!clauses.isEmpty()) {
      parts.add(keyword + String.join(", ", clauses));
    }
  }
}
