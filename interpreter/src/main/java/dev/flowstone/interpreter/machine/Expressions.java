package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.Function;
import dev.flowstone.grammar.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The seam between machine and expressions.
final class Expressions {

  sealed interface Evaluated {
    record Done(Value value) implements Evaluated {}

    record Wrong(Fault fault) implements Evaluated {}
  }

  interface Names {
    @Nullable Value value(String name);
  }

  private Expressions() {}

  static Evaluated evaluate(Expression e, Names names) {
    return switch (e) {
      case Expression.Constant(Value v) -> new Evaluated.Done(v);
      case Expression.Variable(String name) -> {
        var v = names.value(name);
        yield v == null ? new Evaluated.Done(Value.Null.NULL) : new Evaluated.Done(v);
      }
      case Expression.Select(Expression target, String field, boolean _) ->
          switch (evaluate(target, names)) {
            case Evaluated.Done(Value.Fields f) when f.get(field).isPresent() ->
                new Evaluated.Done(f.get(field).get());
            case Evaluated.Done(Value v) -> wrong("no field " + field + " in " + Brief.of(v));
            case Evaluated.Wrong w -> w;
          };
      case Expression.Invoke(Function f, List<Expression> args) -> {
        var values = new ArrayList<Value>();
        for (var a : args) {
          switch (evaluate(a, names)) {
            case Evaluated.Done(Value v) -> values.add(v);
            case Evaluated.Wrong w -> {
              yield w;
            }
          }
        }
        yield invoke(f, values);
      }
      case Expression.MakeMap(List<Expression.Entry> entries) -> {
        var map = new LinkedHashMap<Value, Value>();
        for (var entry : entries) {
          var k = evaluate(entry.key(), names);
          var v = evaluate(entry.value(), names);
          if (k instanceof Evaluated.Done(Value key) && v instanceof Evaluated.Done(Value value)) {
            map.put(key, value);
          } else {
            yield k instanceof Evaluated.Wrong ? k : v;
          }
        }
        yield new Evaluated.Done(new Value.Fields(map));
      }
      case Expression.MakeList(List<Expression.Element> elements) -> {
        var list = new ArrayList<Value>();
        for (var el : elements) {
          switch (evaluate(el.value(), names)) {
            case Evaluated.Done(Value v) -> list.add(v);
            case Evaluated.Wrong w -> {
              yield w;
            }
          }
        }
        yield new Evaluated.Done(new Value.Items(list));
      }
      default -> wrong("unsupported " + e);
    };
  }

  private static Evaluated invoke(Function f, List<Value> v) {
    return switch (f) {
      case EQUAL -> bool(v.get(0).equals(v.get(1)));
      case NOT_EQUAL -> bool(!v.get(0).equals(v.get(1)));
      case NOT -> v.get(0) instanceof Value.Bool(boolean b) ? bool(!b) : wrong("not a bool");
      case IN ->
          v.get(1) instanceof Value.Items(List<Value> l)
              ? bool(l.contains(v.get(0)))
              : wrong("not a list");
      case ADD ->
          v.get(0) instanceof Value.Int(long a) && v.get(1) instanceof Value.Int(long b)
              ? new Evaluated.Done(new Value.Int(a + b))
              : wrong("no such overload");
      case DIVIDE ->
          v.get(0) instanceof Value.Int(long a) && v.get(1) instanceof Value.Int(long b) && b != 0
              ? new Evaluated.Done(new Value.Int(a / b))
              : wrong("divide by zero");
      default -> wrong("unsupported " + f);
    };
  }

  private static Evaluated bool(boolean b) {
    return new Evaluated.Done(new Value.Bool(b));
  }

  static Evaluated wrong(String message) {
    return new Evaluated.Wrong(Fault.of(EngineError.EXPRESSION_ERROR, message));
  }
}
