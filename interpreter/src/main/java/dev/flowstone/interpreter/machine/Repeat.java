package dev.flowstone.interpreter.machine;

import java.util.Optional;

/// What a redrive of a failed execution repeats at the place where it failed: nothing, where that
/// place has been left since; the instruction; or the call that the instruction made.
public record Repeat(boolean possible, Optional<Call> call) {

  static final Repeat NOTHING = new Repeat(false, Optional.empty());
  static final Repeat HERE = new Repeat(true, Optional.empty());

  static Repeat of(Call call) {
    return new Repeat(true, Optional.of(call));
  }
}
