package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Fault;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Errors of the language as workflows see them: `{name, message, data, step, attempts}`.
final class Faults {

  private Faults() {}

  static Value.Fields shown(Fault fault) {
    Map<Value, Value> fields = new LinkedHashMap<>();
    fields.put(new Value.Text("name"), new Value.Text(fault.name()));
    fields.put(new Value.Text("message"), new Value.Text(fault.message()));
    fields.put(new Value.Text("data"), fault.data().orElse(Value.Null.NULL));
    Value step = fault.step().<Value>map(Value.Text::new).orElse(Value.Null.NULL);
    fields.put(new Value.Text("step"), step);
    fields.put(new Value.Text("attempts"), new Value.Int(fault.attempts()));
    return new Value.Fields(fields);
  }

  static Fault of(Value.Fields shown) {
    return new Fault(
        text(shown, "name").orElseThrow(),
        text(shown, "message").orElse(""),
        shown.get("data").filter(data -> data != Value.Null.NULL),
        text(shown, "step"),
        shown.get("attempts").orElseThrow() instanceof Value.Int(long number) ? (int) number : 0);
  }

  private static Optional<String> text(Value.Fields shown, String name) {
    return shown.get(name).orElseThrow() instanceof Value.Text(String text)
        ? Optional.of(text)
        : Optional.empty();
  }
}
