package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.machine.ChildEnd;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.Parent;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.store.Ending;
import dev.flowstone.interpreter.store.Released;
import dev.flowstone.interpreter.store.Renewing;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// What an [Activation] wants done, in this order. Each of the store's calls is answered by one
/// [Input], and made again, unchanged, while the store does not answer.
public sealed interface Effect {

  /// Answered by [Input.Wrote].
  record Append(Slot slot) implements Effect {}

  /// Answered by [Input.InboxRead].
  record ReadInbox() implements Effect {}

  /// Answered by [Input.ReadAgain].
  record ReadAll() implements Effect {}

  /// Answered by [Input.Renewed].
  record Renew(Renewing renewing) implements Effect {}

  /// Answered by [Input.LetGo].
  record LetGo(Released released) implements Effect {}

  /// Answered by [Input.Ended].
  record End(Ending ending) implements Effect {}

  /// Forgets the journal before this state of it. Nobody waits for that: what is left of it is
  /// trimmed with the next.
  record Trim(Snapshot base) implements Effect {}

  /// Begins an attempt, answered by [Input.CallEnded] unless it is abandoned. `timeout` is the time
  /// from now to `deadline`.
  record Call(Command.Invoke invoke, Instant deadline, Duration timeout) implements Effect {}

  /// Asks an attempt to end.
  record Interrupt(String call, int attempt) implements Effect {}

  /// Nobody waits for this attempt any more.
  record Abandon(String call, int attempt) implements Effect {}

  /// Starts a child of this execution, once. Answered by [Input.ChildStarted] or
  /// [Input.ChildRefused].
  record StartChild(Command.StartChild child, Parent parent) implements Effect {}

  /// Cancels a child that this execution has begun. Answered by [Input.ChildTold].
  record CancelChild(Command.CancelChild child, Parent parent) implements Effect {}

  /// Tells the parent how this execution, its child, has ended. Answered by [Input.ParentTold].
  record TellParent(Parent parent, String child, ChildEnd end) implements Effect {}

  /// Asks for an [Input.Woken] then; the time asked for last counts.
  record Wake(Instant when) implements Effect {}

  /// Tells what has become durable.
  record Tell(List<HistoryEntry> history, State state) implements Effect {
    public Tell {
      history = List.copyOf(history);
    }
  }

  /// The activation is over; nothing follows.
  record Leave(Departure departure) implements Effect {}
}
