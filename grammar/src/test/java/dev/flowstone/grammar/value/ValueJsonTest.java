package dev.flowstone.grammar.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.testing.Cpu;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValueJsonTest {
  private static final int KEY_BITS = 15;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "[]",
        "{}",
        "[1,2.50,-0.0,1e3,1E+400,123456789012345678901234567890,-9223372036854775808]",
        "{\"b\":1,\"a\":{\"$timestamp\":\"2026-01-01T00:00:00Z\"},\"\":[[[]]]}",
        "\"\\\"\\\\\\n\\u0000\\ud800 é 😀\""
      })
  void whatComesInLeavesAsItWasWritten(String json) {
    assertEquals(new ValueJson.Rendered.Ok(json), ValueJson.render(read(json)));
  }

  @Test
  void integersKeepTheirSizeAndOthersAreDoubles() {
    assertEquals(new Value.Int(Long.MAX_VALUE), read("9223372036854775807"));
    assertEquals(
        new Value.BigInt(new BigInteger("9223372036854775808")), read("9223372036854775808"));
    assertEquals(new Value.Double(1, "1.0"), read("1.0"));
  }

  @Test
  void instantsAndDurationsLeaveAsStrings() {
    Value value =
        new Value.Items(
            List.of(
                new Value.Timestamp(Instant.parse("2026-02-03T04:05:06.5Z")),
                new Value.Span(Duration.ofMillis(-1500))));
    assertEquals(
        new ValueJson.Rendered.Ok("[\"2026-02-03T04:05:06.500Z\",\"-1.5s\"]"),
        ValueJson.render(value));
    assertEquals(
        "[{\"$timestamp\":\"2026-02-03T04:05:06.500Z\"},{\"$duration\":\"-1.5s\"}]",
        ValueJson.tagged(value));
  }

  @Test
  void whatHasNoJsonIsRefusedWithItsPlace() {
    Value nan = fields("a", new Value.Items(List.of(Value.Null.NULL, Value.Double.of(Double.NaN))));
    assertEquals(
        new ValueJson.Rendered.Refused("NaN is no JSON number", "$.a[1]"), ValueJson.render(nan));
    Value intKey = new Value.Fields(Map.of(new Value.Int(1), Value.Null.NULL));
    assertInstanceOf(ValueJson.Rendered.Refused.class, ValueJson.render(intKey));
    assertInstanceOf(
        ValueJson.Rendered.Refused.class, ValueJson.render(new Value.Maybe(Optional.empty())));
    assertThrows(
        IllegalArgumentException.class, () -> ValueJson.tagged(new Value.Maybe(Optional.empty())));
  }

  @Test
  void dataThatLooksLikeATagSurvivesTheState() {
    Value like = fields("$timestamp", new Value.Text("x"));
    assertEquals("{\"$map\":[[\"$timestamp\",\"x\"]]}", ValueJson.tagged(like));
    assertEquals(like, readTagged(ValueJson.tagged(like)));
    Value nested = fields("$map", new Value.Items(List.of()));
    assertEquals(nested, readTagged(ValueJson.tagged(nested)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void everyValueSurvivesTheState(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      Value value = any(random, 4);
      byte[] bytes = ValueJson.taggedBytes(value);
      ValueJson.Parsed parsed = ValueJson.parseTagged(bytes);
      assertEquals(new ValueJson.Parsed.Ok(value), parsed, () -> "seed " + seed);
      assertEquals(
          new String(bytes, StandardCharsets.UTF_8),
          ValueJson.tagged(readTagged(ValueJson.tagged(value))));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "1|1| |~~",
        "1|5|[1, x]|expected a JSON value, saw 'x'",
        "1|5|[1] 2|there is more",
        "1|9|{\"a\":1, \"a\":2}|the field \"a\" is there twice",
        "1|3|[1|the document ends too early",
        "1|1|NaN|saw 'NaN'",
        "1|2|[01]|may not begin with 0",
        "1|1|-|without digits",
        "1|2|[1.]|without digits",
        "1|1|\"a|the string is not closed",
        "1|2|\"\\q\"|no such escape",
        "1|1|{\"$what\":1}|no value has the tag \"$what\"",
        "1|1|{\"$timestamp\":\"noon\"}|no value has the tag \"$timestamp\"",
        "1|1|{\"$map\":[[1]]}|no value has the tag \"$map\""
      })
  void badJsonIsAResultWithAPosition(int line, int column, String json, String message) {
    ValueJson.Parsed.Malformed malformed =
        assertInstanceOf(
            ValueJson.Parsed.Malformed.class, ValueJson.parseTagged(json == null ? "" : json));
    assertEquals(line, malformed.line());
    assertEquals(column, malformed.column(), malformed::describe);
    assertTrue(
        malformed.message().contains(message == null ? "missing" : message), malformed::describe);
  }

  @Test
  void brokenUtf8IsAResultWithAPosition() {
    byte[] bytes = {'"', 'a', (byte) 0xff, '"'};
    assertEquals(
        new ValueJson.Parsed.Malformed("this is not UTF-8", 1, 3, 2), ValueJson.parse(bytes));
  }

  @Test
  void depthLengthAndNumbersAreBounded() {
    String deep = "[".repeat(ValueJson.MAX_DEPTH) + "]".repeat(ValueJson.MAX_DEPTH);
    assertInstanceOf(ValueJson.Parsed.Ok.class, ValueJson.parse(deep));
    assertMalformed("nest more than", "[" + deep + "]");
    assertMalformed("nest more than", "[".repeat(1_000_000));
    assertMalformed("more than 1000 characters", "1".repeat(2_000));
    assertMalformed("more than 1000 characters", "0." + "1".repeat(2_000));
    assertMalformed("the document has more than", " ".repeat(ValueJson.MAX_BYTES + 1));
  }

  @Test
  void hostileKeysCostNoMoreThanOthers() {
    String friendly = manyKeys("Aa", "Bc");
    String hostile = manyKeys("Aa", "BB");
    assertEquals("Aa".hashCode(), "BB".hashCode());
    read(friendly); // so that both find the code compiled

    Duration usual = Cpu.of(() -> read(friendly));
    Duration unusual = Cpu.of(() -> read(hostile));

    assertEquals(
        1 << KEY_BITS, assertInstanceOf(Value.Fields.class, read(hostile)).entries().size());
    // A table without a defence compares each key with all the others: thousands of times as much.
    assertTrue(
        unusual.compareTo(usual.multipliedBy(20).plusSeconds(1)) < 0,
        "keys of one hash took " + unusual + ", others " + usual);
  }

  /// An object with so many keys, each made of the two parts.
  private static String manyKeys(String zero, String one) {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < 1 << KEY_BITS; i++) {
      json.append(i == 0 ? "" : ",").append('"');
      for (int bit = 0; bit < KEY_BITS; bit++) {
        json.append((i >> bit & 1) == 0 ? zero : one);
      }
      json.append("\":0");
    }
    return json.append('}').toString();
  }

  private static void assertMalformed(String message, String json) {
    ValueJson.Parsed.Malformed malformed =
        assertInstanceOf(ValueJson.Parsed.Malformed.class, ValueJson.parse(json));
    assertTrue(malformed.message().contains(message), malformed::describe);
  }

  private static Value read(String json) {
    return assertInstanceOf(ValueJson.Parsed.Ok.class, ValueJson.parse(json)).value();
  }

  private static Value readTagged(String json) {
    return assertInstanceOf(ValueJson.Parsed.Ok.class, ValueJson.parseTagged(json)).value();
  }

  private static Value fields(String name, Value value) {
    return new Value.Fields(Map.of(new Value.Text(name), value));
  }

  private static Value any(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 8 : 11)) {
      case 0 -> Value.Null.NULL;
      case 1 -> new Value.Bool(random.nextBoolean());
      case 2 -> new Value.Int(random.nextLong() >> random.nextInt(64));
      case 3 -> new Value.BigInt(BigInteger.ONE.shiftLeft(64 + random.nextInt(64)).negate());
      case 4 -> Value.Double.of(random.nextInt(5) == 0 ? 1.0 / 0 : random.nextGaussian());
      case 5 -> text(random);
      case 6 ->
          new Value.Timestamp(
              Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)));
      case 7 -> new Value.Span(Duration.ofNanos(random.nextLong()));
      case 8 -> {
        List<Value> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          values.add(any(random, depth - 1));
        }
        yield new Value.Items(values);
      }
      default -> {
        Map<Value, Value> entries = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
          Value key =
              switch (random.nextInt(6)) {
                case 0 -> new Value.Int(random.nextInt(9));
                case 1 -> new Value.Bool(random.nextBoolean());
                case 2 -> new Value.Text("$map");
                default -> text(random);
              };
          entries.put(key, any(random, depth - 1));
        }
        yield new Value.Fields(entries);
      }
    };
  }

  private static Value.Text text(Random random) {
    StringBuilder out = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      out.append(
          (char) (random.nextInt(8) == 0 ? random.nextInt(65536) : '"' + random.nextInt(90)));
    }
    return new Value.Text(out.toString());
  }
}
