package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.pcollections.OrderedPSet;

/// Where an execution stands: everything that its future depends on, and nothing that it has left
/// behind.
///
/// Immutable, made only by [Machine] (I1) and read by everybody. It grows with assigned variables,
/// registered undos, results of the items of loops that are under way, kept signals and the newest
/// keys of consumed messages (signs of life have none), never with the number of completed steps.
/// `epoch` is that of the last activation, `time` the time of the event that last moved it
/// (`run.time`), `mailbox` holds signals that came before their wait, in order, `consumed` hashes
/// of message keys, the oldest first. `pausedSince` tells that nothing new is to begin. Of `fibers`
/// the main one comes first, and parents before their branches; `failure` is what a redrive would
/// go back to where branches failed. Maps have no order here; the codec sorts them.
public record State(
    Identity identity,
    long epoch,
    Instant time,
    Optional<Instant> deadline,
    Optional<Instant> pausedSince,
    Counters counters,
    Map<String, List<Value>> mailbox,
    OrderedPSet<String> consumed,
    List<Fiber> fibers,
    Optional<FailurePoint> failure) {

  /// The longest name of an execution.
  public static final int NAME_LENGTH = 200;

  /// What an execution is, fixed when it starts.
  public record Identity(
      String name,
      String id,
      String version,
      int semantics,
      String secret,
      String callbackBase,
      Instant startedAt,
      Value input,
      Optional<Parent> parent) {}

  /// `steps` completed, `attempts` begun (undos and notifications included), `waits` numbered so
  /// far, `undos` begun.
  public record Counters(int steps, int attempts, int waits, int undos) {
    static final Counters ZERO = new Counters(0, 0, 0, 0);
  }

  /// What operators count.
  public record Stats(int steps, int attempts) {}

  public State {
    mailbox = Map.copyOf(mailbox);
    fibers = List.copyOf(fibers);
    if (fibers.isEmpty() || !fibers.getFirst().path().isEmpty()) {
      throw new IllegalArgumentException("the main fiber comes first");
    }
    if (mailbox.values().stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException("a mailbox without signals is absent");
    }
  }

  public String name() {
    return identity.name();
  }

  public String id() {
    return identity.id();
  }

  public Fiber main() {
    return fibers.getFirst();
  }

  /// `RUNNING` while an attempt is being made; between attempts it waits for a timer like any
  /// other.
  public Status status() {
    boolean busy =
        fibers.stream().anyMatch(f -> f.activity().inProgress().filter(Call::inFlight).isPresent());
    return ending()
        .map(Activity.Ending::status)
        .orElseGet(
            () -> pausedSince.isPresent() ? Status.PAUSED : busy ? Status.RUNNING : Status.WAITING);
  }

  /// How it ended, or that it rests since undos have failed and nothing else can go on.
  public Optional<Activity.Ending> ending() {
    return main().activity().ending().or(this::resting);
  }

  private Optional<Activity.Ending> resting() {
    Optional<Activity.Ending> parked = Optional.empty();
    for (var fiber : fibers) {
      switch (fiber.activity()) {
        case Activity.Parked own -> {
          if (parked.filter(other -> other.at().isBefore(own.at())).isEmpty()) {
            parked = own.ending();
          }
        }
        case Activity.Joining _, Activity.UnwindingGroup _ -> {}
        case Activity.Calling _,
            Activity.Sleeping _,
            Activity.Awaiting _,
            Activity.Concluding _,
            Activity.Polling _,
            Activity.Delegating _,
            Activity.Unwinding _,
            Activity.Succeeded _,
            Activity.Failed _,
            Activity.Stopped _ -> {
          return Optional.empty();
        }
      }
    }
    return parked;
  }

  public Stats stats() {
    return new Stats(counters.steps(), counters.attempts());
  }

  /// The result of an execution that succeeded.
  public Optional<Value> result() {
    return ending().flatMap(Activity.Ending::result);
  }

  /// Why it ended otherwise; the first failed undo where it is parked.
  public Optional<Fault> error() {
    return ending().flatMap(Activity.Ending::error);
  }

  /// Every time at which it wants to be told, earliest first. The first is when somebody must look
  /// at it.
  public List<Timer> timers() {
    var timers = new ArrayList<Timer>();
    if (pausedSince.isPresent()) {
      return timers;
    }
    if (deadlineCounts()) {
      deadline.ifPresent(due -> timers.add(new Timer(TimerKeys.DEADLINE, due)));
    }
    for (var fiber : fibers) {
      timers.addAll(TimerKeys.of(fiber));
    }
    timers.sort(Comparator.comparing(Timer::due).thenComparing(Timer::key));
    return List.copyOf(timers);
  }

  /// Whether it wants to be told at that time.
  boolean awaits(Timer timer) {
    if (pausedSince.isPresent()) {
      return false;
    }
    return timer.key().equals(TimerKeys.DEADLINE)
        ? deadlineCounts() && deadline.filter(timer.due()::equals).isPresent()
        : fibers.stream().anyMatch(fiber -> TimerKeys.of(fiber).contains(timer));
  }

  /// The workflow's timeout counts until the execution is on its way to an end.
  boolean deadlineCounts() {
    return ending().isEmpty() && undecided();
  }

  /// Whether it is not on its way to an end yet, or would not be once its failed undos are mended.
  boolean undecided() {
    var fiber = main();
    if (fiber.stop().isPresent()) {
      return false;
    }
    // An error that nobody inside of the workflow takes any more leads to an end.
    var purpose =
        switch (fiber.activity()) {
          case Activity.Unwinding unwinding -> unwinding.purpose();
          case Activity.UnwindingGroup unwinding -> unwinding.purpose();
          case Activity.Parked parked -> parked.purpose();
          default -> new Purpose.Rollback();
        };
    return !(purpose instanceof Purpose.Raise) || fiber.frames().size() > 1;
  }

  /// Everything that is to be performed while the execution rests in this state (I2).
  public List<Command> outstanding(Program program) {
    return outstanding(program, fibers);
  }

  private List<Command> outstanding(Program program, List<Fiber> of) {
    var commands = new ArrayList<Command>();
    for (var fiber : of) {
      var call = fiber.activity().inProgress();
      if (call.isPresent() && call.get().phase() instanceof Call.InFlight inFlight) {
        commands.add(CallSite.of(program, fiber).command(this, fiber, call.get(), inFlight));
      } else if (fiber.activity() instanceof Activity.Delegating(ChildCall child)) {
        child(program, fiber, child).ifPresent(commands::add);
      }
    }
    if (pausedSince.isPresent()) {
      commands.removeIf(command -> !(command instanceof Command.Interrupt));
    }
    return List.copyOf(commands);
  }

  /// What is outstanding here and was not before. A fiber that is the same object has the same
  /// commands, and most are.
  List<Command> outstandingSince(Program program, State before) {
    boolean alike = before.pausedSince.isPresent() == pausedSince.isPresent();
    var known = new HashSet<>();
    before
        .outstanding(program, alike ? without(before.fibers, fibers) : before.fibers)
        .forEach(command -> known.add(Mark.of(command)));
    return outstanding(program, alike ? without(fibers, before.fibers) : fibers).stream()
        .filter(command -> !known.contains(Mark.of(command)))
        .toList();
  }

  private static List<Fiber> without(List<Fiber> fibers, List<Fiber> others) {
    Set<Fiber> untouched = Collections.newSetFromMap(new IdentityHashMap<>());
    untouched.addAll(others);
    return fibers.stream().filter(fiber -> !untouched.contains(fiber)).toList();
  }

  /// What makes a command the same as another.
  private record Mark(Class<?> kind, String call, int attempt, boolean journalStart) {

    static Mark of(Command command) {
      return switch (command) {
        case Command.Invoke invoke ->
            new Mark(Command.Invoke.class, invoke.call(), invoke.attempt(), invoke.journalStart());
        case Command.Interrupt(String call, int attempt) ->
            new Mark(Command.Interrupt.class, call, attempt, false);
        case Command.StartChild start -> new Mark(Command.StartChild.class, start.call(), 0, false);
        case Command.CancelChild cancel ->
            new Mark(Command.CancelChild.class, cancel.call(), 0, false);
      };
    }
  }

  private static Optional<Command> child(Program program, Fiber fiber, ChildCall child) {
    if (!child.started()) {
      return Optional.of(
          switch (program.code().get(fiber.pc())) {
            case Instruction.CallWorkflow call ->
                new Command.StartChild(
                    child.id(), child.name(), call.workflow(), child.input(), false);
            case Instruction.StartWorkflow start ->
                new Command.StartChild(
                    child.id(), child.name(), start.workflow(), child.input(), true);
            default -> throw new IllegalStateException("no child is called here");
          });
    }
    if (child.passed()) {
      return Optional.of(
          new Command.CancelChild(child.id(), child.name(), "the timeout of its call has passed"));
    }
    return fiber.stopping()
        ? Optional.of(
            new Command.CancelChild(child.id(), child.name(), "its parent does not need it"))
        : Optional.empty();
  }

  /// What it waits for, for `flow status`.
  public List<Waiting> waitingFor(Program program) {
    var waiting = new ArrayList<Waiting>();
    pausedSince.ifPresent(since -> waiting.add(new Waiting.Paused(since)));
    for (var fiber : fibers) {
      switch (fiber.activity()) {
        case Activity.Sleeping(String id, Instant since, Instant due) ->
            waiting.add(new Waiting.Time(id, since, due));
        case Activity.Awaiting(Wait wait, Optional<Call> _) when !fiber.stopping() ->
            waiting.add(
                new Waiting.Signal(
                    wait.id(),
                    wait.signal(),
                    CallbackToken.of(identity, wait.ordinal()).text(),
                    wait.since(),
                    wait.due(),
                    wait.heartbeat()));
        case Activity.Parked(Instant _, Purpose _, List<Activity.BrokenUndo> broken) ->
            broken.forEach(b ->
                waiting.add(
                    new Waiting.Redrive(b.undo().id(), b.fault().name(), b.fault().message())));
        case Activity.Polling polling ->
            polling
                .next()
                .ifPresent(next ->
                    waiting.add(
                        new Waiting.Poll(polling.id(), polling.asked(), next, polling.due())));
        case Activity.Delegating(ChildCall child) ->
            waiting.add(
                new Waiting.Child(
                    CallSite.shown(child.id()), child.name(), child.since(), child.due()));
        case Activity.Calling _,
            Activity.Awaiting _,
            Activity.Concluding _,
            Activity.Joining _,
            Activity.Unwinding _,
            Activity.UnwindingGroup _,
            Activity.Succeeded _,
            Activity.Failed _,
            Activity.Stopped _ -> {}
      }
      fiber
          .activity()
          .inProgress()
          .flatMap(call -> waiting(program, fiber, call))
          .ifPresent(waiting::add);
    }
    return List.copyOf(waiting);
  }

  private static Optional<Waiting> waiting(Program program, Fiber fiber, Call call) {
    HandlerCall handler = CallSite.of(program, fiber).handler();
    return switch (call.phase()) {
      case Call.InFlight(Instant since, boolean _) ->
          Optional.of(
              new Waiting.Attempt(
                  call.shown(),
                  handler.handler(),
                  call.attempt(),
                  since,
                  fiber.activity() instanceof Activity.Unwinding));
      case Call.BackingOff(Instant due, Event.Failure last) ->
          Optional.of(
              new Waiting.Retry(
                  call.shown(),
                  handler.handler(),
                  call.attempt(),
                  due,
                  last.error(),
                  last.message()));
      case Call.Held() -> Optional.empty();
    };
  }

  /// Signals that were accepted and that no wait has taken, by name.
  public Map<String, Integer> unused() {
    return mailbox.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().size()));
  }
}
