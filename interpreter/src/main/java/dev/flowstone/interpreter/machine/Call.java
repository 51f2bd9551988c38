package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import java.time.Instant;

/// One handler call that has begun and not ended: a step, an undo or a notification.
///
/// `id` names it in events and is unique within the execution; `input` are its evaluated arguments,
/// the same for every attempt. `attempt` is the number of the attempt in flight or to come, counted
/// through redrives, so that no late event is taken for another's; `first` is the attempt with
/// which this round of the retry policy began, `since` when it did. `unknown` tells that an earlier
/// attempt may have had its effect.
public record Call(
    String id,
    Value.Fields input,
    int attempt,
    int first,
    Instant since,
    boolean unknown,
    Phase phase) {

  public Call {
    if (first < 1 || attempt < first) {
      throw new IllegalArgumentException(
          "attempt " + attempt + " of a round that began with " + first);
    }
    if (phase instanceof BackingOff && attempt == first) {
      throw new IllegalArgumentException("a first attempt is not backed off");
    }
  }

  /// Whether an attempt is being made or waited for.
  public sealed interface Phase {}

  /// An attempt is outstanding. `journaled` tells that its start is durable (`at most once`).
  public record InFlight(Instant since, boolean journaled) implements Phase {}

  /// The next attempt is due at `due`, after the one before ended with `last`.
  public record BackingOff(Instant due, Event.Failure last) implements Phase {}

  /// An attempt begins once the execution, which is paused, goes on.
  public record Held() implements Phase {}

  static Call begin(String id, Value.Fields input, int attempt, Phase phase, Instant now) {
    return new Call(id, input, attempt, attempt, now, false, phase);
  }

  /// The same call in a new round of attempts: the key stays, the numbers go on.
  Call again(Phase next, Instant now) {
    return new Call(id, input, attempt + 1, attempt + 1, now, unknown, next);
  }

  Call with(Value.Fields otherInput) {
    return new Call(id, otherInput, attempt, first, since, unknown, phase);
  }

  Call withPhase(Phase next) {
    return new Call(id, input, attempt, first, since, unknown, next);
  }

  Call lost() {
    return new Call(id, input, attempt, first, since, true, phase);
  }

  Call backOff(Instant due, Event.Failure last) {
    return new Call(id, input, attempt + 1, first, since, unknown, new BackingOff(due, last));
  }

  /// Its id as people see it: without the number that tells repetitions apart.
  public String shown() {
    return CallSite.shown(id);
  }

  public boolean inFlight() {
    return phase instanceof InFlight;
  }
}
