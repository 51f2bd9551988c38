package dev.flowstone.interpreter.engine;

import java.util.Optional;

/// Finds the version that a workflow which is called by its name begins with.
@FunctionalInterface
public interface WorkflowDirectory {

  /// The version that new executions of a workflow run, if the name is known.
  Optional<String> live(String workflow);

  /// One that knows no workflow.
  static WorkflowDirectory empty() {
    return workflow -> Optional.empty();
  }
}
