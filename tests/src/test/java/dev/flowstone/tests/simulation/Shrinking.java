package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.format.Formatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Makes a failing case small: statements, constructs, faults, what people do and what handlers
/// make of it are left out as long as it still fails in the same way.
final class Shrinking {
  private static final int PATIENCE = 2_000;
  private static final int DRAWS = 3;

  private final Flaw flaw;
  private final String kind;
  private Trial.Outcome smallest;
  private int tried;

  private Shrinking(Trial.Outcome failed, Flaw flaw) {
    this.flaw = flaw;
    this.kind = failed.kind();
    this.smallest = failed;
  }

  static Trial.Outcome shrink(Trial.Outcome failed, Flaw flaw) {
    Shrinking shrinking = new Shrinking(failed, flaw);
    shrinking.run();
    return shrinking.smallest;
  }

  private void run() {
    boolean smaller = accepts(smallest.exactly());
    while (smaller) {
      smaller = statements();
      smaller |= less(one -> one.exactly().faults(), Case::withFaults);
      smaller |= less(one -> one.exactly().acts(), Case::withActs);
      smaller |= less(one -> one.exactly().troubled(), Case::withTroubled);
    }
  }

  private boolean accepts(Case smaller) {
    Optional<Family> family = Family.read(smaller.workflows()).flatMap(Shrinking::formatted);
    if (family.isEmpty() || tried++ > PATIENCE) {
      return false;
    }
    Trial.Outcome outcome = Trial.run(smaller.with(family.get().text()), family.get(), flaw);
    if (!outcome.kind().equals(kind)) {
      return false;
    }
    smallest = outcome;
    return true;
  }

  private static Optional<Family> formatted(Family read) {
    return Family.read(
        Family.texts(read.members().stream().map(one -> Formatter.format(one.tree())).toList()));
  }

  private boolean statements() {
    boolean any = false;
    boolean found = true;
    while (found) {
      found = false;
      for (String smaller : Reductions.of(smallest.tried().workflows())) {
        if (accepts(smallest.tried().with(smaller)) || acceptsOtherDraw(smaller)) {
          found = true;
          any = true;
          break;
        }
      }
    }
    return any;
  }

  /// What it takes to fail may come at other times in a smaller workflow.
  private boolean acceptsOtherDraw(String smaller) {
    for (long seed = 1; seed <= DRAWS; seed++) {
      if (accepts(Case.of(seed, smaller))) {
        return accepts(smallest.exactly());
      }
    }
    return false;
  }

  private interface Replacing<T> {
    Case in(Case whole, Set<T> some);
  }

  /// Half of them, then one after the other.
  private <T> boolean less(Function<Trial.Outcome, Optional<Set<T>>> part, Replacing<T> replacing) {
    boolean any = false;
    List<T> all = new ArrayList<>(part.apply(smallest).orElseThrow());
    for (int size = all.size(); size > 0; size = size / 2) {
      for (int from = 0; from < all.size(); from += size) {
        Set<T> rest = new LinkedHashSet<>(part.apply(smallest).orElseThrow());
        boolean fewer = rest.removeAll(all.subList(from, Math.min(all.size(), from + size)));
        any |= fewer && accepts(replacing.in(smallest.exactly(), rest));
      }
    }
    return any;
  }
}
