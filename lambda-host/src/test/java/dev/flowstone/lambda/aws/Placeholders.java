package dev.flowstone.lambda.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The `#names` and `:values` of a request; each has to be used, and what is used has to be there.
final class Placeholders {

  private static final Pattern NAME = Pattern.compile("#[0-9a-zA-Z_]+");
  private static final Pattern VALUE = Pattern.compile(":[0-9a-zA-Z_]+");

  /// "Expression parameters" in the quotas page.
  private static final int LONGEST_NAME = 255;

  private static final int LARGEST_VALUES = 2 * 1024 * 1024;

  private final Map<String, String> names = new HashMap<>();
  private final Map<String, Attribute> values = new HashMap<>();
  private final Set<String> unusedNames = new TreeSet<>();
  private final Set<String> unusedValues = new TreeSet<>();

  Placeholders(JsonNode request) {
    readNames(request.path("ExpressionAttributeNames"));
    readValues(request.path("ExpressionAttributeValues"));
  }

  private void readNames(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return;
    }
    if (node.isEmpty()) {
      throw ServiceException.invalid("ExpressionAttributeNames must not be empty");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!NAME.matcher(field.getKey()).matches() || field.getKey().length() > LONGEST_NAME) {
        throw ServiceException.invalid(
            "ExpressionAttributeNames contains invalid key: Syntax error; key: \""
                + field.getKey()
                + "\"");
      }
      names.put(field.getKey(), field.getValue().asText());
    }
    unusedNames.addAll(names.keySet());
  }

  private void readValues(JsonNode node) {
    if (node.isMissingNode() || node.isNull()) {
      return;
    }
    if (node.isEmpty()) {
      throw ServiceException.invalid("ExpressionAttributeValues must not be empty");
    }
    int size = 0;
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!VALUE.matcher(field.getKey()).matches() || field.getKey().length() > LONGEST_NAME) {
        throw ServiceException.invalid(
            "ExpressionAttributeValues contains invalid key: Syntax error; key: \""
                + field.getKey()
                + "\"");
      }
      Attribute value = value(field.getKey(), field.getValue());
      size += value.size();
      values.put(field.getKey(), value);
    }
    if (size > LARGEST_VALUES) {
      throw ServiceException.invalid(
          "ExpressionAttributeValues exceed the maximum size of 2 MB of all substitutions");
    }
    unusedValues.addAll(values.keySet());
  }

  private static Attribute value(String key, JsonNode node) {
    try {
      return AttributeJson.checked(node);
    } catch (ServiceException e) {
      throw new ServiceException(
          e.status(),
          e.code(),
          "ExpressionAttributeValues contains invalid value: " + e.text() + " for key " + key);
    }
  }

  String name(String placeholder) {
    String name = names.get(placeholder);
    if (name == null) {
      throw ServiceException.invalid(
          "An expression attribute name used in the document path is not defined; attribute name: "
              + placeholder);
    }
    unusedNames.remove(placeholder);
    return name;
  }

  Attribute value(String placeholder) {
    Attribute value = values.get(placeholder);
    if (value == null) {
      throw ServiceException.invalid(
          "An expression attribute value used in expression is not defined; attribute value: "
              + placeholder);
    }
    unusedValues.remove(placeholder);
    return value;
  }

  /// To be called when all expressions of a request are parsed.
  void requireAllUsed(boolean anyExpression) {
    if (!names.isEmpty() && !anyExpression) {
      throw ServiceException.invalid(
          "ExpressionAttributeNames can only be specified when using expressions");
    }
    if (!values.isEmpty() && !anyExpression) {
      throw ServiceException.invalid(
          "ExpressionAttributeValues can only be specified when using expressions");
    }
    if (!unusedNames.isEmpty()) {
      throw ServiceException.invalid(
          "Value provided in ExpressionAttributeNames unused in expressions: keys: {"
              + String.join(", ", unusedNames)
              + "}");
    }
    if (!unusedValues.isEmpty()) {
      throw ServiceException.invalid(
          "Value provided in ExpressionAttributeValues unused in expressions: keys: {"
              + String.join(", ", unusedValues)
              + "}");
    }
  }
}
