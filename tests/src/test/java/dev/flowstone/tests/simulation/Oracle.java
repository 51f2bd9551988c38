package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.machine.Stop;
import dev.flowstone.interpreter.machine.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A second interpreter: it evaluates the tree of a workflow in a straight line, with no
/// instructions, states or checkpoints.
///
/// What the world did (how attempts ended, which signals came, when timers fired) it learns from
/// the events of a journal, in their order; what must follow it knows by itself. So it needs no
/// schedule of its own, and is right under every fault: the one that is asked is whether the
/// machine, after each event, wants exactly what the language says ([#outlook]), and ends so.
/// Whether the journal is true to the world is asked of the [Ledger] instead.
final class Oracle {
  /// How an execution ended, or that it rests.
  record End(Status status, Optional<Value> result, Optional<Fault> fault) {}

  final Written written;
  final Event.Started started;
  final List<Lane> lanes = new ArrayList<>();
  final Visits visits = new Visits();
  final Map<String, Deque<Value>> mailbox = new HashMap<>();
  private final Map<Span, String> ids = new HashMap<>();
  private final Set<String> consumed = new HashSet<>();
  private final Undoing undoing = new Undoing(this);
  private final Lane main = new Lane(null, "");
  private final Set<String> signals;
  Instant now;
  int undosBegun;
  boolean failedInBranch;
  private Optional<Instant> deadline;
  private long epoch;
  private int waits;
  private Instant endedAt = Instant.MAX;
  private @Nullable End end;
  private @Nullable Lane running;
  private boolean resigned;

  Oracle(Written written, Event.Started started) {
    this.written = written;
    this.started = started;
    this.now = started.at();
    this.deadline = written.analysis().declared().timeout().map(now::plus);
    this.signals = Statements.in(written.tree().body());
    written.positions().steps().forEach((id, span) -> ids.putIfAbsent(span, id));
    lanes.add(main);
    Course course = new Course(this, undoing);
    course.block(main, written.tree().body(), this::ended);
    runAll();
  }

  void add(Lane lane) {
    lanes.add(lane);
  }

  void remove(Lane lane) {
    lanes.remove(lane);
  }

  boolean has(Lane lane) {
    return lanes.contains(lane);
  }

  /// A lane has something to run: at once where it is its turn, else when that comes. Lanes take
  /// turns in the order in which they began.
  void ready(Lane lane, Runnable what, Exit.Next next) {
    if (running == lane) {
      lane.blocked = null;
      what.run();
    } else {
      lane.blocked = new Ready(what, next);
    }
  }

  private record Ready(Runnable what, Exit.Next next) implements Blocked {
    @Override
    public boolean take(Event event) {
      return false;
    }

    @Override
    public void changeHost(Event.Activated activated) {}

    @Override
    public void stop(Stop stop) {
      next.to(new Exit.Stopped(stop));
    }

    @Override
    public void show(Outlook outlook) {}
  }

