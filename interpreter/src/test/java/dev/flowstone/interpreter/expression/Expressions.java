package dev.flowstone.interpreter.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.check.Checker;
import dev.flowstone.grammar.parse.Fragment;
import dev.flowstone.grammar.parse.TextParser;
import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.expression.EvaluationError.Kind;
import java.util.LinkedHashMap;
import java.util.Map;

/// Expressions from their text, for tests.
final class Expressions {

  private Expressions() {}

  static Expression compile(String text) {
    var parsed = TextParser.expression(Fragment.of(new SourceText("test", text)));
    Expr expr = parsed.value().orElseThrow(() -> new AssertionError(parsed.diagnostics()));
    return Checker.unchecked(expr).expression();
  }

  static Evaluated evaluate(String text, Map<String, Value> names) {
    return Evaluation.evaluate(compile(text), Environment.of(names));
  }

  static Value value(String text, Map<String, Value> names) {
    return assertInstanceOf(Evaluated.Ok.class, evaluate(text, names)).value();
  }

  static Value value(String text) {
    return value(text, Map.of());
  }

  static EvaluationError error(Kind kind, String text, Map<String, Value> names) {
    EvaluationError error = assertInstanceOf(Evaluated.Failed.class, evaluate(text, names)).error();
    assertEquals(kind, error.kind(), error::message);
    return error;
  }

  static Value json(String json) {
    return assertInstanceOf(ValueJson.Parsed.Ok.class, ValueJson.parse(json)).value();
  }

  /// Names with plain JSON values.
  static Map<String, Value> names(String json) {
    Map<String, Value> names = new LinkedHashMap<>();
    ((Value.Fields) json(json))
        .entries()
        .forEach((key, value) -> names.put(((Value.Text) key).value(), value));
    return names;
  }
}
