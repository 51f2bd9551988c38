package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.machine.Activity;
import dev.flowstone.interpreter.machine.ChildEnd;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.Parent;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one activation asks of its children, each thing once, and what it owes to its parent. Who
/// cannot take a message now is asked again after a pause.
///
/// All of it may be asked again by the next activation: a child is created once by its name, a
/// cancel and an end count once by their keys.
final class Kinship {
  private static final int LONGEST_PAUSE = 6;

  /// How many of its kin are asked at once: between the answers the lease is renewed.
  private static final int AT_ONCE = 50;

  private final Set<Command> asked = new HashSet<>();
  private final Set<String> unanswered = new HashSet<>();
  private boolean withheld;
  private boolean telling;
  private boolean told;
  private int refusals;
  private Optional<Instant> again = Optional.empty();

  void start(Command.StartChild child, State state, Backlog backlog, List<Effect> effects) {
    if (!backlog.settles(key(child.call())) && mayAsk(child)) {
      unanswered.add(child.call());
      effects.add(new Effect.StartChild(child, Parent.of(state, child.call(), child.detached())));
    }
  }

  void cancel(Command.CancelChild child, State state, List<Effect> effects) {
    if (mayAsk(child)) {
      unanswered.add(child.call());
      effects.add(new Effect.CancelChild(child, Parent.of(state, child.call(), false)));
    }
  }

  /// Whether this is new, and not too much at once; the rest comes when these have answered.
  private boolean mayAsk(Command command) {
    boolean full = unanswered.size() >= AT_ONCE;
    withheld |= full && !asked.contains(command);
    return !full && asked.add(command);
  }

  /// Whether a child was started, or never will be, becomes a fact.
  void answered(Input.ChildAnswer answer, Backlog backlog, Folded folded, Instant now) {
    unanswered.remove(answer.call());
    var key = key(answer.call());
    switch (answer) {
      case Input.ChildStarted(String _, String version) ->
          backlog.add(new Backlog.Fact.ChildStarted(key, version));
      case Input.ChildRefused(String _, String error, String message) ->
          backlog.add(new Backlog.Fact.ChildRefused(key, error, message));
      case Input.ChildTold(String call, boolean settled) -> {
        if (!settled) {
          asked.removeIf(
              each -> each instanceof Command.CancelChild cancel && cancel.call().equals(call));
          pause(folded, now);
        }
      }
    }
  }

  /// How the backlog names the start of a child: calls of handlers count their attempts from 1.
  private static Attempts.Key key(String call) {
    return new Attempts.Key(call, 0);
  }

  /// Whether an answer is still to come.
  boolean isAsking() {
    return !unanswered.isEmpty() || withheld || telling;
  }

  void told(boolean accepted, Folded folded, Instant now) {
    telling = false;
    told = accepted;
    if (!accepted) {
      pause(folded, now);
    }
  }

  /// Each pause is twice the one before, also where they were another activation's, which has left
  /// nothing but itself in the journal.
  private void pause(Folded folded, Instant now) {
    if (again.isPresent()) {
      return; // others of the same round could not take theirs either
    }
    int doubled = Math.min(folded.idle() + refusals, LONGEST_PAUSE);
    refusals++;
    again = Optional.of(now.plus(Duration.ofSeconds(1L << doubled)));
  }

  /// When somebody is to be asked again who could not take a message.
  Optional<Instant> again() {
    return again;
  }

  /// Whether that time has come, or what was withheld can be asked; once.
  boolean isDue(Instant now) {
    boolean due = again.filter(when -> !when.isAfter(now)).isPresent();
    if (due) {
      again = Optional.empty();
    }
    boolean more = withheld && unanswered.isEmpty();
    withheld &= !more;
    return due || more;
  }

  /// What the parent is to be told before the end is written, once there is nothing that has to be
  /// waited for. One whose undos failed has not ended: a redrive goes on with it.
  boolean owes(State state) {
    return !told && awaiting(state).isPresent() && state.status() != Status.COMPENSATION_FAILED;
  }

  Effect news(State state) {
    telling = true;
    ChildEnd end = end(state.ending().orElseThrow());
    return new Effect.TellParent(awaiting(state).orElseThrow(), state.id(), end);
  }

  private static Optional<Parent> awaiting(State state) {
    return state.identity().parent().filter(parent -> !parent.detached());
  }

  private static ChildEnd end(Activity.Ending ending) {
    return ending
        .result()
        .<ChildEnd>map(ChildEnd.Succeeded::new)
        .orElseGet(() -> new ChildEnd.Otherwise(ending.status(), ending.error().orElseThrow()));
  }
}
