package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Stop;
import dev.flowstone.interpreter.machine.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A `poll` of the oracle.
final class Polling implements Blocked, Attempting.Over {
  private final Course course;
  private final Lane lane;
  private final Statement.Poll poll;
  private final Runnable again;
  private final Exit.Next next;
  private final Handling handling;
  private final String id;
  private Duration every = Duration.ZERO;
  private Instant due = Instant.MAX;
  private Instant nextAt = Instant.MAX;
  private int asked;
  private boolean passed;
  private @Nullable Attempting call;

  Polling(Course course, Lane lane, Statement.Poll poll, Runnable again, Exit.Next next) {
    this.course = course;
    this.lane = lane;
    this.poll = poll;
    this.again = again;
    this.next = next;
    this.handling =
        Handling.asking(
            course.oracle().id(poll),
            poll.call(),
            poll.clauses(),
            course.oracle().written.analysis().declared());
    this.id = lane.instance(handling.id());
  }

  private <T extends Clause> T clause(Class<T> kind) {
    return Clause.find(poll.clauses(), kind).orElseThrow();
  }

  void begin() {
    course.withDuration(
        lane,
        handling.id(),
        clause(Clause.Every.class).interval(),
        again,
        next,
        interval ->
            course.withDuration(
                lane,
                handling.id(),
                clause(Clause.Timeout.class).duration(),
                again,
                next,
                timeout -> {
                  every = interval;
                  due = course.oracle().now.plus(timeout);
                  ask();
                }));
  }

  private void ask() {
    switch (course.values().arguments(lane, handling.id(), poll.call(), Map.of())) {
      case Values.Found.Failed(Fault fault) -> course.raise(lane, fault, again, next);
      case Values.Found.Ok(Value input) -> {
        asked++;
        call =
            new Attempting(
                course.oracle(),
                id + "@" + course.oracle().nextWait(),
                handling,
                (Value.Fields) input,
                Optional.empty(),
                1,
                this);
        lane.blocked = this;
      }
    }
  }

  @Override
  public Fitting.Verdict movable() {
    return call == null ? Fitting.Verdict.FITS : call.movable();
  }

  @Override
  public boolean take(Event event) {
    if (call != null && call.take(event)) {
      return true;
    }
    if (!(event instanceof Event.TimerFired fired)) {
      return false;
    }
    if (call == null
        && fired.timer().equals("ask:" + id + ":" + asked)
        && fired.due().equals(nextAt)) {
      ask();
      return true;
    }
    if (!passed
        && !lane.stopping()
        && fired.timer().equals("timeout:" + id)
        && fired.due().equals(due)) {
      if (call != null && call.performed()) {
        passed = true;
        call.unwanted = true;
      } else {
        timedOut();
      }
      return true;
    }
    return false;
  }

  @Override
  public void succeeded(Value output) {
    call = null;
    if (lane.stopping()) {
      next.to(lane.onward(Exit.Done.DONE));
    } else if (passed) {
      timedOut();
    } else {
      Map<String, Value> locals =
          poll.target().map(name -> Map.of(name.text(), output)).orElse(Map.of());
      switch (course.values().of(lane, clause(Clause.Until.class).condition(), locals)) {
        case Values.Found.Failed(Fault fault) -> course.raise(lane, fault, again, next);
        case Values.Found.Ok(Value.Bool(boolean enough)) -> {
          if (enough) {
            poll.target().map(Name::text).ifPresent(name -> lane.assign(name, output));
            next.to(Exit.Done.DONE);
          } else {
            nextAt = course.oracle().now.plus(every);
          }
        }
        case Values.Found.Ok _ -> course.raise(lane, Values.wrong(""), again, next);
      }
    }
  }

  @Override
  public void failed(Fault fault, Event.Failure last, boolean unknown) {
    call = null;
    if (lane.stopping()) {
      next.to(lane.onward(Exit.Done.DONE));
    } else if (passed) {
      timedOut();
    } else {
      course.raise(lane, fault, again, next);
    }
  }

  private void timedOut() {
    Optional<String> step = Optional.of(handling.id());
    course.raise(lane, new Fault("PollTimeout", "", Optional.empty(), step, asked), again, next);
  }

  @Override
  public void changeHost(Event.Activated activated) {
    if (call != null) {
      call.changeHost(activated);
    }
  }

  @Override
  public void stop(Stop stop) {
    if (call != null && call.performed()) {
      call.unwanted = true;
    } else {
      next.to(new Exit.Stopped(stop));
    }
  }

  /// It asks anew.
  @Override
  public void comeBack(Duration rest) {
    course.oracle().later(lane, again, next);
  }

  @Override
  public void show(Outlook outlook) {
    if (call != null) {
      call.show(outlook);
    } else {
      outlook.timers().add(new Timer("ask:" + id + ":" + asked, nextAt));
    }
    if (!passed && !lane.stopping()) {
      outlook.timers().add(new Timer("timeout:" + id, due));
    }
  }
}
