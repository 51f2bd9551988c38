package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import java.util.List;
import java.util.OptionalInt;
import org.pcollections.PStack;

/// What a fiber is inside of, innermost last. The construct that opened it decides what an error, a
/// break or an end does when it passes. `at` is the index of the instruction that opened it.
public sealed interface Frame {

  /// A saga: what was registered in it, the last on top.
  record Scope(PStack<Compensation> undos) implements Frame {
    static final Scope EMPTY = new Scope(Compensation.none());
  }

  /// A `for` whose items come one after the other; `index` is the one that is being done.
  record For(int at, List<Value> items, int index, Tally tally) implements Frame {
    public For {
      items = List.copyOf(items);
    }

    For with(Tally next) {
      return new For(at, items, index, next);
    }
  }

  /// A `while`, in its turn number `turns`, from 1.
  record While(int at, int turns) implements Frame {}

  /// A `try`: its body or, where `caught` says which, the block of a `catch`.
  record Try(int at, OptionalInt caught) implements Frame {}

  /// A `finally`, and what happens when it has ended. It is not disturbed by a stop.
  record Finally(int at, Completion then) implements Frame {}
}
