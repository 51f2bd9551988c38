package dev.flowstone.interpreter.machine;

import java.util.List;
import java.util.Optional;

/// One thread of control, as data: where it is, what it is inside of, what it is blocked on.
///
/// `path` is empty for the main fiber. `stop` is set from the moment in which the fiber must end
/// until it has.
public record Fiber(
    String path, int pc, List<Frame> frames, Optional<Stop> stop, Activity activity) {

  public Fiber {
    frames = List.copyOf(frames);
    if (frames.isEmpty()) {
      throw new IllegalArgumentException("a fiber is a scope of its own");
    }
    if (stop.isPresent() && !mayOutlast(activity)) {
      throw new IllegalArgumentException("a stopped fiber has nothing left to wait for");
    }
  }

  /// A stop is deferred only by an attempt in flight and by undos.
  private static boolean mayOutlast(Activity activity) {
    return switch (activity) {
      case Activity.Calling(Call call) -> call.inFlight();
      case Activity.Awaiting(Wait _, Optional<Call> notification) ->
          notification.isPresent() && notification.get().inFlight();
      case Activity.Concluding _, Activity.Unwinding _, Activity.Parked _ -> true;
      case Activity.Sleeping _, Activity.Succeeded _, Activity.Failed _, Activity.Stopped _ ->
          false;
    };
  }
}
