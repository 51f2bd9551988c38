package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import java.util.List;
import java.util.Optional;
import org.pcollections.PMap;

/// One thread of control, as data: where it is, what it is inside of, what it is blocked on.
///
/// `path` is empty for the main fiber, and for a branch says where in the execution it belongs, such
/// as `items[3]/checks[0]`. `variables` are its own; names that it does not have are its parent's.
/// `stop` is set from the moment in which the fiber must end until it has.
public record Fiber(
    String path,
    Optional<Branch> branch,
    int pc,
    List<Frame> frames,
    PMap<String, Value> variables,
    Optional<Stop> stop,
    Activity activity) {

  /// Whose branch it is, by the path of that fiber, and which.
  public record Branch(String parent, int index) {}

  public Fiber {
    frames = List.copyOf(frames);
    if (frames.isEmpty() || !(frames.getFirst() instanceof Frame.Scope)) {
      throw new IllegalArgumentException("a fiber is a scope of its own");
    }
    if (branch.isEmpty() != path.isEmpty()) {
      throw new IllegalArgumentException("the main fiber alone has no parent");
    }
    if (stopping(stop, frames) && !mayOutlast(activity)) {
      throw new IllegalArgumentException("a stopped fiber has nothing left to wait for");
    }
  }

  /// Whether it is on its way to its end: a `finally` is not disturbed.
  public boolean stopping() {
    return stopping(stop, frames);
  }

  static boolean stopping(Optional<Stop> stop, List<Frame> frames) {
    return stop.isPresent() && !shielded(frames);
  }

  /// Whether a `finally` is running, which is not disturbed.
  static boolean shielded(List<Frame> frames) {
    return frames.stream().anyMatch(Frame.Finally.class::isInstance);
  }

  /// A stop is deferred only by an attempt in flight, by undos, and by what is further inside.
  private static boolean mayOutlast(Activity activity) {
    return switch (activity) {
      case Activity.Calling(Call call) -> call.inFlight();
      case Activity.Awaiting(Wait _, Optional<Call> notification) ->
          notification.isPresent() && notification.get().inFlight();
      case Activity.Polling polling -> polling.call().filter(Call::inFlight).isPresent();
      case Activity.Concluding _,
          Activity.Unwinding _,
          Activity.UnwindingGroup _,
          Activity.Joining _,
          Activity.Delegating _,
          Activity.Parked _ ->
          true;
      case Activity.Sleeping _, Activity.Succeeded _, Activity.Failed _, Activity.Stopped _ ->
          false;
    };
  }
}
