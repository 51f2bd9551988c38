package dev.flowstone.lambda.dynamo;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The terms of a request's expressions, and what must hold. Every attribute is named by an alias,
/// since many short names are reserved words.
final class Condition {
  private final Map<String, String> aliases = new LinkedHashMap<>();
  private final Map<String, AttributeValue> values = new LinkedHashMap<>();
  private final List<String> clauses = new ArrayList<>();

  Condition exists(String attribute) {
    return that("attribute_exists(" + name(attribute) + ")");
  }

  Condition absent(String attribute) {
    return that("attribute_not_exists(" + name(attribute) + ")");
  }

  Condition is(String attribute, AttributeValue value) {
    return that(name(attribute) + " = " + value(value));
  }

  Condition atMost(String attribute, AttributeValue value) {
    return that(name(attribute) + " <= " + value(value));
  }

  Condition absentOrAtMost(String attribute, AttributeValue value) {
    String name = name(attribute);
    return that("attribute_not_exists(" + name + ") OR " + name + " <= " + value(value));
  }

  Condition holds(String map, String key) {
    return that("attribute_exists(" + path(map, key) + ")");
  }

  Condition lacks(String map, String key) {
    return that("attribute_not_exists(" + path(map, key) + ")");
  }

  /// A clause put together from [#name], [#path] and [#value].
  Condition that(String clause) {
    clauses.add("(" + clause + ")");
    return this;
  }

  String name(String attribute) {
    return aliases.computeIfAbsent(attribute, each -> "#n" + aliases.size());
  }

  String path(String map, String key) {
    return name(map) + "." + name(key);
  }

  String value(AttributeValue value) {
    String alias = ":v" + values.size();
    values.put(alias, value);
    return alias;
  }

  String expression() {
    return String.join(" AND ", clauses);
  }

  boolean isEmpty() {
    return clauses.isEmpty();
  }

  Map<String, String> names() {
    Map<String, String> names = new LinkedHashMap<>();
    aliases.forEach((attribute, alias) -> names.put(alias, attribute));
    return names;
  }

  Map<String, AttributeValue> values() {
    return values;
  }
}
