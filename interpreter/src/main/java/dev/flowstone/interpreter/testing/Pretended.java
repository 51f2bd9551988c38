package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.ChildEnd;
import dev.flowstone.interpreter.machine.EngineError;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Status;
import java.time.Instant;
import java.util.Optional;

/// A child execution that a test only pretends.
///
/// @param parent the name of the execution that called it
/// @param awaited whether its end is told: not that of a `start`
/// @param end how it ends; absent where the host of its parent dies then
record Pretended(
    String parent, String call, boolean awaited, Instant ends, Optional<ChildEnd> end) {

  static ChildEnd succeeded(Value result) {
    return new ChildEnd.Succeeded(result);
  }

  static ChildEnd failed(Reaction.Fails fails) {
    Fault fault = new Fault(fails.error(), fails.message(), fails.data(), Optional.empty(), 0);
    return new ChildEnd.Otherwise(Status.FAILED, fault);
  }

  /// The same once it is cancelled: it ends at once.
  Pretended cancelled(Instant now, String reason) {
    ChildEnd cancelled =
        new ChildEnd.Otherwise(Status.CANCELLED, Fault.of(EngineError.CANCELLED, reason));
    return new Pretended(parent, call, awaited, now, Optional.of(cancelled));
  }

  /// The same, which goes on for ever.
  Pretended endless() {
    return new Pretended(parent, call, awaited, Instant.MAX, Optional.empty());
  }
}
