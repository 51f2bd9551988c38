package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.analysis.Declared;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Stop;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A `step` of the oracle.
final class Stepping implements Blocked, Attempting.Over {
  private final Course course;
  private final Lane lane;
  private final Statement.Step step;
  private final Exit.Next next;
  private final Handling handling;
  private @Nullable Attempting call;

  Stepping(Course course, Lane lane, Statement.Step step, Exit.Next next) {
    this.course = course;
    this.lane = lane;
    this.step = step;
    String id = course.oracle().id(step);
    this.handling = Handling.step(id, step.call(), step.clauses(), declared());
    this.next =
        handling.atMostOnce() ? course.oracle().visits.leaving(Construct.AT_MOST_ONCE, next) : next;
  }

  private Declared declared() {
    return course.oracle().written.analysis().declared();
  }

  void begin() {
    switch (course.values().arguments(lane, handling.id(), step.call(), Map.of())) {
      case Values.Found.Failed(Fault fault) -> course.raise(lane, fault, this::begin, next);
      case Values.Found.Ok(Value input) -> {
        call =
            new Attempting(
                course.oracle(),
                lane.instance(handling.id()),
                handling,
                (Value.Fields) input,
                Optional.empty(),
                1,
                this);
        lane.blocked = this;
      }
    }
  }

  /// Whether its call has failed for good.
  boolean gaveUp() {
    return call().gaveUp();
  }

  private Attempting call() {
    if (call == null) {
      throw new IllegalStateException("it has not begun");
    }
    return call;
  }

  @Override
  public boolean take(Event event) {
    return call().take(event);
  }

  @Override
  public void changeHost(Event.Activated activated) {
    call().changeHost(activated);
  }

  @Override
  public void comeBack(Duration rest) {
    call()
        .comeBack()
        .ifPresent(output -> course.oracle().later(lane, () -> succeeded(output), next));
  }

  @Override
  public void show(Outlook outlook) {
    call().show(outlook);
  }

  @Override
  public Fitting.Verdict movable() {
    return call().movable();
  }

  @Override
  public void stop(Stop stop) {
    if (call().performed()) {
      call().unwanted = true;
    } else {
      leave(call().unknown() ? unknown(call().last()) : Optional.empty(), new Exit.Stopped(stop));
    }
  }

  @Override
  public void succeeded(Value output) {
    step.target().map(Name::text).ifPresent(name -> lane.assign(name, output));
    undo(output, new Command.Outcome.Completed(output)).ifPresent(lane.scope()::add);
    next.to(lane.onward(Exit.Done.DONE));
  }

  @Override
  public void failed(Fault fault, Event.Failure last, boolean unknown) {
    Optional<Undo> own = unknown ? unknown(last) : Optional.empty();
    if (lane.stopping()) {
      leave(own, lane.onward(Exit.Done.DONE));
    } else if (own.isPresent()) {
      lane.retry = null;
      leave(own, new Exit.Raised(fault));
    } else {
      course.raise(lane, fault, this::again, next);
    }
  }

  private void again() {
    call().again();
    lane.blocked = this;
  }

  /// Its own undo comes first.
  private void leave(Optional<Undo> own, Exit exit) {
    course.leave(lane, exit, own.stream().toList(), next);
  }

  private Optional<Undo> unknown(Event.Failure last) {
    return undo(Value.Null.NULL, new Command.Outcome.Unknown(last.error(), last.message()));
  }

  private Optional<Undo> undo(Value result, Command.Outcome outcome) {
    return course.undo(lane, handling.id(), step.target(), step.clauses(), result, outcome);
  }
}
