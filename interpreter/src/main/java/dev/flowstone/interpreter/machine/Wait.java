package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One `wait for` that has begun. `ordinal` counts the waits of the execution and is what a
/// callback token names, so that a token serves one wait; `due` is its timeout, `heartbeat` the
/// time by which a sign of life must come.
public record Wait(
    int ordinal,
    String id,
    String signal,
    Instant since,
    Instant due,
    Optional<Instant> heartbeat) {

  /// The id by which messages name it.
  public String awaitId() {
    return Integer.toString(ordinal);
  }

  Wait heardUntil(Instant next) {
    return new Wait(ordinal, id, signal, since, due, Optional.of(next));
  }

  /// The same wait, for which no sign of life is asked.
  Wait withoutHeartbeat() {
    return new Wait(ordinal, id, signal, since, due, Optional.empty());
  }

  /// The same wait with that much more time, since nobody could answer it meanwhile.
  Wait later(Duration rest) {
    return new Wait(
        ordinal, id, signal, since, due.plus(rest), heartbeat.map(time -> time.plus(rest)));
  }

  /// How a wait ended.
  public sealed interface Conclusion {

    record Answered(Value payload) implements Conclusion {}

    record TimedOut() implements Conclusion {}

    record Failed(Fault fault) implements Conclusion {}
  }
}
