package dev.flowstone.interpreter.machine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The names of timers, and which of them a fiber has running.
final class TimerKeys {

  static final String DEADLINE = "workflow";

  private TimerKeys() {}

  static List<Timer> of(Fiber fiber) {
    var timers = new ArrayList<Timer>();
    switch (fiber.activity()) {
      case Activity.Sleeping(String id, Instant _, Instant due) ->
          timers.add(new Timer(sleep(id), due));
      case Activity.Awaiting(Wait wait, Optional<Call> _) -> {
        if (!fiber.stopping()) {
          timers.add(new Timer(timeout(wait), wait.due()));
          wait.heartbeat().ifPresent(due -> timers.add(new Timer(heartbeat(wait), due)));
        }
      }
      case Activity.Polling polling -> {
        polling.next().ifPresent(due -> timers.add(new Timer(ask(polling), due)));
        if (!polling.passed() && !fiber.stopping()) {
          timers.add(new Timer(timeout(polling.id()), polling.due()));
        }
      }
      case Activity.Delegating(ChildCall child) -> {
        if (!child.passed() && !fiber.stopping()) {
          child.due().ifPresent(due -> timers.add(new Timer(timeout(child.id()), due)));
        }
      }
      case Activity.Calling _,
          Activity.Joining _,
          Activity.UnwindingGroup _,
          Activity.Concluding _,
          Activity.Unwinding _,
          Activity.Parked _,
          Activity.Succeeded _,
          Activity.Failed _,
          Activity.Stopped _ -> {}
    }
    fiber
        .activity()
        .inProgress()
        .ifPresent(call -> {
          if (call.phase() instanceof Call.BackingOff(Instant due, Event.Failure _)) {
            timers.add(new Timer(retry(call), due));
          }
        });
    return timers;
  }

  static String retry(Call call) {
    return "retry:" + call.id() + ":" + call.attempt();
  }

  static String sleep(String id) {
    return "wait:" + id;
  }

  static String ask(Activity.Polling polling) {
    return "ask:" + polling.id() + ":" + polling.asked();
  }

  /// The timeout of a poll or of a call of a workflow.
  static String timeout(String id) {
    return "timeout:" + id;
  }

  static String timeout(Wait wait) {
    return "timeout:" + wait.ordinal();
  }

  static String heartbeat(Wait wait) {
    return "heartbeat:" + wait.ordinal();
  }
}
