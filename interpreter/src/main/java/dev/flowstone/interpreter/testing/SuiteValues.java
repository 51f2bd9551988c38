package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.analysis.Compiled;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.expression.Environment;
import dev.flowstone.interpreter.expression.Evaluated;
import dev.flowstone.interpreter.expression.Evaluation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The values of a test file's expressions, with the names that it gives to some.
final class SuiteValues {

  /// An expression of a test file has no value; told as a problem of the test.
  static final class NoValue extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Span place;

    NoValue(String message, Span place) {
      super(message);
      this.place = place;
    }

    Problem problem() {
      return new Problem("this has no value: " + getMessage(), Optional.of(place));
    }
  }

  private final Compiled compiled;
  private final Map<String, Value> names;

  SuiteValues(Compiled compiled) {
    this(compiled, new HashMap<>());
  }

  private SuiteValues(Compiled compiled, Map<String, Value> names) {
    this.compiled = compiled;
    this.names = names;
  }

  SuiteValues copy() {
    return new SuiteValues(compiled, new HashMap<>(names));
  }

  void define(String name, Expr expr) {
    names.put(name, of(expr));
  }

  /// The value of an expression. Throws [NoValue].
  Value of(Expr expr) {
    return of(expr, Map.of());
  }

  /// The same where there are more names. Throws [NoValue].
  Value of(Expr expr, Map<String, Value> more) {
    return switch (evaluate(expr, more)) {
      case Evaluated.Ok(Value value) -> value;
      case Evaluated.Failed(var error) -> throw new NoValue(error.message(), expr.span());
    };
  }

  Evaluated evaluate(Expr expr, Map<String, Value> more) {
    Map<String, Value> all = new HashMap<>(names);
    all.putAll(more);
    return Evaluation.evaluate(compiled.of(expr), Environment.of(all));
  }

  /// As it leaves the test: as plain JSON.
  Value plain(Expr expr) {
    return PlainValue.of(of(expr));
  }

  String text(Expr expr) {
    return of(expr) instanceof Value.Text(String text) ? text : "";
  }
}
