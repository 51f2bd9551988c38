package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.pcollections.PStack;

/// What a fiber is blocked on, or how it ended. A fiber that could run is never stored: a turn of
/// the machine ends only when all are blocked.
public sealed interface Activity {

  /// A step is being called.
  record Calling(Call call) implements Activity {}

  /// `wait` for a duration or until an instant.
  record Sleeping(String id, Instant since, Instant due) implements Activity {}

  /// `wait for`, with its notification until that has ended.
  record Awaiting(Wait begun, Optional<Call> notification) implements Activity {}

  /// The wait has ended, but an attempt of its notification is still in flight and is waited for.
  record Concluding(Wait begun, Call notification, Wait.Conclusion conclusion) implements Activity {
    public Concluding {
      if (!notification.inFlight()) {
        throw new IllegalArgumentException("nothing is in flight: the wait ends at once");
      }
    }
  }

  /// `poll`: an asking, its number `asked`, is being made, or the next is made at `next`. `due` is
  /// its timeout; where that has `passed`, the asking in flight is waited for.
  record Polling(
      String id,
      Instant since,
      Instant due,
      Duration every,
      int asked,
      Optional<Call> call,
      Optional<Instant> next,
      boolean passed)
      implements Activity {
    public Polling {
      if (call.isPresent() == next.isPresent()) {
        throw new IllegalArgumentException("it is asked, or will be");
      }
      if (passed && call.filter(Call::inFlight).isEmpty()) {
        throw new IllegalArgumentException("nothing is in flight: the poll ends at once");
      }
    }

    /// The next asking begins.
    Polling asking(Call first) {
      return new Polling(
          id, since, due, every, asked + 1, Optional.of(first), Optional.empty(), false);
    }

    /// The same asking, its call moved on.
    Polling with(Call moved) {
      return new Polling(
          id, since, due, every, asked, Optional.of(moved), Optional.empty(), passed);
    }

    /// The last answer would not do.
    Polling later(Instant again) {
      return new Polling(id, since, due, every, asked, Optional.empty(), Optional.of(again), false);
    }

    /// The timeout has come while an asking is in flight.
    Polling overdue() {
      return new Polling(id, since, due, every, asked, call, next, true);
    }
  }

  /// Branches are running, each a fiber whose parent this is.
  record Joining(Fan fan) implements Activity {}

  /// Another execution does it, or is about to be started.
  record Delegating(ChildCall child) implements Activity {}

  /// `current` is being undone by `call`; then `remaining`, the last registered first. `broken`
  /// have failed for good.
  record Unwinding(
      Purpose purpose,
      PStack<Compensation> remaining,
      Undo current,
      Call call,
      List<BrokenUndo> broken)
      implements Activity {
    public Unwinding {
      broken = List.copyOf(broken);
      if (!call.id().equals(current.id())) {
        throw new IllegalArgumentException("the call is of another undo");
      }
    }
  }

  /// The members of a fan-out are being undone, each by a fiber whose parent this is: `live` of
  /// them now, and from `begun` on the others; then `remaining`.
  record UnwindingGroup(
      Purpose purpose,
      PStack<Compensation> remaining,
      UndoGroup group,
      int begun,
      int live,
      List<BrokenUndo> broken)
      implements Activity {
    public UnwindingGroup {
      broken = List.copyOf(broken);
    }
  }

  /// Undos failed for good: a redrive repeats them and goes on to `purpose`.
  record Parked(Instant at, Purpose purpose, List<BrokenUndo> broken) implements Activity {
    public Parked {
      broken = List.copyOf(broken);
      if (broken.isEmpty()) {
        throw new IllegalArgumentException("only failed undos park an execution");
      }
    }
  }

  record Succeeded(Instant at, Value result) implements Activity {}

  /// A step that failed goes on with its key and its numbers when it is repeated.
  record Failed(Instant at, Fault fault, Repeat repeat) implements Activity {}

  record Stopped(Instant at, Stop stop) implements Activity {}

  /// An undo that failed for good, and why.
  record BrokenUndo(Undo undo, Fault fault) {}

  /// The call that is in progress, whatever its role.
  default Optional<Call> inProgress() {
    return switch (this) {
      case Calling(Call call) -> Optional.of(call);
      case Awaiting(Wait _, Optional<Call> notification) -> notification;
      case Concluding(Wait _, Call notification, Wait.Conclusion _) -> Optional.of(notification);
      case Polling polling -> polling.call();
      case Unwinding unwinding -> Optional.of(unwinding.call());
      case Sleeping _,
          Joining _,
          Delegating _,
          UnwindingGroup _,
          Parked _,
          Succeeded _,
          Failed _,
          Stopped _ ->
          Optional.empty();
    };
  }

  /// How a fiber ended, as far as it has: the status and what there is to show for it.
  record Ending(Status status, Instant at, Optional<Value> result, Optional<Fault> error) {}

  /// The end of the fiber, where nothing but a redrive can move it any more. A parked one shows its
  /// first failed undo.
  default Optional<Ending> ending() {
    return switch (this) {
      case Succeeded(Instant at, Value result) ->
          Optional.of(new Ending(Status.SUCCEEDED, at, Optional.of(result), Optional.empty()));
      case Failed(Instant at, Fault fault, Repeat _) ->
          Optional.of(unhappy(Status.FAILED, at, fault));
      case Parked(Instant at, Purpose _, List<BrokenUndo> broken) ->
          Optional.of(unhappy(Status.COMPENSATION_FAILED, at, broken.getFirst().fault()));
      case Stopped(Instant at, Stop stop) -> Optional.of(unhappy(stop.status(), at, stop.fault()));
      case Calling _,
          Sleeping _,
          Awaiting _,
          Concluding _,
          Polling _,
          Joining _,
          Delegating _,
          Unwinding _,
          UnwindingGroup _ ->
          Optional.empty();
    };
  }

  private static Ending unhappy(Status status, Instant at, Fault fault) {
    return new Ending(status, at, Optional.empty(), Optional.of(fault));
  }

  default boolean ended() {
    return ending().isPresent();
  }
}
