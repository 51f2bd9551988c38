package dev.flowstone.interpreter.store;

import java.util.Optional;

/// Which executions to list, newest first. `after` is the cursor of the page before.
public record Query(
    Optional<String> workflow, Optional<String> status, int limit, Optional<String> after) {}
