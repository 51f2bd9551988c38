package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.machine.ChildEnd;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.Decoded;
import dev.flowstone.interpreter.machine.EngineError;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.EventCodec;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.Machine;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.Refusal;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.StateCodec;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.machine.Timer;
import dev.flowstone.interpreter.machine.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A host of one execution whose clock jumps to whatever is due next.
///
/// It does what the engine does, on one thread and in one order: attempts that end come before
/// messages, messages before timers of the same time. Where it is to crash, it dies after each
/// checkpoint: the state is written, forgotten and read by another host, between the append and
/// what would begin then, so that no attempt is lost by it.
final class VirtualHost {

  /// More than any test that comes to an end.
  private static final int MOST_EVENTS = 1_000_000;

  private final Program program;
  private final Handling handling;
  private final boolean crashing;
  private final Duration stepTimeout = Settings.standard().stepTimeout();
  private final Map<InFlight.Key, InFlight> inFlight = new LinkedHashMap<>();
  private final Set<InFlight.Key> children = new HashSet<>();
  private final List<Called> calls = new ArrayList<>();
  private final List<HistoryEntry> history = new ArrayList<>();
  private State state;
  private Instant now;
  private int events;
  private int messages;
  private Optional<String> problem = Optional.empty();

  private VirtualHost(
      Program program, Handling handling, boolean crashing, Transition first, Instant now) {
    this.program = program;
    this.handling = handling;
    this.crashing = crashing;
    this.state = first.state();
    this.history.addAll(first.history());
    this.now = now;
  }

  /// Starts an execution and does what can be done at once.
  static VirtualHost start(
      Program program,
      Handling handling,
      boolean crashing,
      StepContext.Identity run,
      Value.Fields input,
      Instant now) {
    Event.Started started =
        new Event.Started(
            now,
            run.executionName(),
            run.executionId(),
            "test",
            program.semantics(),
            input,
            "test",
            "",
            Optional.empty());
    VirtualHost host =
        new VirtualHost(program, handling, crashing, Machine.start(program, started), now);
    host.apply(new Event.Activated(now, 1, "test", false, 1));
    host.settle();
    return host;
  }

  State state() {
    return state;
  }

  Program program() {
    return program;
  }

  Instant now() {
    return now;
  }

  List<Called> calls() {
    return List.copyOf(calls);
  }

  List<HistoryEntry> history() {
    return List.copyOf(history);
  }

  /// Why the test cannot go on, where it cannot.
  Optional<String> problem() {
    return problem;
  }

  boolean handlersWereReal() {
    return handling.usedReal();
  }

  /// Sends a message; tells why it is refused where it is.
  Optional<Refusal> send(Message message) {
    Optional<Refusal> refusal = Machine.refusal(program, state, message);
    if (refusal.isEmpty()) {
      apply(new Event.Delivered(now, "message:" + messages++, now, message));
      settle();
    }
    return refusal;
  }

  /// The host dies now: what was in flight has an unknown outcome.
  void crash() {
    inFlight.keySet().retainAll(children); // these run elsewhere
    takeOver(true);
    settle();
  }

  /// What is due now.
  private void settle() {
    advance(now, true);
  }

  /// Lets time pass until an instant, and everything happen that is due on the way; timers of that
  /// very instant only where they are included.
  void advance(Instant until, boolean timers) {
    while (problem.isEmpty() && step(until, timers)) {
      if (++events > MOST_EVENTS) {
        problem = Optional.of("it does not come to an end: " + MOST_EVENTS + " events happened");
      }
    }
    if (problem.isEmpty() && until.isAfter(now) && until.isBefore(Instant.MAX)) {
      now = until;
    }
  }

  /// Lets time pass until nothing more can happen by itself.
  void finish() {
    advance(Instant.MAX, true);
  }

  private boolean step(Instant until, boolean timers) {
    if (state.status().ended()) {
      return false;
    }
    Optional<InFlight> attempt =
        inFlight.values().stream().min(Comparator.comparing(InFlight::ends));
    Optional<Timer> timer = state.timers().stream().findFirst();
    boolean first =
        attempt.isPresent()
            && timer.filter(it -> it.due().isBefore(attempt.get().ends())).isEmpty();
    if (first && !attempt.get().ends().isAfter(until)) {
      ended(attempt.get());
      return true;
    }
    boolean due =
        timer
            .filter(it -> timers ? !it.due().isAfter(until) : it.due().isBefore(until))
            .isPresent();
    if (!first && due) {
      pass(timer.get().due());
      apply(new Event.TimerFired(now, timer.get().key(), timer.get().due()));
      return true;
    }
    return false;
  }

  private void pass(Instant when) {
    now = when.isAfter(now) ? when : now;
  }

