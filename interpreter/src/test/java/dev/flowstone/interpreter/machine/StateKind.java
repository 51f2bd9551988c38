package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Program;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The states of an execution, as far as they differ in what an event may do to them.
enum StateKind {
  CALLING("calling"),
  ANNOUNCED("calling, start not journaled yet"),
  BACKING_OFF("calling, backing off"),
  CALLING_STOPPED("calling, stopped"),
  SLEEPING("sleeping"),
  AWAITING("awaiting"),
  NOTIFYING("awaiting, notifying"),
  NOTIFICATION_BACKING_OFF("awaiting, notification backing off"),
  NOTIFYING_STOPPED("awaiting, notifying, stopped"),
  ANSWERED("answered, notifying"),
  GIVEN_UP("wait failed, notifying"),
  CONCLUDING_STOPPED("wait over, notifying, stopped"),
  ROLLING_BACK("rolling back"),
  ROLLING_BACK_LATER("rolling back, backing off"),
  ROLLING_BACK_STOPPED("rolling back, stopped"),
  FAILING("undoing for an error"),
  FAILING_LATER("undoing for an error, backing off"),
  STOPPING("undoing for a stop"),
  STOPPING_LATER("undoing for a stop, backing off"),
  POLLING("polling"),
  POLLING_LATER("polling later"),
  POLL_OVER("polling, its time over"),
  JOINING("joining branches"),
  STARTING_CHILD("starting a child"),
  AWAITING_CHILD("awaiting a child"),
  CANCELLING_CHILD("cancelling a child"),
  UNWINDING_GROUP("undoing branches"),
  PAUSED("paused"),
  PARKED("parked"),
  SUCCEEDED("succeeded"),
  FAILED("failed, nothing undone"),
  FAILED_UNDONE("failed, undone"),
  CANCELLED("cancelled"),
  TERMINATED("terminated"),
  TIMED_OUT("timed out"),
  EXHAUSTED("exhausted");

  final String title;

  StateKind(String title) {
    this.title = title;
  }

  static StateKind of(Program program, State state) {
    var fiber = state.main();
    boolean stopped = fiber.stop().isPresent();
    if (state.pausedSince().isPresent()) {
      return PAUSED;
    }
    return switch (fiber.activity()) {
      case Activity.Calling(Call call) -> calling(program, fiber, call, stopped);
      case Activity.Sleeping _ -> SLEEPING;
      case Activity.Awaiting(Wait _, Optional<Call> notification) ->
          stopped
              ? NOTIFYING_STOPPED
              : notification
                  .map(call -> call.inFlight() ? NOTIFYING : NOTIFICATION_BACKING_OFF)
                  .orElse(AWAITING);
      case Activity.Concluding(Wait _, Call _, Wait.Conclusion conclusion) ->
          stopped
              ? CONCLUDING_STOPPED
              : conclusion instanceof Wait.Conclusion.Answered ? ANSWERED : GIVEN_UP;
      case Activity.Unwinding unwinding -> unwinding(unwinding, stopped);
      case Activity.Polling polling ->
          polling.passed() || stopped
              ? POLL_OVER
              : polling.call().filter(Call::inFlight).isPresent() ? POLLING : POLLING_LATER;
      case Activity.Joining _ -> state.ending().isPresent() ? PARKED : JOINING;
      case Activity.Delegating(ChildCall child) ->
          child.passed() || stopped
              ? CANCELLING_CHILD
              : child.started() ? AWAITING_CHILD : STARTING_CHILD;
      case Activity.UnwindingGroup _ -> UNWINDING_GROUP;
      case Activity.Parked _ -> PARKED;
      case Activity.Succeeded _ -> SUCCEEDED;
      case Activity.Failed _ -> state.counters().undos() == 0 ? FAILED : FAILED_UNDONE;
      case Activity.Stopped(Instant _, Stop.Cancelled _) -> CANCELLED;
      case Activity.Stopped(Instant _, Stop.Terminated _) -> TERMINATED;
      case Activity.Stopped(Instant _, Stop.DeadlinePassed _) -> TIMED_OUT;
      case Activity.Stopped(Instant _, Stop.Exhausted _) -> EXHAUSTED;
      case Activity.Stopped(Instant _, Stop.Superseded _) -> CANCELLED;
    };
  }

  private static StateKind calling(Program program, Fiber fiber, Call call, boolean stopped) {
    if (stopped) {
      return CALLING_STOPPED;
    }
    if (!call.inFlight()) {
      return BACKING_OFF;
    }
    return CallSite.of(program, fiber).performed(call) ? CALLING : ANNOUNCED;
  }

  private static StateKind unwinding(Activity.Unwinding unwinding, boolean stopped) {
    boolean now = unwinding.call().inFlight();
    return switch (unwinding.purpose()) {
      case Purpose.Rollback _ ->
          stopped ? ROLLING_BACK_STOPPED : now ? ROLLING_BACK : ROLLING_BACK_LATER;
      case Purpose.Raise _ -> now ? FAILING : FAILING_LATER;
      case Purpose.Stopping _, Purpose.Member _ -> now ? STOPPING : STOPPING_LATER;
    };
  }

  static List<StateKind> all() {
    return List.of(values());
  }
}
