package dev.flowstone.interpreter.machine;

import java.util.List;
import java.util.Set;

/// What an event did: the state after it, what is to be done once the event is durable, and what
/// there is to tell.
///
/// `commands` is what became outstanding; after an [Event.Activated] it is everything that is
/// outstanding, since a new host performs nothing yet. An engine that folds several events before
/// it performs uses [State#outstanding] of the last state instead: commands of states in between
/// may be stale.
///
/// `passages` are the ways that were taken through the program, for the coverage of tests.
public record Transition(
    State state, List<Command> commands, List<HistoryEntry> history, Set<Passage> passages) {
  public Transition {
    commands = List.copyOf(commands);
    history = List.copyOf(history);
  }
}
