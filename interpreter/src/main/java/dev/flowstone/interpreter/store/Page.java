package dev.flowstone.interpreter.store;

import java.util.List;
import java.util.Optional;

/// A page of executions, newest first, and the cursor of the next one.
public record Page(List<Meta> executions, Optional<String> next) {
  public Page {
    executions = List.copyOf(executions);
  }
}
