package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.machine.Stop;
import dev.flowstone.interpreter.machine.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final Lineage lineage;
  private final Pausing pauses = new Pausing();
  private final Undoing undoing = new Undoing(this);
  private final Comeback comeback = new Comeback(this);
  private final Course course;
  private Lane main = new Lane(null, "");
  private Letters letters;
  Instant now;
  int undosBegun;
  private Optional<Instant> deadline = Optional.empty();
  private long epoch;
  private int waits;
  private Instant endedAt = Instant.MAX;
  private @Nullable End end;
  private @Nullable Lane running;

  Oracle(Written written, Event.Started started) {
    this.written = written;
    this.started = started;
    this.now = started.at();
    this.lineage = new Lineage(this, written);
    this.course = new Course(this, undoing);
    this.letters = new Letters(this);
    begin();
  }

  Comeback comeback() {
    return comeback;
  }

  Lineage lineage() {
    return lineage;
  }

  Letters letters() {
    return letters;
  }

  Pausing pauses() {
    return pauses;
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
      comeback.ran();
      what.run();
    } else {
      lane.blocked = new Ready(what, next);
    }
  }

  /// It has that to run, but not now.
  void later(Lane lane, Runnable what, Exit.Next next) {
    lane.blocked = new Ready(what, next);
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
          comeback.ran();
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
    pauses.end();
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

  /// The id of a statement.
  String id(Statement statement) {
    return lineage.id(statement);
  }

  int nextWait() {
    return ++waits;
  }

  // Events

  /// Takes an event; tells whether it meant anything.
  boolean take(Event event) {
    comeback.next(event);
    return live(event);
  }

  /// Takes an event, perhaps once more.
  boolean live(Event event) {
    Instant before = now;
    now = event.at().isBefore(now) ? now : event.at();
    boolean taken =
        switch (event) {
          case Event.Started _ -> false;
          case Event.Activated activated -> changeHost(activated);
          case Event.Delivered delivered -> letters.deliver(delivered);
          case Event.TimerFired fired -> fired(fired);
          case Event.AttemptStarted _,
              Event.AttemptSucceeded _,
              Event.AttemptFailed _,
              Event.ChildStarted _,
              Event.ChildRefused _ ->
              toLanes(event);
        };
    runAll();
    comeback.recheck();
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

  @SuppressWarnings("ReferenceEquality") // it is this very one, or another
  private boolean changeHost(Event.Activated activated) {
    if (activated.epoch() <= epoch) {
      return false;
    }
    epoch = activated.epoch();
    Map<Lane, Blocked> before = new LinkedHashMap<>();
    lanes.forEach(lane -> before.put(lane, lane.blocked));
    before.forEach((lane, blocked) -> {
      // What has begun since, as another lane stopped this one, was never that host's.
      if (lane.blocked == blocked && blocked != null) {
        blocked.changeHost(activated);
      }
    });
    return true;
  }

  private boolean fired(Event.TimerFired fired) {
    if (fired.at().isBefore(fired.due()) || pauses.paused()) {
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
    lift();
  }

  /// What a redrive, or a move, would do again of what has failed.
  Lane.@Nullable Retry failed() {
    return end != null && end.status() == Status.FAILED && undosBegun == 0 ? main.retry : null;
  }

  private void lift() {
    Duration rest = pauses.lift(now);
    deadline = deadline.map(due -> due.plus(rest));
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

  /// Asks the whole execution to stop, where it still can be.
  void cancel(Stop stop) {
    if (undecided()) {
      stop(stop);
    }
  }

  /// Ends it at once, whatever it is doing.
  void terminate(Stop stop) {
    if (end == null) {
      lanes.removeIf(lane -> lane != main);
      finish(new End(stop.status(), Optional.empty(), Optional.of(stop.fault())));
    }
  }

  void pause() {
    if (end().isEmpty() && !pauses.paused()) {
      pauses.begin(now);
    }
  }

  void unpause() {
    if (end().isEmpty()) {
      lift();
    }
  }

  /// Whether it keeps signals: one that failed may be redriven.
  boolean keepsSignals() {
    return end == null || end.status() == Status.FAILED;
  }

  /// Goes on with another version, from where it waits or from where it failed.
  void move(Written to) {
    if (end == null) {
      lineage.moveTo(to);
      lift();
    } else {
      redrive(to);
    }
  }

  /// Repeats what failed, with a version.
  void redrive(Written version) {
    Written before = lineage.now();
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
      if (retry != null) {
        postpone(endedAt);
        end = null;
        main.restore(retry);
        lineage.moveTo(version);
        lineage.goesOn(main, before);
        if (lineage.isElsewhere(main, before)) {
          course.from(main, main.places.getLast());
        } else {
          retry.again().run();
        }
      } else if (comeback.isPossible()) {
        comeBack(Duration.between(endedAt, now), version);
      }
    }
  }

  /// Lives again up to the error of a branch, and goes on from there with what came since.
  private void comeBack(Duration rest, Written version) {
    Instant moment = now;
    long lastEpoch = epoch;
    int lastWait = waits;
    Optional<Instant> due = deadline.map(when -> when.plus(rest));
    Letters got = letters;
    comeback.again();
    now = moment;
    epoch = lastEpoch;
    waits = lastWait;
    deadline = due;
    letters = got;
    Written before = lineage.now();
    lineage.moveTo(version);
    List<Lane> standing = new ArrayList<>();
    for (Lane lane : List.copyOf(lanes)) {
      lineage.goesOn(lane, before);
      if (lineage.isElsewhere(lane, before)) {
        course.from(lane, lane.places.getLast());
      } else {
        standing.add(lane);
      }
    }
    comeback.goOn(standing, rest);
    pauses.end();
  }

  /// Its first moment, as if nothing had happened since.
  void begin() {
    lanes.clear();
    main = new Lane(null, "");
    lanes.add(main);
    letters = new Letters(this);
    pauses.end();
    now = started.at();
    deadline = written.analysis().declared().timeout().map(now::plus);
    epoch = 0;
    waits = 0;
    undosBegun = 0;
    end = null;
    endedAt = Instant.MAX;
    running = null;
    lineage.begin();
    course.block(main, written.tree().body(), this::ended);
    runAll();
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
    pauses.hide(outlook);
    return outlook;
  }
}
