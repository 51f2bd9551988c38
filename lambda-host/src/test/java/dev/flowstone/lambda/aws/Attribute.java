package dev.flowstone.lambda.aws;

import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A value of an attribute, in the types that DynamoDB knows.
sealed interface Attribute {

  record Text(String value) implements Attribute {}

  /// Trailing zeroes are no part of a number, so that equal numbers are equal records.
  record Number(BigDecimal value) implements Attribute {

    public Number(BigDecimal value) {
      this.value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
    }

    /// The power of ten of the first digit.
    int exponent() {
      return value.precision() - value.scale() - 1;
    }
  }

  /// Bytes, each as the character of its number.
  record Binary(String octets) implements Attribute {}

  record Flag(boolean value) implements Attribute {}

  record Null() implements Attribute {}

  record Sequence(List<Attribute> values) implements Attribute {}

  record Document(Map<String, Attribute> fields) implements Attribute {}

  /// A set of texts (SS), numbers (NS) or binaries (BS).
  record Group(String tag, Set<Attribute> members) implements Attribute {}

  Set<String> SETS = Set.of("SS", "NS", "BS");

  /// As the bytes of UTF-8 sort, which is not as UTF-16 does.
  Comparator<String> BY_CODE_POINT =
      (a, b) -> {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
          char left = a.charAt(i);
          char right = b.charAt(i);
          if (left != right) {
            boolean oneIsSurrogate = Character.isSurrogate(left) != Character.isSurrogate(right);
            int order = Character.compare(left, right);
            return oneIsSurrogate ? (Character.isSurrogate(left) ? 1 : -1) : order;
          }
        }
        return Integer.compare(a.length(), b.length());
      };

  /// The name of the type in requests.
  default String type() {
    return switch (this) {
      case Text _ -> "S";
      case Number _ -> "N";
      case Binary _ -> "B";
      case Flag _ -> "BOOL";
      case Null _ -> "NULL";
      case Sequence _ -> "L";
      case Document _ -> "M";
      case Group(String tag, _) -> tag;
    };
  }

  default boolean isOrdered() {
    return this instanceof Text || this instanceof Number || this instanceof Binary;
  }

  /// The bytes that it counts for, after "DynamoDB item sizes and formats" of the developer guide.
  default int size() {
    return switch (this) {
      case Text(String value) -> utf8Length(value);
      case Number number -> numberSize(number);
      case Binary(String octets) -> octets.length();
      case Flag _, Null _ -> 1;
      case Sequence(List<Attribute> values) ->
          3 + values.stream().mapToInt(v -> 1 + v.size()).sum();
      case Document(Map<String, Attribute> fields) -> 3 + fields.size() + size(fields);
      case Group(_, Set<Attribute> members) -> members.stream().mapToInt(Attribute::size).sum();
    };
  }

  static int size(Map<String, Attribute> item) {
    int size = 0;
    for (Map.Entry<String, Attribute> entry : item.entrySet()) {
      size += utf8Length(entry.getKey()) + entry.getValue().size();
    }
    return size;
  }

  /// How many lists and maps are inside of each other.
  default int depth() {
    return switch (this) {
      case Sequence(List<Attribute> values) ->
          1 + values.stream().mapToInt(Attribute::depth).max().orElse(0);
      case Document(Map<String, Attribute> fields) ->
          1 + fields.values().stream().mapToInt(Attribute::depth).max().orElse(0);
      case Text _, Number _, Binary _, Flag _, Null _, Group _ -> 0;
    };
  }

  /// Orders two values of the same ordered type.
  static int compare(Attribute left, Attribute right) {
    if (left instanceof Text(String a) && right instanceof Text(String b)) {
      return BY_CODE_POINT.compare(a, b);
    }
    if (left instanceof Number(BigDecimal a) && right instanceof Number(BigDecimal b)) {
      return a.compareTo(b);
    }
    if (left instanceof Binary(String a) && right instanceof Binary(String b)) {
      return a.compareTo(b);
    }
    throw new IllegalArgumentException(left.type() + " and " + right.type() + " have no order");
  }

  static int utf8Length(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      length += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }

  /// "1 byte per two significant digits, plus 1 byte"; pairs of digits stand at even powers, and a
  /// sign takes a byte.
  private static int numberSize(Number number) {
    if (number.value().signum() == 0) {
      return 1;
    }
    int digits = number.value().precision();
    int straddling = digits % 2 == 0 && Math.floorMod(number.exponent(), 2) == 0 ? 1 : 0;
    return 1 + (digits + 1) / 2 + straddling + (number.value().signum() < 0 ? 1 : 0);
  }
}