  private void ended(InFlight attempt) {
    pass(attempt.ends());
    inFlight.remove(attempt.key());
    if (children.remove(attempt.key())) {
      childEnded(attempt.key().call(), attempt.childEnd());
      return;
    }
    attempt
        .event(now)
        .ifPresentOrElse(
            this::apply,
            () -> {
              inFlight.keySet().retainAll(children);
              takeOver(true);
            });
  }

  /// One append: the event moves the state, and what it commands is begun once both are durable.
  private void apply(Event event) {
    Transition transition = Machine.step(program, state, crashing ? durable(event) : event);
    moved(transition);
    if (crashing && !(event instanceof Event.Activated)) {
      state = read(StateCodec.decode(StateCodec.encode(state)));
      takeOver(false);
    } else {
      perform(transition.commands());
    }
  }

  private void takeOver(boolean interrupted) {
    apply(new Event.Activated(now, state.epoch() + 1, "test", interrupted, 1));
  }

  private void moved(Transition transition) {
    state = transition.state();
    history.addAll(transition.history());
  }

  private static Event durable(Event event) {
    return read(EventCodec.decode(EventCodec.encode(List.of(event)))).getFirst();
  }

  private static <T> T read(Decoded<T> decoded) {
    return switch (decoded) {
      case Decoded.Ok<T>(T value) -> value;
      case Decoded.Newer<T> _, Decoded.Corrupt<T> _ ->
          throw new IllegalStateException("what was written cannot be read: " + decoded);
    };
  }

  private void perform(List<Command> commands) {
    for (Command command : commands) {
      if (problem.isPresent()) {
        return;
      }
      switch (command) {
        case Command.Invoke invoke -> invoke(invoke);
        case Command.Interrupt(String call, int attempt) ->
            interrupt(new InFlight.Key(call, attempt));
        case Command.StartChild start -> startChild(start);
        case Command.CancelChild cancel -> cancelChild(cancel);
      }
    }
  }

  /// A workflow that is called is stubbed by its name, as a handler is.
  private void startChild(Command.StartChild start) {
    InFlight.Key key = new InFlight.Key(start.call(), 1);
    if (inFlight.containsKey(key)) {
      return;
    }
    calls.add(
        new Called(now, false, start.call(), start.call(), start.workflow(), 1, start.input()));
    if (!start.detached()) {
      Handling.Course course = handling.child(start.workflow(), start.input());
      if (course instanceof Handling.Course.Unforeseen(String what)) {
        problem = Optional.of(what);
        return;
      }
      inFlight.put(key, InFlight.ofChild(key, course, now));
      children.add(key);
    }
    apply(new Event.ChildStarted(now, start.call(), "test"));
  }

  private void cancelChild(Command.CancelChild cancel) {
    InFlight.Key key = new InFlight.Key(cancel.call(), 1);
    inFlight.remove(key);
    if (children.remove(key)) {
      childEnded(
          cancel.call(),
          new ChildEnd.Otherwise(
              Status.CANCELLED, Fault.of(EngineError.CANCELLED, cancel.reason())));
    }
  }

  private void childEnded(String call, ChildEnd end) {
    Message message = new Message.ChildEnded(call, "test", end);
    apply(new Event.Delivered(now, "message:" + messages++, now, message));
  }

  private void invoke(Command.Invoke invoke) {
    InFlight.Key key = new InFlight.Key(invoke.call(), invoke.attempt());
    if (inFlight.containsKey(key)) {
      return;
    }
    if (invoke.journalStart()) {
      apply(new Event.AttemptStarted(now, invoke.call(), invoke.attempt()));
      return;
    }
    Duration timeout = invoke.timeout().orElse(stepTimeout);
    calls.add(
        new Called(
            now,
            invoke.forward().isPresent(),
            invoke.call(),
            invoke.step(),
            invoke.handler(),
            invoke.attempt(),
            invoke.input()));
    StepContext.Identity identity =
        new StepContext.Identity(
            state.name(), state.id(), invoke.step(), invoke.key(), invoke.attempt());
    Handling.Course course = handling.course(identity, invoke, () -> now, now.plus(timeout));
    if (course instanceof Handling.Course.Unforeseen(String what)) {
      problem = Optional.of(what);
    } else {
      inFlight.put(key, InFlight.of(invoke, course, timeout, now));
    }
  }

  private void interrupt(InFlight.Key key) {
    InFlight attempt = inFlight.get(key);
    if (attempt != null) {
      inFlight.put(key, attempt.interrupted(now));
    } else {
      Event.Failure never =
          new Event.Failure(
              EngineError.INTERRUPTED.errorName(),
              "stopped before the attempt began",
              Optional.empty(),
              false,
              true);
      apply(new Event.AttemptFailed(now, key.call(), key.attempt(), never, 1.0, Duration.ZERO));
    }
  }
}
