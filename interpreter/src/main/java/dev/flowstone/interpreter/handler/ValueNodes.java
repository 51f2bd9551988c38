package dev.flowstone.interpreter.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.flowstone.grammar.value.TimeText;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Values to Jackson's tree and back, as plain JSON.
final class ValueNodes {
  private static final BigInteger LEAST = BigInteger.valueOf(Long.MIN_VALUE);
  private static final BigInteger GREATEST = BigInteger.valueOf(Long.MAX_VALUE);

  private ValueNodes() {}

  static JsonNode node(Value value) {
    return switch (value) {
      case Value.Null _ -> NullNode.getInstance();
      case Value.Bool(boolean truth) -> BooleanNode.valueOf(truth);
      case Value.Int(long number) -> LongNode.valueOf(number);
      case Value.BigInt(BigInteger number) -> BigIntegerNode.valueOf(number);
      case Value.Double(double number, String _) -> DoubleNode.valueOf(number);
      case Value.Text(String text) -> TextNode.valueOf(text);
      case Value.Timestamp(var instant) -> TextNode.valueOf(instant.toString());
      case Value.Span(var duration) -> TextNode.valueOf(TimeText.duration(duration));
      case Value.Items(var values) -> {
        ArrayNode array = JsonNodeFactory.instance.arrayNode(values.size());
        values.forEach(element -> array.add(node(element)));
        yield array;
      }
      case Value.Fields(var entries) -> {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        entries.forEach((key, content) -> object.set(key(key), node(content)));
        yield object;
      }
      case Value.Maybe(var content) -> content.map(ValueNodes::node).orElse(NullNode.getInstance());
    };
  }

  /// Only text keys can leave an expression.
  static String key(Value key) {
    if (key instanceof Value.Text(String text)) {
      return text;
    }
    throw new IllegalArgumentException("a map with a key that is no text: " + key);
  }

  static Value value(JsonNode node, String path) {
    return value(node, path, 0);
  }

  private static Value value(JsonNode node, String path, int depth) {
    if (depth > ValueJson.MAX_DEPTH) {
      throw new Mismatch("", "is nested deeper than " + ValueJson.MAX_DEPTH);
    }
    return switch (node.getNodeType()) {
      case NULL, MISSING -> Value.Null.NULL;
      case BOOLEAN -> new Value.Bool(node.booleanValue());
      case STRING -> new Value.Text(node.textValue());
      case NUMBER -> number(node, path);
      case ARRAY -> {
        List<Value> values = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
          values.add(value(node.get(i), path + "[" + i + "]", depth + 1));
        }
        yield new Value.Items(values);
      }
      case OBJECT -> {
        Map<Value, Value> entries = new LinkedHashMap<>();
        node.properties()
            .forEach(entry ->
                entries.put(
                    new Value.Text(entry.getKey()),
                    value(entry.getValue(), join(path, entry.getKey()), depth + 1)));
        yield new Value.Fields(entries);
      }
      case POJO -> {
        if (node instanceof POJONode pojo && pojo.getPojo() instanceof Value value) {
          yield checked(value, path, depth);
        }
        throw new Mismatch(path, "cannot be written as JSON");
      }
      case BINARY -> throw new Mismatch(path, "bytes cannot be written as JSON");
    };
  }

  /// A value that a handler made itself: one that cannot be journaled must not get that far.
  static Value checked(Value value, String path, int depth) {
    if (depth > ValueJson.MAX_DEPTH) {
      throw new Mismatch("", "is nested deeper than " + ValueJson.MAX_DEPTH);
    }
    switch (value) {
      case Value.Items(var values) -> {
        for (int i = 0; i < values.size(); i++) {
          checked(values.get(i), path + "[" + i + "]", depth + 1);
        }
      }
      case Value.Fields(var entries) ->
          entries.forEach((key, content) -> {
            checked(key, path, depth + 1);
            checked(content, path, depth + 1);
          });
      case Value.Maybe _ -> throw new Mismatch(path, "is an optional, which JSON does not have");
      case Value.Null _,
          Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Double _,
          Value.Text _,
          Value.Timestamp _,
          Value.Span _ -> {}
    }
    return value;
  }

  private static Value number(JsonNode node, String path) {
    if (node.isBigDecimal()) {
      BigDecimal decimal = node.decimalValue();
      return decimal.scale() == 0
          ? integer(decimal.toBigIntegerExact())
          : new Value.Double(decimal.doubleValue(), decimal.toString());
    }
    if (node.isIntegralNumber()) {
      return node.isBigInteger()
          ? integer(node.bigIntegerValue())
          : new Value.Int(node.longValue());
    }
    double number = node.doubleValue();
    if (!Double.isFinite(number)) {
      throw new Mismatch(path, number + " is no number of JSON");
    }
    return Value.Double.of(number);
  }

  private static Value integer(BigInteger number) {
    return number.compareTo(LEAST) < 0 || number.compareTo(GREATEST) > 0
        ? new Value.BigInt(number)
        : new Value.Int(number.longValue());
  }

  static String join(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }
}
