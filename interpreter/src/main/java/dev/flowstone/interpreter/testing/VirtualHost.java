package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.EngineError;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Machine;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.Parent;
import dev.flowstone.interpreter.machine.Refusal;
import dev.flowstone.interpreter.machine.Semantics;
import dev.flowstone.interpreter.machine.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A host of one execution and its children whose clock jumps to whatever is due next.
///
/// It does what the engine does, on one thread and in one order: attempts that end come before
/// messages, messages before timers of the same time. Where it is to crash, it dies after each
/// checkpoint: the state is written, forgotten and read by another host, between the append and
/// what would begin then, so that no attempt is lost by it. It lives only while an attempt that was
/// interrupted is awaited.
final class VirtualHost {

  /// More than any test that comes to an end.
  private static final int MOST_EVENTS = 1_000_000;

  private static final String HOST = "test";

  private final Scenario scenario;
  private final Handling handling;
  private final Duration stepTimeout = Settings.standard().stepTimeout();
  private final Map<String, Live> executions = new LinkedHashMap<>();
  private final Children children;
  private final List<Called> calls = new ArrayList<>();
  private final Coverage coverage;
  private final Live main;
  private Instant now;
  private int events;
  private int messages;
  private Optional<String> problem = Optional.empty();

  private VirtualHost(
      Scenario scenario,
      Handling handling,
      Event.Started started,
      List<Message.Signal> signals,
      Coverage coverage) {
    this.scenario = scenario;
    this.handling = handling;
    this.coverage = coverage;
    this.now = scenario.start();
    this.children = new Children(this, handling, scenario.workflows());
    this.main = new Live(scenario.program(), started, signals, coverage);
    executions.put(main.name(), main);
  }

  /// Takes an execution, for which signals are there already; nothing is done before it [goes
  /// on][#goOn()].
  static VirtualHost take(
      Scenario scenario,
      Handling handling,
      Value.Fields input,
      List<Message.Signal> signals,
      Coverage coverage) {
    Event.Started started =
        started(scenario.name(), scenario.id(), input, scenario.start(), Optional.empty());
    VirtualHost host = new VirtualHost(scenario, handling, started, signals, coverage);
    host.main.step(host.activation(host.main, false));
    return host;
  }

  /// Lets a message be there before anything is done; tells why it is refused where it is.
  Optional<Refusal> early(Message message) {
    Optional<Refusal> refusal = Machine.refusal(main.program, main.state(), message);
    if (refusal.isEmpty()) {
      Event event = delivered(message);
      main.step(scenario.crashing() ? Live.reload(event) : event);
      if (scenario.crashing()) {
        main.reload();
        if (!main.interrupts() && main.state().pausedSince().isEmpty()) {
          main.step(activation(main, false));
        }
      }
    }
    return refusal;
  }

  /// Does what can be done at once.
  void goOn() {
    perform(main, main.state().outstanding(main.program));
    settle();
  }

  static Event.Started started(
      String name, String id, Value.Fields input, Instant now, Optional<Parent> parent) {
    return new Event.Started(now, name, id, "test", Semantics.NEWEST, input, "test", "", parent);
  }

  /// Makes a child, which does nothing before it is activated.
  void begin(Program program, Event.Started started) {
    Live live = new Live(program, started, List.of(), coverage);
    executions.put(live.name(), live);
  }

  void activate(Live live) {
    takeOver(live, false);
  }

  private Event activation(Live live, boolean interrupted) {
    return new Event.Activated(now, live.state().epoch() + 1, HOST, interrupted, 1);
  }

  private Event delivered(Message message) {
    return new Event.Delivered(now, "message:" + messages++, now, message);
  }

  // What is known

  Live main() {
    return main;
  }

  Optional<Live> find(String name) {
    return Optional.ofNullable(executions.get(name));
  }

  /// The main one first.
  List<Live> executions() {
    return List.copyOf(executions.values());
  }

  Instant now() {
    return now;
  }

  List<Called> calls() {
    return List.copyOf(calls);
  }

  void called(Called call) {
    calls.add(call);
  }

  /// Why the test cannot go on, where it cannot.
  Optional<String> problem() {
    return problem;
  }

  void giveUp(String why) {
    problem = problem.or(() -> Optional.of(why));
  }

  boolean handlersWereReal() {
    return handling.usedReal();
  }

  // What happens

  /// Sends a message to an execution; tells why it is refused where it is.
  Optional<Refusal> send(Live live, Message message) {
    Optional<Refusal> refusal = deliver(live, message);
    settle();
    return refusal;
  }

