package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Plays the engine for one execution in a [World]: performs what is outstanding, fires timers,
/// answers waits. It keeps the journal.
final class Driver {

  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final int MAX_EVENTS = 5_000;

  final Program program;
  final World world;
  final List<Event> journal = new ArrayList<>();
  final List<String> attempts = new ArrayList<>();
  private final Map<String, String> keys = new HashMap<>();
  private final Set<String> completed = new HashSet<>();
  State state;
  private Instant now = START;
  private boolean cancelSent;

  Driver(Program program, World world) {
    this.program = program;
    this.world = world;
    var started =
        new Event.Started(
            START,
            "it",
            "id-1",
            "v1",
            Semantics.NEWEST,
            Value.Null.NULL,
            "secret",
            "http://localhost/callback/",
            Optional.empty());
    journal.add(started);
    state = Machine.start(program, started).state();
  }

  /// Runs until nothing can happen any more.
  Driver finish() {
    while (state.ending().isEmpty()) {
      if (journal.size() > MAX_EVENTS) {
        throw new AssertionError("no end in sight, seed " + world.seed());
      }
      next();
    }
    return this;
  }

  private void next() {
    if (!cancelSent && world.cancelled(attempts.size())) {
      cancelSent = true;
      apply(deliver("cancel", new Message.Cancel("enough")));
      return;
    }
    var outstanding = state.outstanding(program);
    if (!outstanding.isEmpty()) {
      perform(outstanding.getFirst());
      return;
    }
    for (var fiber : state.fibers()) {
      if (fiber.activity() instanceof Activity.Awaiting(Wait wait, var notification)
          && notification.isEmpty()) {
        answer(wait);
        return;
      }
      if (fiber.activity() instanceof Activity.Delegating(ChildCall child)) {
        endChild(child.id());
        return;
      }
    }
    fire(state.timers().getFirst());
  }

  private void perform(Command command) {
    switch (command) {
      case Command.Invoke invoke -> {
        holdToItsKey(invoke);
        if (invoke.journalStart()) {
          apply(new Event.AttemptStarted(now, invoke.call(), invoke.attempt()));
        } else {
          attempt(invoke.call(), invoke.attempt());
        }
      }
      case Command.Interrupt(String call, int attempt) -> attempt(call, attempt);
      case Command.StartChild start -> startChild(start.call());
      case Command.CancelChild cancel -> endChild(cancel.call());
    }
  }

  private void startChild(String call) {
    boolean refused = world.child(call) == World.Child.REFUSED;
    attempts.add(call + " " + (refused ? "refused" : "started"));
    apply(
        refused
            ? new Event.ChildRefused(now, call, "UnknownWorkflow", "as drawn")
            : new Event.ChildStarted(now, call, "v7"));
  }

  private void endChild(String call) {
    var child = world.child(call);
    attempts.add(call + " " + child);
    var end =
        switch (child) {
          case SUCCEEDED -> new ChildEnd.Succeeded(new Value.Int(1));
          case FAILED, REFUSED -> otherwise(Status.FAILED);
          case CANCELLED -> otherwise(Status.CANCELLED);
          case TERMINATED -> otherwise(Status.TERMINATED);
        };
    apply(deliver(call, new Message.ChildEnded(call, "id-7", end)));
  }

  private static ChildEnd otherwise(Status status) {
    return new ChildEnd.Otherwise(status, Fault.of("Failed", "as drawn"));
  }

  /// I8: one key for every attempt of a call, no other call has it, and none after it has
  /// completed.
  private void holdToItsKey(Command.Invoke invoke) {
    var key = keys.computeIfAbsent(invoke.call(), _ -> invoke.key());
    if (!key.equals(invoke.key())
        || Set.copyOf(keys.values()).size() < keys.size()
        || completed.contains(invoke.call())) {
      throw new AssertionError("I8: " + invoke + ", seed " + world.seed());
    }
  }

  private void attempt(String call, int attempt) {
    var result = world.result(call, attempt);
    attempts.add(call + "#" + attempt + " " + result);
    now = now.plusMillis(10);
    switch (result) {
      case ONE, ZERO -> {
        completed.add(call);
        apply(succeeded(call, attempt, result == World.Result.ONE ? 1 : 0));
      }
      case UNKNOWN -> apply(failed(call, attempt, "Unknown", false, false));
      case CERTAIN -> apply(failed(call, attempt, "Certain", false, true));
      case PERMANENT -> apply(failed(call, attempt, "Permanent", true, true));
      case LOST -> apply(new Event.Activated(now, state.epoch() + 1, "host", true, world.seed()));
    }
  }

  private void answer(Wait wait) {
    switch (world.answer(wait.id())) {
      case SIGNAL ->
          apply(deliver(wait.awaitId(), new Message.Signal(wait.signal(), new Value.Int(1))));
      case CALLBACK ->
          apply(
              deliver(
                  wait.awaitId(), new Message.CallbackSucceeded(wait.awaitId(), new Value.Int(1))));
      case CALLBACK_FAILURE ->
          apply(
              deliver(
                  wait.awaitId(),
                  new Message.CallbackFailed(wait.awaitId(), "Refused", "no", Optional.empty())));
      case TIMEOUT ->
          fire(
              state.timers().stream()
                  .filter(t -> !t.key().equals(TimerKeys.DEADLINE))
                  .findFirst()
                  .orElseThrow());
    }
  }

  private void fire(Timer timer) {
    now = timer.due();
    apply(new Event.TimerFired(now, timer.key(), timer.due()));
  }

  void apply(Event event) {
    journal.add(event);
    state = Machine.step(program, state, event).state();
  }

  private Event succeeded(String call, int attempt, int output) {
    return new Event.AttemptSucceeded(
        now, call, attempt, new Value.Int(output), Duration.ofMillis(10));
  }

  private Event failed(String call, int attempt, String error, boolean permanent, boolean certain) {
    return new Event.AttemptFailed(
        now,
        call,
        attempt,
        new Event.Failure(error, "as drawn", Optional.empty(), permanent, certain),
        0.5,
        Duration.ofMillis(10));
  }

  private Event deliver(String key, Message message) {
    return new Event.Delivered(now, key, now, message);
  }
}
