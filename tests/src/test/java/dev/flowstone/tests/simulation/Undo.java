package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.Fault;
import java.util.Optional;

/// A registered undo of the oracle: ready to be called, or broken where its arguments have no
/// value.
record Undo(
    String id,
    Handling handling,
    Optional<Value.Fields> input,
    Optional<Fault> fault,
    Command.Outcome outcome,
    int attempts)
    implements Entry {

  Undo after(int made) {
    return new Undo(id, handling, input, fault, outcome, made);
  }
}