  private void runAll() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (Lane lane : List.copyOf(lanes)) {
        if (has(lane) && lane.blocked instanceof Ready ready) {
          moved = true;
          running = lane;
          lane.blocked = null;
          ready.what().run();
          running = null;
        }
      }
    }
  }

  private void ended(Exit exit) {
    switch (exit) {
      case Exit.Returned(Value value) ->
          finish(new End(Status.SUCCEEDED, Optional.of(value), none()));
      case Exit.Raised(Fault fault) ->
          undone(exit, () -> finish(new End(Status.FAILED, Optional.empty(), Optional.of(fault))));
      case Exit.Stopped(Stop stop) ->
          undone(
              exit,
              () -> finish(new End(stop.status(), Optional.empty(), Optional.of(stop.fault()))));
      case Exit.Done _, Exit.Broke _, Exit.Continued _, Exit.Yielded _ ->
          finish(new End(Status.SUCCEEDED, Optional.of(Value.Null.NULL), none()));
    }
  }

  private static Optional<Fault> none() {
    return Optional.empty();
  }

  private void undone(Exit exit, Runnable then) {
    List<Entry> undos = main.scopes.removeFirst();
    main.scopes.add(new ArrayList<>());
    undoing.run(
        main,
        undos,
        () ->
            undoing.arrive(
                main,
                exit,
                now -> {
                  if (now.equals(exit)) {
                    then.run();
                  } else {
                    ended(now);
                  }
                }));
  }

  private void finish(End how) {
    end = how;
    endedAt = now;
    main.blocked = null;
    main.stop = Optional.empty();
  }

  /// How it ended, or that it rests, so far.
  Optional<End> end() {
    return end != null
        ? Optional.of(end)
        : parked()
            .map(one ->
                new End(Status.COMPENSATION_FAILED, Optional.empty(), Optional.of(one.fault())));
  }

  /// The first lane whose undos failed, where nothing else can go on.
  private Optional<Undoing.Parked> parked() {
    Optional<Undoing.Parked> first = Optional.empty();
    for (Lane lane : lanes) {
      if (lane.blocked instanceof Undoing.Parked one) {
        if (first.isEmpty() || !first.get().since().isBefore(one.since())) {
          first = Optional.of(one);
        }
      } else if (lane.blocked == null || !lane.blocked.waitsForLanes()) {
        return Optional.empty();
      }
    }
    return first;
  }

  /// The time in which it rested does not count.
  private void postpone(Instant since) {
    deadline = deadline.map(due -> due.plus(Duration.between(since, now)));
  }

  /// A redrive came of which this oracle cannot tell what it does.
  boolean hasResigned() {
    return resigned;
  }

  /// The id of a statement.
  String id(Statement statement) {
    String id = ids.get(statement.span());
    if (id == null) {
      throw new IllegalStateException("no id for " + statement);
    }
    return id;
  }

  int nextWait() {
    return ++waits;
  }

  Optional<Value> takeSignal(String name) {
    return Optional.ofNullable(mailbox.get(name)).flatMap(kept -> Optional.ofNullable(kept.poll()));
  }

  // Events

  /// Takes an event; tells whether it meant anything.
  boolean take(Event event) {
    Instant before = now;
    now = event.at().isBefore(now) ? now : event.at();
    boolean taken =
        switch (event) {
          case Event.Started _ -> false;
          case Event.Activated activated -> changeHost(activated);
          case Event.Delivered delivered -> deliver(delivered);
          case Event.TimerFired fired -> fired(fired);
          case Event.AttemptStarted _,
              Event.AttemptSucceeded _,
              Event.AttemptFailed _,
              Event.ChildStarted _,
              Event.ChildRefused _ ->
              toLanes(event);
        };
    runAll();
    now = taken ? now : before;
    return taken;
  }

  private boolean toLanes(Event event) {
    for (Lane lane : List.copyOf(lanes)) {
      if (lane.blocked != null && lane.blocked.take(event)) {
        return true;
      }
    }
    return false;
  }

  private boolean changeHost(Event.Activated activated) {
    if (activated.epoch() <= epoch) {
      return false;
    }
    epoch = activated.epoch();
    for (Lane lane : List.copyOf(lanes)) {
      if (lane.blocked != null) {
        lane.blocked.changeHost(activated);
      }
    }
    return true;
  }

  private boolean fired(Event.TimerFired fired) {
    if (fired.at().isBefore(fired.due())) {
      return false;
    }
    if (!fired.timer().equals("workflow")) {
      return toLanes(fired);
    }
    if (!stoppable() || !deadline.equals(Optional.of(fired.due()))) {
      return false;
    }
    stop(new Stop.DeadlinePassed());
    return true;
  }

  /// Whether it can still be cancelled, or run out of time.
  private boolean stoppable() {
    return undecided() && end().isEmpty();
  }

  /// Whether it would go on, at least once its failed undos are mended.
  private boolean undecided() {
    return end == null && main.stop.isEmpty() && !main.leaving;
  }

  private void stop(Stop stop) {
    stop(main, stop);
  }

  /// Asks a lane to stop; a `finally` comes to its end first, and failed undos are waited for.
  void stop(Lane lane, Stop stop) {
    if (lane.stop.isPresent()) {
      return;
    }
    lane.stop = Optional.of(stop);
    if (lane.shields == 0 && lane.blocked != null) {
      lane.blocked.stop(stop);
    }
  }

  private boolean deliver(Event.Delivered delivered) {
    if (delivered.message() instanceof Message.CallbackHeartbeat(String wait)) {
      Instant when = delivered.acceptedAt();
      return awaiting(wait, true)
          .map(found -> found.heard(when.isBefore(delivered.at()) ? when : delivered.at()))
          .orElse(false);
    }
    if (!consumed.add(delivered.key())) {
      return false;
    }
    switch (delivered.message()) {
      case Message.Signal(String name, Value payload) -> signal(name, payload);
      case Message.CallbackSucceeded(String wait, Value payload) ->
          awaiting(wait, false).ifPresent(found -> found.answered(payload));
      case Message.CallbackFailed failed -> {
        if (failed.error().matches("[A-Za-z_][A-Za-z0-9_]{0,99}")) {
          awaiting(failed.awaitId(), false)
              .ifPresent(found ->
                  found.failed(
                      new Fault(
                          failed.error(), failed.message(), failed.data(), Optional.empty(), 0)));
        }
      }
      case Message.CallbackHeartbeat _ -> throw new IllegalStateException("it was taken before");
      case Message.Move _ -> throw new IllegalStateException("nothing is moved here");
      case Message.Cancel(String reason) -> {
        if (undecided()) {
          stop(new Stop.Cancelled(reason));
        }
      }
      case Message.Terminate(String reason) -> {
        if (end == null) {
          Stop stop = new Stop.Terminated(reason);
          lanes.removeIf(lane -> lane != main);
          finish(new End(stop.status(), Optional.empty(), Optional.of(stop.fault())));
        }
      }
      case Message.Redrive _ -> redrive();
      case Message.ChildEnded _, Message.Pause _, Message.Resume _ ->
          throw new IllegalStateException("not known yet: " + delivered.message());
    }
    return true;
  }

  private void signal(String name, Value payload) {
    if ((end != null && end.status() != Status.FAILED) || !signals.contains(name)) {
      return;
    }
    Optional<Awaiting> first =
        open().stream()
            .filter(wait -> wait.signal().equals(name))
            .min(java.util.Comparator.comparingInt(Awaiting::ordinal));
    first.ifPresentOrElse(
        wait -> wait.answered(payload),
        () -> mailbox.computeIfAbsent(name, _ -> new ArrayDeque<>()).add(payload));
  }

  private Optional<Awaiting> awaiting(String id, boolean heartbeat) {
    return open().stream()
        .filter(wait -> Integer.toString(wait.ordinal()).equals(id))
        .filter(wait -> !heartbeat || wait.hasHeartbeat())
        .findFirst();
  }

  private List<Awaiting> open() {
    List<Awaiting> open = new ArrayList<>();
    for (Lane lane : lanes) {
      if (lane.blocked instanceof Awaiting wait && wait.isOpen()) {
        open.add(wait);
      }
    }
    return open;
  }

  private void redrive() {
    Optional<Undoing.Parked> rests = end == null ? parked() : Optional.empty();
    if (rests.isPresent()) {
      postpone(rests.get().since());
      for (Lane lane : List.copyOf(lanes)) {
        if (lane.blocked instanceof Undoing.Parked one) {
          one.redrive();
        }
      }
    } else if (end != null && end.status() == Status.FAILED && undosBegun == 0) {
      Lane.Retry retry = main.retry;
      if (retry == null) {
        resigned = failedInBranch;
        return;
      }
      postpone(endedAt);
      end = null;
      main.restore(retry);
      retry.again().run();
    }
  }

  /// What it wants now.
  Outlook outlook() {
    Outlook outlook = Outlook.empty();
    if (end != null) {
      return outlook;
    }
    for (Lane lane : lanes) {
      if (lane.blocked != null) {
        lane.blocked.show(outlook);
      }
    }
    if (stoppable()) {
      deadline.ifPresent(due -> outlook.timers().add(new Timer("workflow", due)));
    }
    return outlook;
  }
}
