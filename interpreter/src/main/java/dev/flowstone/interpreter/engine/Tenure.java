package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Claiming;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.Slot;
import java.time.Instant;
import java.util.Optional;

/// Who holds an execution and for how long, in which epoch, and why it was lost before: the
/// constants of an activation. `tries` counts claims without a release, this one included;
/// `released` is the last epoch that let go of it; `lostUntil` is until when a host before may
/// still be acting.
record Tenure(
    Shift shift,
    Holder holder,
    String nonce,
    long epoch,
    boolean interrupted,
    Optional<Instant> lostUntil,
    int tries,
    long released) {

  /// A lost host may still be doing what this would undo.
  boolean holdsBack(Command.Invoke invoke, Instant now) {
    boolean undoesUnknown =
        invoke
            .forward()
            .filter(forward -> forward.outcome() instanceof Command.Outcome.Unknown)
            .isPresent();
    return undoesUnknown && lostUntil.filter(until -> until.isAfter(now)).isPresent();
  }

  static Tenure created(Shift shift, Holder holder, Slot first, Meta meta) {
    return new Tenure(shift, holder, first.nonce(), 1, false, Optional.empty(), meta.tries(), 0);
  }

  static Tenure claimed(Shift shift, Claiming claiming, Claim.Held held) {
    return new Tenure(
        shift,
        claiming.holder(),
        claiming.nonce(),
        held.epoch(),
        held.interrupted(),
        held.lostUntil(),
        held.stored().meta().tries(),
        held.stored().meta().released());
  }
}
