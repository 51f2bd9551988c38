package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;

/// A registered undo. `at` is the index of the step that it undoes; `id` names its call.
///
/// Its arguments were evaluated when the step ended, so that what changes later cannot change what
/// is undone. `attempts` counts those of earlier rounds, before a redrive.
public record Undo(int at, String id, Arguments arguments, Command.Forward forward, int attempts)
    implements Compensation {

  /// What the undo will be called with.
  public sealed interface Arguments {}

  public record Ready(Value.Fields input) implements Arguments {}

  /// Evaluation failed: a failed undo, never a dropped one.
  public record Broken(Fault fault) implements Arguments {}

  Undo after(int attemptsMade) {
    return new Undo(at, id, arguments, forward, attemptsMade);
  }

  @Override
  public int size() {
    return 1;
  }
}
