package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.util.Optional;

/// The events, as far as they differ in what they may do: each gives one that fits a state as well
/// as it can.
enum EventKind {
  STARTED("started again"),
  LOST("host lost"),
  TAKEN_OVER("host changed"),
  JOURNALED("attempt started"),
  SUCCEEDED("attempt succeeded"),
  FAILED("attempt failed"),
  FAILED_FOR_GOOD("attempt failed for good"),
  LATE("late attempt"),
  TIMER("timer"),
  DEADLINE("workflow timeout"),
  SIGNAL("signal"),
  CALLBACK("callback"),
  CALLBACK_FAILED("callback failed"),
  HEARTBEAT("heartbeat"),
  CANCEL("cancel"),
  TERMINATE("terminate"),
  REDRIVE("redrive"),
  PAUSE("pause"),
  RESUME("resume");

  final String title;

  EventKind(String title) {
    this.title = title;
  }

  Event event(Program program, State state) {
    var at = state.time();
    var call = state.main().activity().inProgress();
    var id = call.map(Call::id).orElse("none");
    int attempt = call.map(Call::attempt).orElse(1);
    var wait = wait(state);
    var awaitId = wait.map(Wait::awaitId).orElse("1");
    return switch (this) {
      case STARTED ->
          new Event.Started(
              at,
              "it",
              "id-2",
              "v2",
              Semantics.NEWEST,
              Value.Null.NULL,
              "secret",
              "http://localhost/",
              Optional.empty());
      case LOST -> new Event.Activated(at, state.epoch() + 1, "host", true, 1);
      case TAKEN_OVER -> new Event.Activated(at, state.epoch() + 1, "host", false, 1);
      case JOURNALED -> new Event.AttemptStarted(at, id, attempt);
      case SUCCEEDED -> new Event.AttemptSucceeded(at, id, attempt, Value.Null.NULL, Duration.ZERO);
      case FAILED -> failed(state, id, attempt, false);
      case FAILED_FOR_GOOD -> failed(state, id, attempt, true);
      case LATE -> new Event.AttemptSucceeded(at, id, attempt - 1, Value.Null.NULL, Duration.ZERO);
      case TIMER ->
          state.timers().stream()
              .filter(t -> !t.key().equals(TimerKeys.DEADLINE))
              .findFirst()
              .map(t -> new Event.TimerFired(t.due(), t.key(), t.due()))
              .orElse(new Event.TimerFired(at, "timeout:1", at));
      case DEADLINE -> {
        var due = state.deadline().orElse(at);
        yield new Event.TimerFired(due, TimerKeys.DEADLINE, due);
      }
      case SIGNAL ->
          delivered(
              state, new Message.Signal(wait.map(Wait::signal).orElse("go"), Value.Null.NULL));
      case CALLBACK -> delivered(state, new Message.CallbackSucceeded(awaitId, Value.Null.NULL));
      case CALLBACK_FAILED ->
          delivered(state, new Message.CallbackFailed(awaitId, "Refused", "no", Optional.empty()));
      case HEARTBEAT -> delivered(state, new Message.CallbackHeartbeat(awaitId));
      case CANCEL -> delivered(state, new Message.Cancel("enough"));
      case TERMINATE -> delivered(state, new Message.Terminate("at once"));
      case REDRIVE -> delivered(state, new Message.Redrive("again"));
      case PAUSE -> delivered(state, new Message.Pause("a moment"));
      case RESUME -> delivered(state, new Message.Resume("go on"));
    };
  }

  private static Event failed(State state, String call, int attempt, boolean forGood) {
    var failure = new Event.Failure("Failed", "as asked", Optional.empty(), forGood, forGood);
    return new Event.AttemptFailed(state.time(), call, attempt, failure, 0.5, Duration.ZERO);
  }

  private static Event delivered(State state, Message message) {
    return new Event.Delivered(state.time(), "probe", state.time(), message);
  }

  private static Optional<Wait> wait(State state) {
    return state.main().activity() instanceof Activity.Awaiting(Wait wait, var _)
        ? Optional.of(wait)
        : Optional.empty();
  }
}
