package dev.flowstone.lambda.aws;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The key attributes of a table or an index, with their types.
record KeySchema(String hash, String hashType, Optional<String> sort, String sortType) {

  List<String> attributes() {
    List<String> attributes = new ArrayList<>();
    attributes.add(hash);
    sort.ifPresent(attributes::add);
    return attributes;
  }

  String typeOf(String attribute) {
    return attribute.equals(hash) ? hashType : sortType;
  }

  /// The key of an item; absent where it lacks a part, as an item that is not in an index does.
  Optional<Map<String, Attribute>> keyOf(Map<String, Attribute> item) {
    Map<String, Attribute> key = new HashMap<>();
    for (String attribute : attributes()) {
      Attribute value = item.get(attribute);
      if (value == null) {
        return Optional.empty();
      }
      key.put(attribute, value);
    }
    return Optional.of(key);
  }

  /// Of a whole item, as of PutItem.
  void requireItem(Map<String, Attribute> item) {
    for (String name : attributes()) {
      Attribute value = item.get(name);
      if (value == null) {
        throw ServiceException.badValue("Missing the key " + name + " in the item");
      }
      if (!value.type().equals(typeOf(name))) {
        throw ServiceException.badValue(
            "Type mismatch for key "
                + name
                + " expected: "
                + typeOf(name)
                + " actual: "
                + value.type());
      }
      requireSize(name, value);
    }
  }

  /// Of a key that stands alone.
  void requireKey(Map<String, Attribute> key) {
    if (key.size() != attributes().size()) {
      throw ServiceException.invalid("The provided key element does not match the schema");
    }
    for (String name : attributes()) {
      Attribute value = key.get(name);
      if (value == null || !value.type().equals(typeOf(name))) {
        throw ServiceException.invalid("The provided key element does not match the schema");
      }
      requireSize(name, value);
    }
  }

  /// Of an item that may or may not be in an index.
  void requireIndexable(Map<String, Attribute> item, String index) {
    for (String name : attributes()) {
      Attribute value = item.get(name);
      if (value == null) {
        continue;
      }
      if (!value.type().equals(typeOf(name))) {
        throw ServiceException.badValue(
            "Type mismatch for Index Key "
                + name
                + " Expected: "
                + typeOf(name)
                + " Actual: "
                + value.type()
                + " IndexName: "
                + index);
      }
      if (isEmpty(value)) {
        throw ServiceException.invalid(
            "One or more parameter values are not valid. A value specified for a secondary index"
                + " key is not supported. The AttributeValue for a key attribute cannot contain an"
                + " empty string value. IndexName: "
                + index
                + ", IndexKey: "
                + name);
      }
      requireSize(name, value);
    }
  }

  private static boolean isEmpty(Attribute value) {
    return (value instanceof Attribute.Text(String text) && text.isEmpty())
        || (value instanceof Attribute.Binary(String octets) && octets.isEmpty());
  }

  /// "Partition keys and sort keys" in the quotas page: 1 to 2048 bytes, 1 to 1024 bytes.
  private void requireSize(String name, Attribute value) {
    if (isEmpty(value)) {
      throw ServiceException.invalid(
          "One or more parameter values are not valid. The AttributeValue for a key attribute"
              + " cannot contain an empty "
              + (value instanceof Attribute.Text ? "string" : "binary")
              + " value. Key: "
              + name);
    }
    if (name.equals(hash) && value.size() > 2048) {
      throw ServiceException.badValue(
          "Size of hashkey has exceeded the maximum size limit of2048 bytes");
    }
    if (!name.equals(hash) && value.size() > 1024) {
      throw ServiceException.badValue(
          "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
    }
  }
}
