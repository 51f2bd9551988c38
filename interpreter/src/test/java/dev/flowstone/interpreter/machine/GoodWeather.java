package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/// A world in which from here on everything succeeds, and time passes.
final class GoodWeather {

  private GoodWeather() {}

  /// Whether it ends.
  static boolean ends(Program program, State from) {
    var state = from;
    for (int i = 0; i < 1_000 && state.ending().isEmpty(); i++) {
      state = Machine.step(program, state, goodNews(program, state)).state();
    }
    return state.ending().isPresent();
  }

  private static Event goodNews(Program program, State state) {
    if (state.status() == Status.PAUSED) {
      return new Event.Delivered(
          state.time(), "good " + state.time(), state.time(), new Message.Resume("go on"));
    }
    var outstanding = state.outstanding(program);
    var child = awaitedChild(state);
    if (outstanding.isEmpty() && child.isPresent()) {
      return childEnded(state, child.get().id(), new ChildEnd.Succeeded(new Value.Int(1)));
    }
    if (outstanding.isEmpty()) {
      var timer = state.timers().getFirst();
      return new Event.TimerFired(timer.due(), timer.key(), timer.due());
    }
    return switch (outstanding.getFirst()) {
      case Command.Invoke invoke when invoke.journalStart() ->
          new Event.AttemptStarted(state.time(), invoke.call(), invoke.attempt());
      case Command.Invoke invoke -> succeeded(state, invoke.call(), invoke.attempt());
      case Command.Interrupt(String call, int attempt) -> succeeded(state, call, attempt);
      case Command.StartChild start -> new Event.ChildStarted(state.time(), start.call(), "v7");
      case Command.CancelChild cancel ->
          childEnded(
              state,
              cancel.call(),
              new ChildEnd.Otherwise(Status.CANCELLED, Fault.of("Cancelled", "as told")));
    };
  }

  private static Event childEnded(State state, String call, ChildEnd end) {
    return new Event.Delivered(
        state.time(), "end of " + call, state.time(), new Message.ChildEnded(call, "id-7", end));
  }

  /// The child that is waited for, where nothing else is left to happen.
  static Optional<ChildCall> awaitedChild(State state) {
    return state.fibers().stream()
        .flatMap(f ->
            f.activity() instanceof Activity.Delegating(ChildCall child)
                ? Stream.of(child)
                : Stream.empty())
        .findFirst();
  }

  private static Event succeeded(State state, String call, int attempt) {
    return new Event.AttemptSucceeded(state.time(), call, attempt, new Value.Int(1), Duration.ZERO);
  }
}
