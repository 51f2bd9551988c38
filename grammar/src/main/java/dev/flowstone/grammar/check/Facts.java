package dev.flowstone.grammar.check;

import java.util.HashSet;
import java.util.Set;

/// What a condition tells about paths such as `approval.reason`, once it was true and once it was
/// false.
///
/// A path stands for "is there and is not null"; `?path` only for "is there". They are what
/// [Scope#assuming] takes: the branches of an `if` are checked with them, so that a null that was
/// asked for is not complained of.
public record Facts(Set<String> whenTrue, Set<String> whenFalse) {

  public static final Facts NONE = new Facts(Set.of(), Set.of());

  public Facts {
    whenTrue = Set.copyOf(whenTrue);
    whenFalse = Set.copyOf(whenFalse);
  }

  Facts not() {
    return new Facts(/* whenTrue= */ whenFalse, /* whenFalse= */ whenTrue);
  }

  Facts and(Facts other) {
    return new Facts(union(whenTrue, other.whenTrue), shared(whenFalse, other.whenFalse));
  }

  Facts or(Facts other) {
    return not().and(other.not()).not();
  }

  private static Set<String> union(Set<String> left, Set<String> right) {
    Set<String> all = new HashSet<>(left);
    all.addAll(right);
    return all;
  }

  private static Set<String> shared(Set<String> left, Set<String> right) {
    Set<String> both = new HashSet<>(left);
    both.retainAll(right);
    return both;
  }
}
