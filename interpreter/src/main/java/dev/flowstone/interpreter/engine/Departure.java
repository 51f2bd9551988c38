package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.machine.Status;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Why a host has let go of an execution.
public sealed interface Departure {

  /// It has ended, or rests in `COMPENSATION_FAILED`. `last` is how it stands then, where that is
  /// known without asking the store; two ends are the same whether it is or not.
  record Ended(Status status, Optional<Description> last) implements Departure {
    public Ended(Status status) {
      this(status, Optional.empty());
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Ended ended && ended.status == status;
    }

    @Override
    public int hashCode() {
      return status.hashCode();
    }
  }

  /// Nothing can be done now: it waits for a time, or only for messages.
  record Waiting(Optional<Instant> due) implements Departure {}

  /// The host stops; the execution is due at once.
  record Stopped() implements Departure {}

  /// The host stopped while attempts were running; whoever takes over counts them as lost.
  record Abandoned() implements Departure {}

  /// Another host has taken over.
  record Fenced() implements Departure {}

  /// Its hosts have died `tries` times without any progress: it rests until somebody asks for it.
  record Parked(int tries) implements Departure {}

  /// The store has not answered.
  record StoreLost() implements Departure {}

  /// A bug: the activation failed with an exception.
  record Broken(String message) implements Departure {}
}
