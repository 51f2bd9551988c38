package dev.flowstone.lambda.dynamo;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// An item of the table, read by its attributes. Instants are nanoseconds since 1970; ids and
/// hashes, which are hexadecimal texts, are kept as their bytes, half as long.
record Item(Map<String, AttributeValue> attributes) {
  private static final long NANOS = 1_000_000_000L;

  Item {
    attributes = Map.copyOf(attributes);
  }

  Keys key() {
    return new Keys(text(Tables.PK), text(Tables.SK));
  }

  boolean has(String name) {
    return attributes.containsKey(name);
  }

  String text(String name) {
    return value(name).s();
  }

  long number(String name) {
    return Long.parseLong(value(name).n());
  }

  long number(String name, long absent) {
    return has(name) ? number(name) : absent;
  }

  double decimal(String name) {
    return has(name) ? Double.parseDouble(value(name).n()) : 0;
  }

  Optional<Instant> instant(String name) {
    return has(name) ? Optional.of(instant(number(name))) : Optional.empty();
  }

  byte[] bytes(String name) {
    return value(name).b().asByteArrayUnsafe();
  }

  /// The text that [#of(String)]'s compact form was made of.
  String id(String name) {
    AttributeValue value = value(name);
    return value.b() == null ? value.s() : HexFormat.of().formatHex(value.b().asByteArrayUnsafe());
  }

  Item map(String name) {
    return new Item(value(name).m());
  }

  private AttributeValue value(String name) {
    AttributeValue value = attributes.get(name);
    if (value == null) {
      throw new IllegalStateException(
          "the item " + attributes.get(Tables.PK) + " has no " + name + ": it is none of ours");
    }
    return value;
  }

  /// What DynamoDB takes the item to weigh, in bytes.
  int size() {
    return size(attributes);
  }

  private static int size(Map<String, AttributeValue> attributes) {
    return attributes.entrySet().stream()
        .mapToInt(each -> utf8(each.getKey()) + size(each.getValue()))
        .sum();
  }

  private static int size(AttributeValue value) {
    return switch (value.type()) {
      case S -> utf8(value.s());
      case N -> digits(value.n());
      case B -> value.b().asByteArrayUnsafe().length;
      case SS -> value.ss().stream().mapToInt(Item::utf8).sum();
      case NS -> value.ns().stream().mapToInt(Item::digits).sum();
      case BS -> value.bs().stream().mapToInt(each -> each.asByteArrayUnsafe().length).sum();
      case M -> 3 + value.m().size() + size(value.m());
      case L -> 3 + value.l().stream().mapToInt(each -> 1 + size(each)).sum();
      case BOOL, NUL, UNKNOWN_TO_SDK_VERSION -> 1;
    };
  }

  private static int digits(String text) {
    int digits = (int) text.chars().filter(Character::isDigit).count();
    return (digits + 1) / 2 + (text.startsWith("-") ? 2 : 1);
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  static AttributeValue of(String text) {
    return AttributeValue.fromS(text);
  }

  static AttributeValue of(long number) {
    return AttributeValue.fromN(Long.toString(number));
  }

  /// Without the exponents and trailing zeros that a double may be printed with.
  static AttributeValue of(double number) {
    return AttributeValue.fromN(BigDecimal.valueOf(number).stripTrailingZeros().toPlainString());
  }

  static AttributeValue of(Instant at) {
    return of(nanos(at));
  }

  static AttributeValue of(byte[] bytes) {
    return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
  }

  /// An id or a hash: as bytes where it is a hexadecimal text.
  static AttributeValue ofId(String id) {
    boolean hexadecimal =
        !id.isEmpty()
            && id.length() % 2 == 0
            && id.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    return hexadecimal ? of(HexFormat.of().parseHex(id)) : of(id);
  }

  /// Times that 64 bits do not reach are the last that they do.
  static long nanos(Instant at) {
    if (Math.abs(at.getEpochSecond()) >= Long.MAX_VALUE / NANOS) {
      return at.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return at.getEpochSecond() * NANOS + at.getNano();
  }

  static Instant instant(long nanos) {
    return Instant.ofEpochSecond(Math.floorDiv(nanos, NANOS), Math.floorMod(nanos, NANOS));
  }

  /// An item while it is put together.
  static final class Draft {
    private final Map<String, AttributeValue> attributes = new LinkedHashMap<>();

    Draft() {}

    Draft(Keys key) {
      put(Tables.PK, of(key.pk()));
      put(Tables.SK, of(key.sk()));
    }

    Draft put(String name, AttributeValue value) {
      attributes.put(name, value);
      return this;
    }

    Draft put(String name, Optional<Instant> at) {
      at.ifPresent(one -> put(name, of(one)));
      return this;
    }

    /// Until when DynamoDB keeps the item, in whole seconds.
    Draft ttl(Optional<Instant> until) {
      until.ifPresent(one -> put(Tables.TTL, seconds(one)));
      return this;
    }

    Item item() {
      return new Item(attributes);
    }
  }

  /// A time to live, rounded up.
  static AttributeValue seconds(Instant until) {
    return of(until.getEpochSecond() + 1);
  }
}
