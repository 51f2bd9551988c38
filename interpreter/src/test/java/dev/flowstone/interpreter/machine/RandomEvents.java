package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/// Draws the next event for a state: mostly one that fits, sometimes one that is late, early,
/// foreign or absurd.
final class RandomEvents {

  private static final List<String> NAMES = List.of("s0", "s1", "s0.undo", "a2.notify@1", "nobody");

  private final Program program;
  private final Random random;
  private int keys;

  RandomEvents(Program program, Random random) {
    this.program = program;
    this.random = random;
  }

  Event next(State state) {
    var at = state.time().plusMillis(random.nextInt(5_000) - 500);
    if (state.ending().isPresent() && random.nextInt(3) == 0) {
      return delivered(at, new Message.Redrive("again"));
    }
    return switch (random.nextInt(12)) {
      case 0, 1, 2, 3, 4 -> performed(state, at);
      case 5, 6 -> timer(state, at);
      case 7 -> delivered(at);
      case 8 -> random.nextBoolean() ? delivered(at) : child(state, at);
      case 9 -> activated(state, at);
      case 10 -> absurd(at);
      default -> random.nextInt(6) == 0 ? delivered(at, fatal()) : performed(state, at);
    };
  }

  private Event performed(State state, Instant at) {
    var outstanding = state.outstanding(program);
    if (outstanding.isEmpty()) {
      return switch (random.nextInt(4)) {
        case 0 -> delivered(at);
        case 1 -> child(state, at);
        default -> timer(state, at);
      };
    }
    return switch (outstanding.get(random.nextInt(outstanding.size()))) {
      case Command.Invoke invoke when invoke.journalStart() ->
          new Event.AttemptStarted(at, invoke.call(), invoke.attempt());
      case Command.Invoke invoke -> ended(at, invoke.call(), invoke.attempt());
      case Command.Interrupt(String call, int attempt) -> ended(at, call, attempt);
      case Command.StartChild start ->
          random.nextInt(4) == 0
              ? new Event.ChildRefused(at, start.call(), "UnknownWorkflow", "as drawn")
              : new Event.ChildStarted(at, start.call(), "v7");
      case Command.CancelChild cancel -> delivered(at, childEnded(cancel.call()));
    };
  }

  /// News of a child that is waited for, or of one that is not.
  private Event child(State state, Instant at) {
    var calls =
        state.fibers().stream()
            .flatMap(f ->
                f.activity() instanceof Activity.Delegating(ChildCall child)
                    ? Stream.of(child.id())
                    : Stream.empty())
            .toList();
    var call = calls.isEmpty() ? "c0@1" : calls.get(random.nextInt(calls.size()));
    return random.nextInt(4) == 0
        ? new Event.ChildStarted(at, call, "v8")
        : delivered(at, childEnded(call));
  }

  private Message childEnded(String call) {
    var ends = List.of(Status.FAILED, Status.CANCELLED, Status.TIMED_OUT, Status.TERMINATED);
    return new Message.ChildEnded(
        call,
        "id-7",
        random.nextBoolean()
            ? new ChildEnd.Succeeded(value())
            : new ChildEnd.Otherwise(
                ends.get(random.nextInt(ends.size())), Fault.of("Failed", "as drawn")));
  }

  private Event ended(Instant at, String call, int attempt) {
    var took = Duration.ofMillis(random.nextInt(1000));
    return random.nextInt(3) > 0
        ? new Event.AttemptSucceeded(at, call, attempt, value(), took)
        : new Event.AttemptFailed(at, call, attempt, failure(), random.nextDouble(), took);
  }

  private Event.Failure failure() {
    boolean permanent = random.nextInt(5) == 0;
    return new Event.Failure(
        random.nextInt(10) == 0 ? "Hopeless" : "Failed",
        "as drawn",
        random.nextBoolean() ? Optional.of(value()) : Optional.empty(),
        permanent,
        permanent || random.nextBoolean());
  }

  private Event timer(State state, Instant at) {
    var timers = state.timers();
    if (timers.isEmpty()) {
      return new Event.TimerFired(at, "workflow", at);
    }
    var timer = timers.get(random.nextInt(3) == 0 ? random.nextInt(timers.size()) : 0);
    return switch (random.nextInt(6)) {
      case 0 -> new Event.TimerFired(at, timer.key(), timer.due());
      case 1 -> new Event.TimerFired(at, timer.key(), at);
      default -> new Event.TimerFired(timer.due(), timer.key(), timer.due());
    };
  }

  private Event delivered(Instant at) {
    return delivered(at, message());
  }

  private Event delivered(Instant at, Message message) {
    int key = random.nextInt(5) == 0 ? random.nextInt(keys + 1) : keys++;
    return new Event.Delivered(at, "key" + key, at, message);
  }

  private Message message() {
    return switch (random.nextInt(10)) {
      case 8 -> new Message.Resume("go on");
      case 0, 1 -> new Message.Signal("go", value());
      case 2 -> new Message.Signal(random.nextBoolean() ? "stop" : "unknown", value());
      case 3 -> new Message.CallbackSucceeded(awaitId(), value());
      case 4 ->
          new Message.CallbackFailed(
              awaitId(),
              random.nextBoolean() ? "Refused" : "not a name",
              "no",
              Optional.of(value()));
      case 5, 6 -> new Message.CallbackHeartbeat(awaitId());
      default -> new Message.Redrive("again");
    };
  }

  private Message fatal() {
    return switch (random.nextInt(7)) {
      case 5 -> new Message.Pause("a moment");
      case 6 -> new Message.Resume("go on");
      case 0 -> new Message.Terminate("at once");
      case 1, 2 -> new Message.Cancel("enough");
      default -> new Message.Redrive("again");
    };
  }

  private String awaitId() {
    return random.nextInt(10) == 0 ? "x" : Integer.toString(1 + random.nextInt(4));
  }

  private Event activated(State state, Instant at) {
    return new Event.Activated(
        at, state.epoch() + random.nextInt(3) - 1, "host", random.nextBoolean(), random.nextLong());
  }

  private Event absurd(Instant at) {
    var call = NAMES.get(random.nextInt(NAMES.size()));
    int attempt = random.nextInt(4) - 1;
    return switch (random.nextInt(5)) {
      case 0 -> new Event.AttemptStarted(at, call, attempt);
      case 1 -> ended(at, call, attempt);
      case 2 ->
          new Event.Started(
              at, "other", "id-2", "v2", Semantics.NEWEST, value(), "s", "", Optional.empty());
      case 3 -> new Event.TimerFired(at, "retry:" + call + ":" + attempt, at);
      default -> new Event.AttemptFailed(at, call, attempt, failure(), Double.NaN, Duration.ZERO);
    };
  }

  private Value value() {
    return switch (random.nextInt(6)) {
      case 0 -> Value.Null.NULL;
      case 1 -> new Value.Text("text " + random.nextInt(100));
      case 2 -> Value.Double.of(random.nextDouble());
      case 3 -> new Value.Items(List.of(new Value.Int(1), new Value.Timestamp(Driver.START)));
      default -> new Value.Int(random.nextInt(2));
    };
  }
}
