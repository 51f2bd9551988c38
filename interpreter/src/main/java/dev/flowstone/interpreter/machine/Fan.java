package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import java.util.List;
import java.util.Optional;
import org.pcollections.PStack;
import org.pcollections.PVector;

/// A fan-out that is under way: branches of a `parallel`, or items of a `for … parallel`.
///
/// `id` names it within the execution, loops and branches around it included. Of `all`, the first
/// `begun` have begun and `live` of these have not ended. `undos` is what those that ended well had
/// registered. Fibers are live branches; what has ended is counted in `tally` alone.
///
/// @param items of a `for`
public record Fan(
    String id,
    Optional<List<Value>> items,
    int all,
    int begun,
    int live,
    Tally tally,
    PVector<PStack<Compensation>> undos,
    Optional<Tally.Verdict> verdict) {

  public Fan {
    items = items.map(List::copyOf);
  }

  Fan oneBegun() {
    return new Fan(id, items, all, begun + 1, live + 1, tally, undos, verdict);
  }

  Fan oneEnded(Tally next) {
    return new Fan(id, items, all, begun, live - 1, next, undos, verdict);
  }

  Fan withUndos(PStack<Compensation> more) {
    return more.isEmpty()
        ? this
        : new Fan(id, items, all, begun, live, tally, undos.plus(more), verdict);
  }

  Fan decided(Tally.Verdict found) {
    return new Fan(id, items, all, begun, live, tally, undos, Optional.of(found));
  }

  /// The path of the fiber of one branch.
  String path(int index) {
    return id + "[" + index + "]";
  }
}
