package dev.flowstone.grammar.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.check.Checker;
import dev.flowstone.grammar.parse.Fragment;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionCodecTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 + 2.50 * -x",
        "a.b.?c[0][?'k'].orValue(null)",
        "has(a.b) && !(a.b in [1, 'two', ?a.?c]) || a == {k: 30s, ?'l': a.?l, (a): true}",
        "c ? \"text ${x} and ${y}\" : '''block'''",
        "xs.map(x, x > 1, x * 2).all(x, x > 1) || xs.existsOne(i, x, i == x)",
        "m.transformMapEntry(k, v, v > 0, {(v): k}).size()",
        "cel.bind(y, 1, y + 1) + math.greatest(1, 2, 3)",
        "xs.sortBy(x, -x)",
        "no.such()"
      })
  void everyExpressionSurvives(String text) {
    Expression expression = compile(text);
    byte[] bytes = ValueJson.taggedBytes(ExpressionCodec.encode(expression));
    Value read = assertInstanceOf(ValueJson.Parsed.Ok.class, ValueJson.parseTagged(bytes)).value();
    assertEquals(new ExpressionCodec.Decoded.Ok(expression), ExpressionCodec.decode(read));
  }

  @Test
  void constantsOfEveryKindSurvive() {
    List<Value> values =
        List.of(
            new Value.Text("var"),
            new Value.Items(List.of(new Value.Text("var"), new Value.Text("x"))),
            Value.Fields.EMPTY,
            Value.Null.NULL);
    for (Value value : values) {
      Expression constant = new Expression.Constant(value);
      assertEquals(
          new ExpressionCodec.Decoded.Ok(constant),
          ExpressionCodec.decode(ExpressionCodec.encode(constant)));
    }
  }

  @Test
  void theFormIsCompact() {
    assertEquals(
        "[\"and\",[\"GREATER\",[\"get\",[\"var\",\"a\"],\"n\"],1],[\"STARTS_WITH\",[\"var\",\"b\"],\"x\"]]",
        ValueJson.tagged(ExpressionCodec.encode(compile("a.n > 1 && b.startsWith('x')"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[]|does not begin with a word",
        "[1]|does not begin with a word",
        "{\"a\":1}|is a list or a plain value",
        "[\"TELEPORT\",1]|there is no function or form 'TELEPORT' in this version",
        "[\"get\",1]|'get' has 1 parts, not 2",
        "[\"get\",1,2]|part 2 of 'get' is no text",
        "[\"each\",\"ZIP\",1,\"x\",null,[\"opt\"],[\"opt\"]]|there is no macro 'ZIP' in this"
            + " version",
        "[\"each\",\"MAP\",1,\"x\",null,1,[\"opt\"]]|part 5 of 'each' is no form",
        "[\"map\",[\"!\",1,2]]|an entry of a map begins with",
        "[\"ADD\",1,[\"FLY\"]]|there is no function or form 'FLY'"
      })
  void whatThisVersionDoesNotKnowIsRefused(String json, String message) {
    Value value = assertInstanceOf(ValueJson.Parsed.Ok.class, ValueJson.parseTagged(json)).value();
    String refusal =
        assertInstanceOf(ExpressionCodec.Decoded.Refused.class, ExpressionCodec.decode(value))
            .message();
    assertTrue(refusal.contains(message), refusal);
  }

  @Test
  void depthIsBounded() {
    Value deep = new Value.Int(1);
    for (int i = 0; i < 5_000; i++) {
      deep = new Value.Items(List.of(new Value.Text("NOT"), deep));
    }
    assertInstanceOf(ExpressionCodec.Decoded.Refused.class, ExpressionCodec.decode(deep));
  }

  private static Expression compile(String text) {
    var parsed = TextParser.expression(Fragment.of(new SourceText("test", text)));
    return Checker.unchecked(
            parsed.value().orElseThrow(() -> new AssertionError(parsed.diagnostics())))
        .expression();
  }
}
