package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Invocation;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.ChildEnd;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.machine.Stop;
import dev.flowstone.interpreter.machine.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A `call` or a `start` of the oracle. What the other execution does is its own oracle's to know;
/// how it ended is what the journal says, and the [Kindred] compare.
final class Delegating implements Blocked {
  private final Course course;
  private final Lane lane;
  private final Invocation invocation;
  private final Optional<Name> target;
  private final List<Clause> clauses;
  private final boolean detached;
  private final String id;
  private final Runnable again;
  private final Exit.Next next;
  private String call = "";
  private Value.Fields input = new Value.Fields(Map.of());
  private Optional<Instant> due = Optional.empty();
  private boolean started;
  private boolean passed;

  Delegating(Course course, Lane lane, Statement.Call call, Runnable again, Exit.Next next) {
    this(
        course,
        lane,
        call.call(),
        call.target(),
        call.clauses(),
        false,
        course.oracle().id(call),
        again,
        next);
  }

  Delegating(Course course, Lane lane, Statement.Start start, Runnable again, Exit.Next next) {
    this(
        course,
        lane,
        start.call(),
        start.target(),
        List.of(),
        true,
        course.oracle().id(start),
        again,
        next);
  }

  private Delegating(
      Course course,
      Lane lane,
      Invocation invocation,
      Optional<Name> target,
      List<Clause> clauses,
      boolean detached,
      String id,
      Runnable again,
      Exit.Next next) {
    this.course = course;
    this.lane = lane;
    this.invocation = invocation;
    this.target = target;
    this.clauses = clauses;
    this.detached = detached;
    this.id = id;
    this.again = again;
    this.next = next;
  }

  void begin() {
    Optional<Clause.Timeout> timeout = Clause.find(clauses, Clause.Timeout.class);
    if (timeout.isPresent()) {
      course.withDuration(
          lane, id, timeout.get().duration(), again, next, most -> begin(Optional.of(most)));
    } else {
      begin(Optional.empty());
    }
  }

  private void begin(Optional<Duration> timeout) {
    switch (course.values().arguments(lane, id, invocation, Map.of())) {
      case Values.Found.Failed(Fault fault) -> course.raise(lane, fault, again, next);
      case Values.Found.Ok(Value value) -> {
        call = lane.instance(id) + "@" + course.oracle().nextWait();
        input = (Value.Fields) value;
        due = timeout.map(course.oracle().now::plus);
        lane.blocked = this;
      }
    }
  }

  private String child() {
    return course.oracle().started.name() + "." + call.replace("]/", "].");
  }

  @Override
  public boolean take(Event event) {
    return switch (event) {
      case Event.ChildStarted(Instant _, String of, String _) when isNew(of) -> {
        started = true;
        if (detached) {
          Value name = new Value.Text(child());
          assign(new Value.Fields(Map.of(new Value.Text("id"), name)));
          next.to(lane.onward(Exit.Done.DONE));
        }
        yield true;
      }
      case Event.ChildRefused(Instant _, String of, String error, String _) when isNew(of) -> {
        over(new Fault(error, "", Optional.empty(), Optional.of(id), 0), Optional.empty());
        yield true;
      }
      case Event.TimerFired fired -> {
        boolean mine = timer().equals(Optional.of(new Timer(fired.timer(), fired.due())));
        passed |= mine;
        yield mine;
      }
      default -> false;
    };
  }

  private boolean isNew(String of) {
    return of.equals(call) && !started;
  }

  private Optional<Timer> timer() {
    return passed || lane.stopping()
        ? Optional.empty()
        : due.map(when -> new Timer("timeout:" + call, when));
  }

  private void assign(Value value) {
    target.map(Name::text).ifPresent(name -> lane.assign(name, value));
  }

  /// Whether it waits for the end of that call.
  boolean awaits(String of) {
    return !detached && of.equals(call);
  }

  void ended(ChildEnd end) {
    switch (end) {
      case ChildEnd.Succeeded(Value result) -> {
        assign(result);
        course
            .undo(lane, id, target, clauses, result, new Command.Outcome.Completed(result))
            .ifPresent(lane.scope()::add);
        next.to(lane.onward(Exit.Done.DONE));
      }
      case ChildEnd.Otherwise(Status status, Fault fault) ->
          over(
              raised(status, fault),
              status == Status.TERMINATED ? unknown(fault) : Optional.empty());
    }
  }

  private Optional<Undo> unknown(Fault fault) {
    Command.Outcome unknown = new Command.Outcome.Unknown(fault.name(), fault.message());
    return course.undo(lane, id, target, clauses, Value.Null.NULL, unknown);
  }

  private Fault raised(Status status, Fault fault) {
    if (passed) {
      return Values.fault("CallTimeout", Optional.of(id));
    }
    return switch (status) {
      case CANCELLED -> Values.fault("ChildCancelled", Optional.of(id));
      case TIMED_OUT -> Values.fault("ChildTimedOut", Optional.of(id));
      case TERMINATED -> Values.fault("ChildTerminated", Optional.of(id));
      case FAILED -> Values.at(fault, id);
      case COMPENSATION_FAILED, SUCCEEDED, RUNNING, WAITING, PAUSED ->
          throw new IllegalStateException("nobody ends as " + status);
    };
  }

  private void over(Fault fault, Optional<Undo> own) {
    if (lane.stopping()) {
      course.leave(lane, lane.onward(Exit.Done.DONE), own.stream().toList(), next);
    } else if (own.isPresent()) {
      lane.retry = null;
      course.leave(lane, new Exit.Raised(fault), own.stream().toList(), next);
    } else {
      course.raise(lane, fault, again, next);
    }
  }

  @Override
  public void changeHost(Event.Activated activated) {}

  @Override
  public Fitting.Verdict movable() {
    return started ? Fitting.Verdict.FITS : Fitting.Verdict.REFUSED;
  }

  @Override
  public void stop(Stop stop) {}

  @Override
  public void show(Outlook outlook) {
    if (!started) {
      outlook
          .doings()
          .add(new Outlook.Doing.Begin(call, child(), invocation.target().text(), input, detached));
    } else if (passed || lane.stopping()) {
      outlook.doings().add(new Outlook.Doing.Recall(call, child()));
    }
    timer().ifPresent(outlook.timers()::add);
  }
}
