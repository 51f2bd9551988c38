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

  void start(Command.StartChild child, State state, Backlog backlog, List<Effect> effects) {
    if (!backlog.settles(key(child.call())) && asked.add(child)) {
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

  /// Whether a child was started, or never will be, becomes a fact.
  void answered(Input.ChildAnswer answer, Backlog backlog) {
    unanswered.remove(answer.call());
    var key = key(answer.call());
    switch (answer) {
      case Input.ChildStarted(String _, String version) ->
          backlog.add(new Backlog.Fact.ChildStarted(key, version));
      case Input.ChildRefused(String _, String error, String message) ->
          backlog.add(new Backlog.Fact.ChildRefused(key, error, message));
      case Input.ChildTold _ -> {}
    }
  }

  /// How the backlog names the start of a child: calls of handlers count their attempts from 1.
  private static Attempts.Key key(String call) {
    return new Attempts.Key(call, 0);
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
