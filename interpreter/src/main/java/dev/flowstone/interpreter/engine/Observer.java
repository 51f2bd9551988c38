package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.State;
import java.util.List;

/// Hears of executions on this host, for progress and metrics. Called from the threads of
/// executions, one at a time for each; what it throws is a bug.
public interface Observer {

  /// Something became durable; the state is the one after it.
  default void progressed(String name, List<HistoryEntry> history, State state) {}

  /// This host has let go of an execution.
  default void departed(String name, Departure departure) {}

  /// Hears nothing.
  static Observer deaf() {
    return new Observer() {};
  }
}
