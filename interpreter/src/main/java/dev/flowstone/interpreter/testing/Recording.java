package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What an execution did in a test.
///
/// @param failedAt the instruction that it failed at, as far as that is known
/// @param time from its start to its end, or until nothing more could happen
/// @param own the calls of the execution itself
/// @param calls those of its children too
/// @param stories the main execution first
/// @param problem why it was given up, where it was
/// @param real whether a handler itself was called
public record Recording(
    Status status,
    Optional<Value> result,
    Optional<Fault> error,
    OptionalInt failedAt,
    Duration time,
    Instant start,
    List<Called> own,
    List<Called> calls,
    List<Story> stories,
    Optional<Problem> problem,
    boolean real) {

  public Recording {
    own = List.copyOf(own);
    calls = List.copyOf(calls);
    stories = List.copyOf(stories);
  }

  /// What happened to an execution: the main one, or a child.
  public record Story(String name, String workflow, List<HistoryEntry> history) {
    public Story {
      history = List.copyOf(history);
    }
  }

  /// The handlers of the calls in the order in which they began, each call once however often it
  /// was tried: the steps, or the undos.
  List<String> handlers(boolean undos) {
    Set<String> seen = new HashSet<>();
    Called.Kind kind = undos ? Called.Kind.UNDO : Called.Kind.STEP;
    return own.stream()
        .filter(call -> call.kind() == kind && seen.add(call.call()))
        .map(Called::handler)
        .toList();
  }
}
