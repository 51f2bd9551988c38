package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.expression.EvaluationError;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An error of the language: what `catch as e` sees, and what a failed execution ends with.
///
/// `step` is the id of the step or wait that failed, where it was one; `attempts` how often it was
/// tried.
public record Fault(
    String name, String message, Optional<Value> data, Optional<String> step, int attempts) {

  /// An error that no step caused.
  public static Fault of(String name, String message) {
    return new Fault(name, message, Optional.empty(), Optional.empty(), 0);
  }

  /// An error of the engine's closed list.
  public static Fault of(EngineError error, String message) {
    return of(error.errorName(), message);
  }

  /// An expression that has no value; `data.kind` tells why, by the closed list of such kinds.
  static Fault of(EvaluationError error) {
    var kind = Map.<Value, Value>of(new Value.Text("kind"), new Value.Text(error.kind().id()));
    return new Fault(
        EngineError.EXPRESSION_ERROR.errorName(),
        error.message(),
        Optional.of(new Value.Fields(kind)),
        Optional.empty(),
        0);
  }

  Fault at(String id) {
    return new Fault(name, message, data, Optional.of(id), attempts);
  }

  /// As a workflow sees it: `{name, message, data, step, attempts}`, absent parts being null.
  Value.Fields value() {
    var fields = new LinkedHashMap<Value, Value>();
    fields.put(new Value.Text("name"), new Value.Text(name));
    fields.put(new Value.Text("message"), new Value.Text(message));
    fields.put(new Value.Text("data"), data.orElse(Value.Null.NULL));
    fields.put(new Value.Text("step"), step.<Value>map(Value.Text::new).orElse(Value.Null.NULL));
    fields.put(new Value.Text("attempts"), new Value.Int(attempts));
    return new Value.Fields(fields);
  }

  /// The error that a `catch` has shown as such a value.
  static Fault of(Value.Fields shown) {
    return new Fault(
        text(shown, "name").orElse("?"),
        text(shown, "message").orElse(""),
        shown.get("data").filter(data -> data != Value.Null.NULL),
        text(shown, "step"),
        shown.get("attempts").orElse(Value.Null.NULL) instanceof Value.Int(long number)
            ? Math.toIntExact(number)
            : 0);
  }

  private static Optional<String> text(Value.Fields shown, String name) {
    return shown.get(name).flatMap(v ->
        v instanceof Value.Text(String text) ? Optional.of(text) : Optional.empty());
  }
}
