package dev.flowstone.interpreter.store;

import java.time.Instant;
import java.util.Optional;

/// How a claim went.
public sealed interface Claim {
  /// `interrupted` tells that the epoch before never released; `lostUntil` is until when any host
  /// that was lost may still be doing something, as [Meta#lostUntil] keeps it.
  record Held(Stored stored, long epoch, boolean interrupted, Optional<Instant> lostUntil)
      implements Claim {}

  /// Another host holds it, at least until then.
  record Busy(String host, Instant until) implements Claim {}

  /// Nothing is due and nothing is pending.
  record Idle(Meta meta) implements Claim {}

  record Ended(Meta meta) implements Claim {}

  record Missing() implements Claim {}

  /// The state was written by a newer format than this host knows.
  record Newer(int format) implements Claim {}
}
