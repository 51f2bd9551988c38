package dev.flowstone.lambda.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Attributes as they stand in requests and answers, with the limits of the service.
final class AttributeJson {

  static final ObjectMapper JSON = JsonMapper.builder().build();

  /// "Nested depth for attributes" in the quotas page: 32 levels.
  private static final int DEEPEST = 32;

  private AttributeJson() {}

  static Map<String, Attribute> item(JsonNode node) {
    if (!node.isObject()) {
      throw serialization("Start of structure or map expected");
    }
    Map<String, Attribute> item = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      item.put(field.getKey(), checked(field.getValue()));
    }
    return item;
  }

  /// A value that stands alone, its depth included in what is checked.
  static Attribute checked(JsonNode node) {
    Attribute attribute = attribute(node, 0);
    if (attribute.depth() > DEEPEST) {
      throw ServiceException.invalid(
          "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels"
              + " beyond supported limit");
    }
    return attribute;
  }

  private static Attribute attribute(JsonNode node, int depth) {
    if (!node.isObject()) {
      throw serialization("Unexpected value type in payload");
    }
    if (node.isEmpty()) {
      throw ServiceException.invalid(
          "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
    }
    if (node.size() > 1) {
      throw ServiceException.invalid(
          "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the"
              + " supported datatypes");
    }
    Map.Entry<String, JsonNode> only = node.properties().iterator().next();
    JsonNode value = only.getValue();
    return switch (only.getKey()) {
      case "S" -> new Attribute.Text(string(value));
      case "N" -> number(string(value));
      case "B" -> binary(string(value));
      case "BOOL" -> new Attribute.Flag(bool(value));
      case "NULL" -> nothing(value);
      case "L" -> sequence(value, depth + 1);
      case "M" -> document(value, depth + 1);
      case "SS", "NS", "BS" -> group(only.getKey(), value);
      default ->
          throw ServiceException.invalid(
              "Supplied AttributeValue is empty, must contain exactly one of the supported"
                  + " datatypes");
    };
  }

  private static Attribute number(String text) {
    BigDecimal value;
    try {
      value = new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw ServiceException.invalid(
          text.isEmpty()
              ? "The parameter cannot be converted to a numeric value"
              : "The parameter cannot be converted to a numeric value: " + text);
    }
    return number(value);
  }

  /// A number within the range of the service, as its naming rules and data types page has it.
  static Attribute.Number number(BigDecimal value) {
    Attribute.Number number = new Attribute.Number(value);
    if (number.value().signum() != 0 && number.exponent() > 125) {
      throw ServiceException.invalid(
          "Number overflow. Attempting to store a number with magnitude larger than supported"
              + " range");
    }
    if (number.value().signum() != 0 && number.exponent() < -130) {
      throw ServiceException.invalid(
          "Number underflow. Attempting to store a number with magnitude smaller than supported"
              + " range");
    }
    if (number.value().precision() > 38) {
      throw ServiceException.invalid(
          "Attempting to store more than 38 significant digits in a Number");
    }
    return number;
  }

  private static Attribute binary(String text) {
    try {
      return new Attribute.Binary(
          new String(Base64.getDecoder().decode(text), StandardCharsets.ISO_8859_1));
    } catch (IllegalArgumentException e) {
      throw serialization("Invalid Base64 text: " + e.getMessage());
    }
  }

  private static Attribute nothing(JsonNode value) {
    if (!bool(value)) {
      throw ServiceException.badValue("Null attribute value types must have the value of true");
    }
    return new Attribute.Null();
  }

  private static Attribute sequence(JsonNode value, int depth) {
    tooDeep(depth);
    List<Attribute> values = new ArrayList<>();
    for (JsonNode element : array(value)) {
      values.add(attribute(element, depth));
    }
    return new Attribute.Sequence(values);
  }

  private static Attribute document(JsonNode value, int depth) {
    tooDeep(depth);
    if (!value.isObject()) {
      throw serialization("Unexpected field type");
    }
    Map<String, Attribute> fields = new HashMap<>();
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      fields.put(field.getKey(), attribute(field.getValue(), depth));
    }
    return new Attribute.Document(fields);
  }

  /// Refused before it is read to its end, however deep it is.
  private static void tooDeep(int depth) {
    if (depth > DEEPEST) {
      throw ServiceException.invalid(
          "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels"
              + " beyond supported limit");
    }
  }

  private static Attribute group(String tag, JsonNode value) {
    Set<Attribute> members = new LinkedHashSet<>();
    for (JsonNode element : array(value)) {
      Attribute member =
          switch (tag) {
            case "SS" -> new Attribute.Text(string(element));
            case "NS" -> number(string(element));
            default -> binary(string(element));
          };
      if (!members.add(member)) {
        throw ServiceException.badValue("Input collection " + value + " contains duplicates.");
      }
    }
    if (members.isEmpty()) {
      throw ServiceException.badValue(
          switch (tag) {
            case "SS" -> "An string set  may not be empty";
            case "NS" -> "An number set  may not be empty";
            default -> "Binary sets should not be empty";
          });
    }
    return new Attribute.Group(tag, members);
  }

  private static String string(JsonNode node) {
    if (!node.isTextual()) {
      throw serialization(node.getNodeType() + " cannot be converted to String");
    }
    return node.textValue();
  }

  private static boolean bool(JsonNode node) {
    if (!node.isBoolean()) {
      throw serialization(node.getNodeType() + " cannot be converted to Boolean");
    }
    return node.booleanValue();
  }

  private static JsonNode array(JsonNode node) {
    if (!node.isArray()) {
      throw serialization("Unexpected field type");
    }
    return node;
  }

  private static ServiceException serialization(String message) {
    return new ServiceException(400, "SerializationException", message);
  }

  static ObjectNode write(Map<String, Attribute> item) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    item.forEach((name, value) -> node.set(name, write(value)));
    return node;
  }

  static ObjectNode write(Attribute attribute) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    String type = attribute.type();
    switch (attribute) {
      case Attribute.Text _, Attribute.Number _, Attribute.Binary _ ->
          node.put(type, scalar(attribute));
      case Attribute.Flag(boolean value) -> node.put(type, value);
      case Attribute.Null _ -> node.put(type, true);
      case Attribute.Sequence(List<Attribute> values) -> {
        ArrayNode array = node.putArray(type);
        values.forEach(value -> array.add(write(value)));
      }
      case Attribute.Document(Map<String, Attribute> fields) -> node.set(type, write(fields));
      case Attribute.Group(_, Set<Attribute> members) -> {
        ArrayNode array = node.putArray(type);
        members.forEach(member -> array.add(scalar(member)));
      }
    }
    return node;
  }

  private static String scalar(Attribute attribute) {
    return switch (attribute) {
      case Attribute.Text(String value) -> value;
      case Attribute.Number(BigDecimal value) -> value.toPlainString();
      case Attribute.Binary(String octets) ->
          Base64.getEncoder().encodeToString(octets.getBytes(StandardCharsets.ISO_8859_1));
      case Attribute.Flag _, Attribute.Null _, Attribute.Sequence _ ->
          throw new IllegalArgumentException(attribute.type() + " is no scalar");
      case Attribute.Document _, Attribute.Group _ ->
          throw new IllegalArgumentException(attribute.type() + " is no scalar");
    };
  }
}
