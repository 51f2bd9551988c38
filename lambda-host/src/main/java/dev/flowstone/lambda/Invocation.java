package dev.flowstone.lambda;

import dev.flowstone.interpreter.engine.Shift;
import java.time.Instant;
import java.util.Optional;

/// One piece of work that an event brought. `deadline` is the function's own. `delivery` names the
/// piece, the same however often it is brought. `awaited` tells that somebody waits for the answer:
/// then it is given at once, and what is to be done is left to a wake; else it is done in place.
/// `by` is who asks, as far as that is known.
record Invocation(Instant deadline, String delivery, boolean awaited, String by) {

  /// For as long as the function may.
  Shift shift() {
    return Shift.upTo(deadline);
  }

  /// For as long as the caller waits.
  Shift shift(Instant until) {
    return new Shift(Optional.of(until), Optional.of(deadline));
  }
}
