package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What a handler, or a child workflow, does in a test: reactions in sequence, for calls with at
/// least these arguments.
public record Stub(boolean workflow, String target, Optional<Value> arguments, List<Act> acts) {

  /// One reaction, which takes so long, for so many calls; for all that follow where it is the last
  /// and none are told, for one where it is not.
  public record Act(Reaction reaction, Duration after, OptionalInt times) {}

  public Stub {
    acts = List.copyOf(acts);
    if (acts.isEmpty()) {
      throw new IllegalArgumentException("a stub without reactions: " + target);
    }
  }

  boolean takes(boolean child, String name, Value.Fields given) {
    return child == workflow
        && target.equals(name)
        && arguments.filter(wanted -> !ValueDiff.of(wanted, given, true).isEmpty()).isEmpty();
  }

  /// The act of a call by its number, from 0; nothing where there are more calls than acts.
  Optional<Act> act(int call) {
    int before = 0;
    for (int i = 0; i < acts.size(); i++) {
      Act act = acts.get(i);
      boolean last = i == acts.size() - 1;
      if (last && act.times().isEmpty()) {
        return Optional.of(act);
      }
      before += act.times().orElse(1);
      if (call < before) {
        return Optional.of(act);
      }
    }
    return Optional.empty();
  }
}
