package dev.flowstone.interpreter.machine;

import java.util.ArrayList;
import org.pcollections.ConsPStack;
import org.pcollections.PStack;

/// What a scope has registered to be taken back: one undo, or those of a whole fan-out.
public sealed interface Compensation permits Undo, UndoGroup {

  /// How many undos it stands for.
  int size();

  /// No compensations.
  static PStack<Compensation> none() {
    return ConsPStack.empty();
  }

  /// How many undos they stand for.
  static int count(PStack<Compensation> compensations) {
    return compensations.stream().mapToInt(Compensation::size).sum();
  }

  /// `first` above `then`: those run first, and among them the first first.
  static PStack<Compensation> above(PStack<Compensation> first, PStack<Compensation> then) {
    if (then.isEmpty()) {
      return first;
    }
    var all = then;
    for (var each : new ArrayList<>(first).reversed()) {
      all = all.plus(each);
    }
    return all;
  }
}
