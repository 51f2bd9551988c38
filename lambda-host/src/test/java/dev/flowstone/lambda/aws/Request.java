package dev.flowstone.lambda.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The parameters of one request.
record Request(JsonNode body) {

  private static final Pattern TABLE_NAME = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

  /// Parameters from before there were expressions; what uses them is mistaken here.
  private static final List<String> LEGACY =
      List.of(
          "AttributesToGet",
          "AttributeUpdates",
          "ConditionalOperator",
          "Expected",
          "KeyConditions",
          "QueryFilter",
          "ScanFilter");

  Request {
    for (String parameter : LEGACY) {
      if (body.hasNonNull(parameter)) {
        throw ServiceException.invalid("The parameter " + parameter + " is not supported here");
      }
    }
  }

  String tableName() {
    String name = text("TableName").orElse("");
    if (!TABLE_NAME.matcher(name).matches()) {
      throw ServiceException.invalid(
          "Value '" + name + "' at 'tableName' failed to satisfy constraint: table name");
    }
    return name;
  }

  Optional<String> text(String parameter) {
    return body.hasNonNull(parameter)
        ? Optional.of(body.get(parameter).asText())
        : Optional.empty();
  }

  boolean flag(String parameter, boolean otherwise) {
    return body.path(parameter).asBoolean(otherwise);
  }

  /// A parameter with a choice of values, of which the first is meant when it is not given.
  String choice(String parameter, List<String> values) {
    String value = text(parameter).orElse(values.getFirst());
    if (!values.contains(value)) {
      throw ServiceException.invalid(
          "1 validation error detected: Value '"
              + value
              + "' at '"
              + parameter
              + "' failed to satisfy constraint: Member must satisfy enum value set: "
              + values);
    }
    return value;
  }

  Map<String, Attribute> item(String parameter) {
    if (!body.hasNonNull(parameter)) {
      throw ServiceException.invalid(
          "1 validation error detected: Value null at '"
              + parameter
              + "' failed to satisfy constraint: Member must not be null");
    }
    return AttributeJson.item(body.get(parameter));
  }

  Optional<Map<String, Attribute>> optionalItem(String parameter) {
    return body.hasNonNull(parameter) ? Optional.of(item(parameter)) : Optional.empty();
  }

  int limit() {
    if (!body.hasNonNull("Limit")) {
      return Integer.MAX_VALUE;
    }
    int limit = body.get("Limit").asInt();
    if (limit < 1) {
      throw ServiceException.invalid(
          "1 validation error detected: Value '"
              + limit
              + "' at 'limit' failed to satisfy constraint: Member must have value greater than or"
              + " equal to 1");
    }
    return limit;
  }

  Optional<Condition> condition(String parameter, Placeholders placeholders) {
    return text(parameter).map(text -> ConditionParser.condition(parameter, text, placeholders));
  }

  List<DocumentPath> projection(Placeholders placeholders) {
    return text("ProjectionExpression")
        .map(text -> ConditionParser.projection(text, placeholders))
        .orElse(List.of());
  }

  boolean hasAny(Set<String> parameters) {
    return parameters.stream().anyMatch(body::hasNonNull);
  }

  /// Adds to an answer what it consumed, as far as that was asked for.
  void report(Capacity capacity, ObjectNode answer) {
    String asked = choice("ReturnConsumedCapacity", List.of("NONE", "TOTAL", "INDEXES"));
    if (!asked.equals("NONE")) {
      answer.set("ConsumedCapacity", capacity.json(asked.equals("INDEXES")));
    }
  }

  boolean returnsOldOnFailure() {
    return choice("ReturnValuesOnConditionCheckFailure", List.of("NONE", "ALL_OLD"))
        .equals("ALL_OLD");
  }
}
