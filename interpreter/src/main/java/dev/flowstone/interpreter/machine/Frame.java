package dev.flowstone.interpreter.machine;

import java.util.List;

/// What a fiber is inside of, innermost last. The construct that opened it decides what an error, a
/// break or an end does when it passes.
public sealed interface Frame {

  /// A saga: the undos of what completed in it, in order of completion.
  record Scope(List<Undo> undos) implements Frame {
    public Scope {
      undos = List.copyOf(undos);
    }
  }
}
