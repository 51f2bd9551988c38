package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.machine.Activity;
import dev.flowstone.interpreter.machine.ChildEnd;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.Parent;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.Status;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one activation asks of its children, each thing once, and what it owes to its parent.
///
/// All of it may be asked again by the next activation: a child is created once by its name, a
/// cancel and an end count once by their keys.
final class Kinship {
  private final Set<Command> asked = new HashSet<>();
  private final Set<String> unanswered = new HashSet<>();
  private boolean told;

  void start(Command.StartChild child, State state, List<Effect> effects) {
    if (asked.add(child)) {
      unanswered.add(child.call());
      effects.add(new Effect.StartChild(child, new Parent(state.name(), state.id(), child.call())));
    }
  }

  void cancel(Command.CancelChild child, List<Effect> effects) {
    if (asked.add(child)) {
      unanswered.add(child.call());
      effects.add(new Effect.CancelChild(child));
    }
  }

  /// What came of it becomes a fact; other inputs are none of its business.
  void answered(Input input, Backlog backlog) {
    switch (input) {
      case Input.ChildStarted(String call, String version) -> {
        unanswered.remove(call);
        backlog.add(new Backlog.Fact.ChildStarted(new Attempts.Key(call, 0), version));
      }
      case Input.ChildRefused(String call, String error, String message) -> {
        unanswered.remove(call);
        backlog.add(new Backlog.Fact.ChildRefused(new Attempts.Key(call, 0), error, message));
      }
      case Input.ChildTold(String call) -> unanswered.remove(call);
      default -> {}
    }
  }

  /// Whether an answer is still to come.
  boolean isAsking() {
    return !unanswered.isEmpty();
  }

  void told() {
    told = true;
  }

  /// What the parent is to be told before the end is written. One whose undos failed has not ended:
  /// a redrive goes on with it.
  Optional<Effect> news(State state) {
    var parent = state.identity().parent();
    if (told || parent.isEmpty() || state.status() == Status.COMPENSATION_FAILED) {
      return Optional.empty();
    }
    return state
        .ending()
        .map(ending -> new Effect.TellParent(parent.get(), state.id(), end(ending)));
  }

  private static ChildEnd end(Activity.Ending ending) {
    return ending
        .result()
        .<ChildEnd>map(ChildEnd.Succeeded::new)
        .orElseGet(() -> new ChildEnd.Otherwise(ending.status(), ending.error().orElseThrow()));
  }
}
