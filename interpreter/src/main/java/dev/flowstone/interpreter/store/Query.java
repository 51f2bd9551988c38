package dev.flowstone.interpreter.store;

import java.time.Instant;
import java.util.Optional;

/// Which executions to list, newest first. `from` is the earliest start, `before` the first start
/// that is too late; `after` is the cursor of the page before.
public record Query(
    Optional<String> workflow,
    Optional<String> status,
    Optional<Instant> from,
    Optional<Instant> before,
    int limit,
    Optional<String> after) {

  /// The newest of all.
  public static Query newest(int limit) {
    return new Query(
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        limit,
        Optional.empty());
  }
}
