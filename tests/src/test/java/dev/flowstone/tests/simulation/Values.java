package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Invocation;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.expression.Evaluated;
import dev.flowstone.interpreter.expression.Evaluation;
import dev.flowstone.interpreter.expression.EvaluationError;
import dev.flowstone.interpreter.machine.Fault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Evaluates expressions for the oracle. The evaluator is the product's: it has differential tests
/// of its own.
record Values(Oracle oracle) {

  sealed interface Found {
    record Ok(Value value) implements Found {}

    record Failed(Fault fault) implements Found {}
  }

  Found of(Lane lane, Expr expr, Map<String, Value> locals) {
    var expression = oracle.lineage().expression(expr);
    return switch (Evaluation.evaluate(expression, name -> lookup(lane, name, locals))) {
      case Evaluated.Ok(Value value) -> new Found.Ok(value);
      case Evaluated.Failed(EvaluationError error) -> new Found.Failed(fault(error));
    };
  }

  /// The arguments of a call, or the error of the first that has none, at the call.
  Found arguments(Lane lane, String id, Invocation call, Map<String, Value> locals) {
    Map<Value, Value> arguments = new LinkedHashMap<>();
    for (Invocation.Argument argument : call.arguments()) {
      switch (of(lane, argument.value(), locals)) {
        case Found.Ok(Value value) -> arguments.put(new Value.Text(argument.name().text()), value);
        case Found.Failed(Fault fault) -> {
          return new Found.Failed(at(fault, id));
        }
      }
    }
    return new Found.Ok(new Value.Fields(arguments));
  }

  private Value lookup(Lane lane, String name, Map<String, Value> locals) {
    Value local = locals.get(name);
    if (local != null) {
      return local;
    }
    return switch (name) {
      case "input" -> oracle.started.input();
      case "run" -> run();
      default -> lane.find(name);
    };
  }

  private Value run() {
    Map<Value, Value> run = new LinkedHashMap<>();
    run.put(new Value.Text("id"), new Value.Text(oracle.started.id()));
    run.put(new Value.Text("name"), new Value.Text(oracle.started.name()));
    run.put(new Value.Text("started_at"), new Value.Timestamp(oracle.started.at()));
    run.put(new Value.Text("time"), new Value.Timestamp(oracle.now));
    return new Value.Fields(run);
  }

  static Fault at(Fault fault, String id) {
    return new Fault(
        fault.name(), fault.message(), fault.data(), Optional.of(id), fault.attempts());
  }

  static Fault fault(String name, Optional<String> step) {
    return new Fault(name, "", Optional.empty(), step, 0);
  }

  private static Fault fault(EvaluationError error) {
    Value kind = new Value.Text(error.kind().id());
    Value data = new Value.Fields(Map.of(new Value.Text("kind"), kind));
    return new Fault("ExpressionError", error.message(), Optional.of(data), Optional.empty(), 0);
  }

  /// A value of the wrong type, at a wait or nowhere.
  static Fault wrong(String id) {
    return fault("ExpressionError", id.isEmpty() ? Optional.empty() : Optional.of(id));
  }
}
