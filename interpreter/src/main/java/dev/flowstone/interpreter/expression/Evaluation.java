package dev.flowstone.interpreter.expression;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.value.Value;

/// Evaluates an expression in an environment.
///
/// Pure: the same expression and values give the same result on every machine and at any time.
/// Bounded in steps, size and depth (see [Meter] and [Extent]); no input ends in an exception.
public final class Evaluation {

  private Evaluation() {}

  public static Evaluated evaluate(Expression expression, Environment environment) {
    try {
      Meter meter = new Meter(false);
      Value value = new Evaluator(environment, meter).evaluate(expression);
      Extent.check(value, meter);
      if (meter.size() > Meter.MAX_RESULT && Extent.mayBeNew(value)) {
        // So much was built that the result could be too large. Being pure, the expression can be
        // evaluated again,
        // this time remembering what was built.
        Meter remembering = new Meter(true);
        value = new Evaluator(environment, remembering).evaluate(expression);
        Extent.checkNew(value, remembering);
      }
      return new Evaluated.Ok(value);
    } catch (Failure e) {
      return new Evaluated.Failed(e.error());
    }
  }

  /// The equality of the language: by value across int and double, maps in any order.
  public static boolean equal(Value left, Value right) {
    return Comparison.equal(left, right);
  }
}
