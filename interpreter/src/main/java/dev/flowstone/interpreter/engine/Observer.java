package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.store.Meta;
import java.util.List;
import java.util.Optional;

/// Hears of executions on this host, for progress, metrics and traces. Called from the threads of
/// executions, one at a time for each, and of attempts; what it throws is a bug.
public interface Observer {

  /// This host has created an execution, asked by somebody or by another execution that calls it.
  default void created(Meta meta) {}

  /// What is stored of an execution cannot be read: it is parked until somebody resumes it.
  default void unreadable(Meta meta) {}

  /// This host has taken an execution on; the state is the one that it begins with.
  default void arrived(String name, Program program, State state) {}

  /// Something became durable; the state is the one after it.
  default void progressed(String name, List<HistoryEntry> history, State state) {}

  /// The end of an execution is durable, and its head is about to say so. A host that dies in
  /// between leaves it to the next, which is told again: what must be heard at least once is heard
  /// here.
  default void ending(String name, State state) {}

  /// An attempt begins; called on the thread that makes it.
  default Attempt attempting(StepContext.Identity attempt, String handler) {
    return error -> {};
  }

  /// This host has let go of an execution.
  default void departed(String name, Departure departure) {}

  /// An execution that belongs to one of this host has something to do now. Tells whether somebody
  /// is seen to go on with it; else the engine does.
  default boolean due(String name) {
    return false;
  }

  /// An attempt that is being made.
  @FunctionalInterface
  interface Attempt {

    /// It is over, with an error's name or without; called on the thread that made it.
    void ended(Optional<String> error);
  }

  /// Hears nothing.
  static Observer deaf() {
    return new Observer() {};
  }
}
