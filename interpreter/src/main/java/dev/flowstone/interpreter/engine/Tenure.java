package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.Slot;
import java.time.Instant;
import java.util.Optional;

/// Who holds an execution, in which epoch, and why it was lost before: the constants of an
/// activation. `tries` counts claims without a release, this one included; `lostUntil` is until
/// when the host before may still be acting.
record Tenure(
    Holder holder,
    String nonce,
    long epoch,
    boolean interrupted,
    Optional<Instant> lostUntil,
    int tries) {

  static Tenure created(Holder holder, Slot first, Meta meta) {
    return new Tenure(holder, first.nonce(), 1, false, Optional.empty(), meta.tries());
  }

  static Tenure claimed(Holder holder, String nonce, Claim.Held held) {
    int tries = held.stored().meta().tries();
    return new Tenure(holder, nonce, held.epoch(), held.interrupted(), held.lostUntil(), tries);
  }
}
