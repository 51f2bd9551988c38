package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.EngineError;
import dev.flowstone.interpreter.machine.Inputs;

/// Whether an execution may begin with an input: the one rule for those that are started from
/// outside and those that another one calls.
sealed interface Admission {

  /// The input with its defaults.
  record Granted(Value.Fields input) implements Admission {}

  /// Nothing is to be stored; the message is one sentence.
  record Refused(EngineError error, String message) implements Admission {}

  static Admission of(Program program, Value input, Settings settings) {
    return switch (Inputs.accept(program, input)) {
      case Inputs.Checked.Rejected rejected ->
          new Refused(EngineError.INVALID_INPUT, rejected.message());
      case Inputs.Checked.Accepted(Value.Fields fields) -> {
        long bytes = PayloadSize.of(fields);
        yield bytes > settings.payloadBytes()
            ? new Refused(EngineError.PAYLOAD_TOO_LARGE, settings.tooLarge("the input", bytes))
            : new Granted(fields);
      }
    };
  }
}
