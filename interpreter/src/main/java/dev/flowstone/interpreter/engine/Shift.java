package dev.flowstone.interpreter.engine;

import java.time.Instant;
import java.util.Optional;

/// How long this host may be at an execution.
///
/// `until`: nothing new is begun after it, and the execution is let go of as soon as what runs has
/// ended, since whoever asked waits no longer. `deadline`: when the host certainly stops, such as a
/// function's own deadline; it goes into the lease, and nothing is begun that might outlast it.
public record Shift(Optional<Instant> until, Optional<Instant> deadline) {

  /// As long as the process lives.
  public static Shift open() {
    return new Shift(Optional.empty(), Optional.empty());
  }

  public static Shift upTo(Instant deadline) {
    return new Shift(Optional.empty(), Optional.of(deadline));
  }
}
