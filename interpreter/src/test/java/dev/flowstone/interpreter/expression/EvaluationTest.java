package dev.flowstone.interpreter.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.Expression.Comprehension;
import dev.flowstone.grammar.program.Function;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.expression.EvaluationError.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EvaluationTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "UNDECLARED_REFERENCE | ordr.id             | there is no 'ordr'; did you mean 'order'?",
        "NO_SUCH_KEY          | order.itms          | there is no field 'itms'; did you mean"
            + " 'items'?",
        "NO_SUCH_KEY          | order['colour']     | there is no field 'colour'",
        "NO_SUCH_OVERLOAD     | order.id.x          | a value of type string has no field 'x'",
        "NO_SUCH_OVERLOAD     | order.id + 1        | '+' cannot take string and int",
        "NO_SUCH_OVERLOAD     | order < 1           | there is no order between map and int",
        "NO_SUCH_OVERLOAD     | [1].all(x, x)       | expected a value of type bool, saw int",
        "NO_SUCH_OVERLOAD     | order.?id           | the result is an optional; use .orValue(…)",
        "NO_SUCH_OVERLOAD     | [order.?id]         | the result holds an optional; use"
            + " .orValue(…)",
        "OUT_OF_RANGE         | order.items[2]      | there is no element 2 in a list of 2",
        "OUT_OF_RANGE         | 'abc'.substring(4)  | position 4 is not in a string of 3",
        "OVERFLOW             | big + 1             | an integer beyond 64 bits can be passed on,"
            + " but not be computed with",
        "DIVIDE_BY_ZERO       | 1 / (1 - 1)         | division by zero",
        "INVALID_ARGUMENT     | int('1x')           | '1x' is no int",
        "INVALID_ARGUMENT     | optional.none().value() | the optional is empty"
      })
  void errorsSayWhatWasWrong(Kind kind, String text, String message) {
    Map<String, Value> names =
        Expressions.names(
            "{\"order\": {\"id\": \"a\", \"items\": [1, 2]}, \"big\": 92233720368547758070}");
    assertEquals(message, Expressions.error(kind, text, names).message());
  }

  @Test
  void whatIsNotTouchedIsPassedOnAsItWasWritten() {
    String json = "{\"price\":1.50,\"count\":1e3,\"id\":12345678901234567890123}";
    Map<String, Value> names = Map.of("order", Expressions.json(json));
    assertEquals(
        new ValueJson.Rendered.Ok("[" + json + ",1.50,1e3,12345678901234567890123]"),
        ValueJson.render(Expressions.value("[order, order.price, order.count, order.id]", names)));
    assertEquals(
        new Value.Text("1.50 and 1000.0"),
        Expressions.value("\"${order.price} and ${order.count}\"", names));
  }

  @Test
  void anIntegerBeyond64BitsIsComparedButNotComputedWith() {
    Map<String, Value> names = Expressions.names("{\"big\": 12345678901234567890123}");
    assertEquals(
        new Value.Bool(true),
        Expressions.value("big > 1 && big == big && string(big).size() == 23", names));
  }

  @Test
  void mapsKeepTheOrderOfInsertion() {
    Value merged = Expressions.value("{b: 1, a: 2}.merge({c: 3, b: 4})");
    assertEquals(new ValueJson.Rendered.Ok("{\"b\":4,\"a\":2,\"c\":3}"), ValueJson.render(merged));
  }

  @Test
  void aMacroVariableHidesAnOuterName() {
    assertEquals(
        Expressions.json("[[2,3],5]"),
        Expressions.value("[[1, 2].map(x, x + 1), x]", Map.of("x", new Value.Int(5))));
  }

  @Test
  void anErrorThatIsAbsorbedLeavesNoLocalsBehind() {
    assertEquals(
        new Value.Int(7),
        Expressions.value(
            "[1].exists(x, x / 0 == 1) || true ? x : 0", Map.of("x", new Value.Int(7))));
  }

  @Test
  void limitsAreNotAbsorbed() {
    Expressions.error(Kind.LIMIT, "lists.range(100000).all(x, x >= 0) || true", Map.of());
    Expressions.error(
        Kind.LIMIT, "[1].exists(y, lists.range(100000).all(x, x >= 0) || true)", Map.of());
  }

  @ParameterizedTest
  @EnumSource(Function.class)
  void everyFunctionIsThereAndRefusesWhatItCannotTake(Function function) {
    for (int count = 0; count <= 5; count++) {
      for (Value argument :
          List.of(Value.Null.NULL, new Value.Items(List.of()), new Value.Text(""))) {
        List<Expression> arguments =
            new ArrayList<>(Collections.nCopies(count, new Expression.Constant(argument)));
        Evaluated evaluated =
            Evaluation.evaluate(
                new Expression.Invoke(function, arguments), Environment.of(Map.of()));
        assertTrue(evaluated instanceof Evaluated.Ok || evaluated instanceof Evaluated.Failed);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Comprehension.Kind.class)
  void aMacroWithoutItsPartsIsAnErrorAndNoException(Comprehension.Kind kind) {
    for (Value range :
        List.of(
            new Value.Items(List.of(new Value.Int(1))),
            new Value.Maybe(Optional.of(new Value.Int(1))))) {
      Expression macro =
          new Comprehension(
              kind,
              new Expression.Constant(range),
              "x",
              Optional.empty(),
              Optional.empty(),
              Optional.empty());
      Evaluated evaluated = Evaluation.evaluate(macro, Environment.of(Map.of()));
      assertTrue(evaluated instanceof Evaluated.Ok || evaluated instanceof Evaluated.Failed);
    }
    assertInstanceOf(Evaluated.Ok.class, Expressions.evaluate("true", Map.of()));
  }

  @Test
  void matchUsesTheEqualityOfTheLanguage() {
    assertTrue(Evaluation.equal(new Value.Int(1), Value.Double.of(1)));
    assertTrue(Evaluation.equal(new Value.Double(1.5, "1.50"), Value.Double.of(1.5)));
  }
}
