package dev.flowstone.lambda.aws;

import dev.flowstone.lambda.aws.Condition.Operand;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Which items of a partition a query asks for: one partition, and a range of the sort key.
record KeyCondition(Attribute partition, Optional<Bound> from, Optional<Bound> to) {

  /// An end of the range.
  record Bound(Attribute value, boolean inclusive) {}

  private record Test(String operator, Attribute value, Attribute upper) {}

  static KeyCondition of(Condition condition, KeySchema schema) {
    Map<String, Test> tests = new HashMap<>();
    collect(condition, tests);
    String hash = schema.hash();
    Test partition = tests.remove(hash);
    if (partition == null) {
      throw ServiceException.invalid("Query condition missed key schema element: " + hash);
    }
    if (!partition.operator.equals("=")) {
      throw ServiceException.invalid("Query key condition not supported");
    }
    requireType(partition, schema.hashType());
    if (tests.isEmpty()) {
      return new KeyCondition(partition.value, Optional.empty(), Optional.empty());
    }
    if (schema.sort().isEmpty()) {
      throw ServiceException.invalid("Query key condition not supported");
    }
    String sort = schema.sort().get();
    Test range = tests.remove(sort);
    if (range == null || !tests.isEmpty()) {
      throw ServiceException.invalid("Query condition missed key schema element: " + sort);
    }
    requireType(range, schema.sortType());
    return ranged(partition.value, range);
  }

  private static void requireType(Test test, String type) {
    if (!test.value.type().equals(type) || !test.upper.type().equals(type)) {
      throw ServiceException.badValue("Condition parameter type does not match schema type");
    }
    if (test.value instanceof Attribute.Text(String text) && text.isEmpty()) {
      throw ServiceException.badValue(
          "The AttributeValue for a key attribute cannot contain an empty string value.");
    }
  }

  private static KeyCondition ranged(Attribute partition, Test range) {
    Optional<Bound> inclusive = Optional.of(new Bound(range.value, true));
    Optional<Bound> exclusive = Optional.of(new Bound(range.value, false));
    return switch (range.operator) {
      case "=" -> new KeyCondition(partition, inclusive, inclusive);
      case "<" -> new KeyCondition(partition, Optional.empty(), exclusive);
      case "<=" -> new KeyCondition(partition, Optional.empty(), inclusive);
      case ">" -> new KeyCondition(partition, exclusive, Optional.empty());
      case ">=" -> new KeyCondition(partition, inclusive, Optional.empty());
      default -> new KeyCondition(partition, inclusive, Optional.of(new Bound(range.upper, true)));
    };
  }

  private static void collect(Condition condition, Map<String, Test> tests) {
    switch (condition) {
      case Condition.And(Condition left, Condition right) -> {
        collect(left, tests);
        collect(right, tests);
      }
      case Condition.Comparison(String operator, Operand left, Operand right) ->
          comparison(operator, left, right, tests);
      case Condition.Between(Operand value, Operand low, Operand high) ->
          put(attribute(value), new Test("between", literal(low), literal(high)), tests);
      case Condition.BeginsWith(Operand value, Operand prefix) -> {
        Attribute start = literal(prefix);
        put(attribute(value), new Test("between", start, lastWithPrefix(start)), tests);
      }
      case Condition.Or _ -> throw refused("OR");
      case Condition.Not _ -> throw refused("NOT");
      case Condition.In _ -> throw refused("IN");
      case Condition.Exists _ -> throw refused("attribute_exists");
      case Condition.IsMissing _ -> throw refused("attribute_not_exists");
      case Condition.HasType _ -> throw refused("attribute_type");
      case Condition.Contains _ -> throw refused("contains");
    }
  }

  private static ServiceException refused(String operator) {
    return ServiceException.invalid("Invalid operator used in KeyConditionExpression: " + operator);
  }

  private static void comparison(
      String operator, Operand left, Operand right, Map<String, Test> tests) {
    if (operator.equals("<>")) {
      throw refused(operator);
    }
    if (left instanceof Operand.Literal(Attribute value)) {
      String turned =
          switch (operator) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            default -> operator;
          };
      put(attribute(right), new Test(turned, value, value), tests);
      return;
    }
    Attribute value = literal(right);
    put(attribute(left), new Test(operator, value, value), tests);
  }

  private static void put(String attribute, Test test, Map<String, Test> tests) {
    if (tests.put(attribute, test) != null) {
      throw ServiceException.invalid(
          "KeyConditionExpressions must only contain one condition per key");
    }
  }

  private static String attribute(Operand operand) {
    return switch (operand) {
      case Operand.At(DocumentPath path) -> {
        if (path.isNested()) {
          throw ServiceException.invalid(
              "KeyConditionExpressions cannot have conditions on nested attributes");
        }
        yield path.top();
      }
      case Operand.Size _ ->
          throw ServiceException.invalid(
              "KeyConditionExpressions cannot contain nested operations");
      case Operand.Literal _ ->
          throw ServiceException.invalid(
              "Invalid condition in KeyConditionExpression: No key attribute specified");
    };
  }

  private static Attribute literal(Operand operand) {
    return switch (operand) {
      case Operand.Literal(Attribute value) -> value;
      case Operand.Size _ ->
          throw ServiceException.invalid(
              "KeyConditionExpressions cannot contain nested operations");
      case Operand.At _ ->
          throw ServiceException.invalid(
              "Invalid condition in KeyConditionExpression: Multiple attribute names used in one"
                  + " condition");
    };
  }

  /// The highest value that begins with another, for all that is ever compared with it.
  private static Attribute lastWithPrefix(Attribute prefix) {
    return switch (prefix) {
      case Attribute.Text(String text) ->
          new Attribute.Text(text + Character.toString(Character.MAX_CODE_POINT));
      case Attribute.Binary(String octets) -> new Attribute.Binary(octets + Character.MAX_VALUE);
      case Attribute.Number _, Attribute.Flag _, Attribute.Null _ -> prefix;
      case Attribute.Sequence _, Attribute.Document _, Attribute.Group _ -> prefix;
    };
  }
}
