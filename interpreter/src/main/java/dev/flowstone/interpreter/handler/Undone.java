package dev.flowstone.interpreter.handler;

import dev.flowstone.grammar.value.Value;
import java.util.Optional;

/// The forward step that an undo is to undo.
///
/// `idempotencyKey` is the one under which the forward step was called: by it an undo finds what
/// was done, and by it the handler must refuse, or make harmless, a forward call that arrives after
/// the undo.
public record Undone(String idempotencyKey, Value.Fields input, Outcome outcome) {

  /// How the forward step ended.
  public sealed interface Outcome {
    record Completed(Value output) implements Outcome {}

    /// It timed out, failed, or its host died: it may or may not have had its effect.
    record Unknown(String error, String message) implements Outcome {}
  }

  /// The forward step's input, as the record that its handler takes.
  public <T> T inputAs(Class<T> type) {
    return Binding.read(input, type);
  }

  /// The forward step's output as the type that its handler gives; empty where the outcome is
  /// unknown.
  public <T> Optional<T> outputAs(Class<T> type) {
    return switch (outcome) {
      case Outcome.Completed(Value output) -> Optional.of(Binding.read(output, type));
      case Outcome.Unknown _ -> Optional.empty();
    };
  }
}