  Optional<Refusal> deliver(Live live, Message message) {
    Optional<Refusal> refusal = Machine.refusal(live.program, live.state(), message);
    if (refusal.isEmpty()) {
      apply(live, delivered(message));
    }
    return refusal;
  }

  /// The host dies now: what was in flight has an unknown outcome.
  void crash() {
    for (Live live : executions()) {
      if (!live.rests()) {
        live.inFlight.clear();
        takeOver(live, true);
      }
    }
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
        giveUp("it does not come to an end: " + MOST_EVENTS + " events happened");
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

  /// Does what is due first; false where nothing is due until then.
  private boolean step(Instant until, boolean timers) {
    Due first = children.next().orElse(null);
    for (Live live : executions.values()) {
      if (live.rests()) {
        continue;
      }
      for (InFlight attempt : live.inFlight.values()) {
        first = Due.first(first, new Due(attempt.ends(), false, () -> ended(live, attempt)));
      }
      Optional<Timer> timer = live.state().timers().stream().findFirst();
      if (timer.isPresent()) {
        Due fires = new Due(timer.get().due(), true, () -> fired(live, timer.get()));
        first = Due.first(first, fires);
      }
    }
    if (first == null
        || first.when().isAfter(until)
        || (first.timer() && !timers && first.when().equals(until))) {
      return false;
    }
    now = first.when().isAfter(now) ? first.when() : now;
    first.what().run();
    return true;
  }

  private void fired(Live live, Timer timer) {
    apply(live, new Event.TimerFired(now, timer.key(), timer.due()));
  }

  private void ended(Live live, InFlight attempt) {
    live.inFlight.remove(attempt.key());
    Optional<Event> event = attempt.event(now);
    if (event.isPresent()) {
      apply(live, event.get());
    } else {
      crash();
    }
  }

  /// One append: the event moves the state, and what it commands is begun once both are durable.
  void apply(Live live, Event event) {
    boolean crashing = scenario.crashing() && !(event instanceof Event.Activated);
    List<Command> commands = live.step(crashing ? Live.reload(event) : event);
    if (crashing && !live.interrupts()) {
      live.reload();
    }
    // Whoever takes over what is paused holds what was in flight: here it goes on.
    if (crashing && !live.interrupts() && live.state().pausedSince().isEmpty()) {
      takeOver(live, false);
    } else {
      perform(live, commands);
    }
    if (live.tellsEnd()) {
      children.ended(live);
    }
  }

  private void takeOver(Live live, boolean interrupted) {
    apply(live, activation(live, interrupted));
  }

  private void perform(Live live, List<Command> commands) {
    for (Command command : commands) {
      if (problem.isPresent()) {
        return;
      }
      switch (command) {
        case Command.Invoke invoke -> invoke(live, invoke);
        case Command.Interrupt(String call, int attempt) ->
            interrupt(live, new InFlight.Key(call, attempt));
        case Command.StartChild start -> children.start(live, start);
        case Command.CancelChild(String _, String child, String reason) ->
            children.cancel(child, reason);
      }
    }
  }

  private void invoke(Live live, Command.Invoke invoke) {
    InFlight.Key key = new InFlight.Key(invoke.call(), invoke.attempt());
    if (live.inFlight.containsKey(key)) {
      return;
    }
    if (invoke.journalStart()) {
      apply(live, new Event.AttemptStarted(now, invoke.call(), invoke.attempt()));
      return;
    }
    Duration timeout = invoke.timeout().orElse(stepTimeout);
    calls.add(
        new Called(
            now,
            live.name(),
            invoke.forward().isPresent() ? Called.Kind.UNDO : Called.Kind.STEP,
            invoke.call(),
            invoke.step(),
            invoke.handler(),
            invoke.attempt(),
            invoke.input()));
    StepContext.Identity identity =
        new StepContext.Identity(
            live.name(), live.state().id(), invoke.step(), invoke.key(), invoke.attempt());
    Handling.Course course = handling.course(identity, invoke, () -> now, now.plus(timeout));
    if (course instanceof Handling.Course.Unforeseen(String what)) {
      giveUp(what);
    } else {
      live.inFlight.put(key, InFlight.of(invoke, course, timeout, now));
    }
  }

  private void interrupt(Live live, InFlight.Key key) {
    InFlight attempt = live.inFlight.get(key);
    if (attempt != null) {
      live.inFlight.put(key, attempt.interrupted(now));
      return;
    }
    Event.Failure never =
        new Event.Failure(
            EngineError.INTERRUPTED.errorName(),
            "stopped before the attempt began",
            Optional.empty(),
            false,
            true);
    apply(live, new Event.AttemptFailed(now, key.call(), key.attempt(), never, 1.0, Duration.ZERO));
  }
}
