package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.expression.Evaluation;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Stop;
import dev.flowstone.interpreter.machine.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs the statements of the oracle, each by what it means: what follows it is handed to it.
final class Course {
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Oracle oracle;
  private final Undoing undoing;
  private final Values values;

  Course(Oracle oracle, Undoing undoing) {
    this.oracle = oracle;
    this.undoing = undoing;
    this.values = new Values(oracle);
  }

  Values values() {
    return values;
  }

  Undoing undoing() {
    return undoing;
  }

  Oracle oracle() {
    return oracle;
  }

  void block(Lane lane, Block block, Exit.Next next) {
    int depth = lane.places.size();
    Exit.Next over =
        exit -> {
          lane.leave(depth);
          next.to(exit);
        };
    from(lane, depth, new Lane.Place(block, 0, over));
  }

  private void from(Lane lane, int depth, Lane.Place place) {
    lane.leave(depth);
    List<Statement> statements = oracle.lineage().now(place.block()).statements();
    if (place.index() == statements.size()) {
      place.next().to(Exit.Done.DONE);
      return;
    }
    lane.places.add(place);
    Exit.Next then =
        exit -> {
          if (exit instanceof Exit.Done) {
            from(lane, depth, new Lane.Place(place.block(), place.index() + 1, place.next()));
          } else {
            place.next().to(exit);
          }
        };
    oracle.ready(lane, () -> run(lane, statements.get(place.index()), then), then);
  }

  /// Goes to a place, whatever stands there now.
  void from(Lane lane, Lane.Place place) {
    from(lane, lane.places.size() - 1, place);
  }

  /// An error begins here. A redrive does `again` what failed.
  void raise(Lane lane, Fault fault, Runnable again, Exit.Next next) {
    lane.retry = lane.retry(again);
    oracle.comeback().raised(lane, fault, again, next);
    leave(lane, new Exit.Raised(fault), List.of(), next);
  }

  /// An error that no redrive takes back.
  void raiseForGood(Lane lane, Fault fault, Exit.Next next) {
    lane.retry = null;
    leave(lane, new Exit.Raised(fault), List.of(), next);
  }

  /// An error or a stop is on its way, some undos first.
  void leave(Lane lane, Exit exit, List<Undo> first, Exit.Next next) {
    lane.leaves(exit);
    undoing.run(lane, first, () -> next.to(exit));
  }

  /// The undo that the clauses of a statement name, its arguments evaluated now.
  Optional<Undo> undo(
      Lane lane,
      String of,
      Optional<Name> target,
      List<Clause> clauses,
      Value result,
      Command.Outcome outcome) {
    return Clause.find(clauses, Clause.Compensate.class)
        .map(clause -> {
          String id = of + ".undo";
          Map<String, Value> locals =
              target.map(name -> Map.of(name.text(), result)).orElse(Map.of());
          Values.Found found = values.arguments(lane, id, clause.call(), locals);
          return new Undo(
              lane.instance(id),
              Handling.undo(
                  id, clause.call(), clause.clauses(), oracle.written.analysis().declared()),
              found instanceof Values.Found.Ok(Value.Fields input)
                  ? Optional.of(input)
                  : Optional.empty(),
              found instanceof Values.Found.Failed(Fault fault)
                  ? Optional.of(fault)
                  : Optional.empty(),
              outcome,
              0);
        });
  }

  private void run(Lane lane, Statement statement, Exit.Next then) {
    Runnable again = () -> run(lane, statement, then);
    Exit.Next next = oracle.visits.leaving(Construct.of(statement), then);
    switch (statement) {
      case Statement.Assign assign ->
          with(
              lane,
              assign.value(),
              again,
              next,
              value -> {
                lane.assign(assign.target().text(), value);
                next.to(Exit.Done.DONE);
              });
      case Statement.Step step -> new Stepping(this, lane, step, next).begin();
      case Statement.Wait wait ->
          withDuration(
              lane,
              oracle.id(wait),
              wait.duration(),
              again,
              next,
              pause -> sleep(lane, oracle.id(wait), oracle.now.plus(pause), next));
      case Statement.WaitUntil wait -> until(lane, wait, again, next);
      case Statement.WaitFor wait ->
          withDuration(
              lane,
              oracle.id(wait),
              Clause.find(wait.clauses(), Clause.Timeout.class).orElseThrow().duration(),
              again,
              next,
              timeout -> new Awaiting(this, lane, wait, timeout, again, next).begin());
      case Statement.If choice -> choose(lane, choice, 0, again, next);
      case Statement.Match match -> match(lane, match, again, next);
      case Statement.Fail fail -> fail(lane, fail, again, next);
      case Statement.Return back -> {
        if (back.value().isEmpty()) {
          next.to(new Exit.Returned(Value.Null.NULL));
        } else {
          with(lane, back.value().get(), again, next, value -> next.to(new Exit.Returned(value)));
        }
      }
      case Statement.Scope scope -> scope(lane, scope, next);
      case Statement.Rollback _ -> rollback(lane, next);
      case Statement.Commit _ -> {
        lane.scope().clear();
        next.to(Exit.Done.DONE);
      }
      case Statement.Break _ -> next.to(new Exit.Broke());
      case Statement.Continue _ -> next.to(new Exit.Continued());
      case Statement.Yield yield ->
          with(lane, yield.value(), again, next, value -> next.to(new Exit.Yielded(value)));
      case Statement.Poll poll -> new Polling(this, lane, poll, again, next).begin();
      case Statement.Try attempt -> new Trying(this, lane, attempt, next).begin();
      case Statement.While loop -> new Repeating(this, lane, loop, next).turn(0);
      case Statement.For loop ->
          with(lane, loop.items(), again, next, value -> items(lane, loop, value, again, next));
      case Statement.Parallel parallel -> new FanOut(this, lane, parallel, next).begin();
      case Statement.Call call -> new Delegating(this, lane, call, again, next).begin();
      case Statement.Start start -> new Delegating(this, lane, start, again, next).begin();
    }
  }

  /// What a step of evaluation leads to.
  @FunctionalInterface
  interface Then<T> {
    void to(T value);
  }

  void with(Lane lane, Expr expr, Runnable again, Exit.Next next, Then<Value> then) {
    switch (values.of(lane, expr, Map.of())) {
      case Values.Found.Ok(Value value) -> then.to(value);
      case Values.Found.Failed(Fault fault) -> raise(lane, fault, again, next);
    }
  }

  private void items(Lane lane, Statement.For loop, Value value, Runnable again, Exit.Next next) {
    if (!(value instanceof Value.Items(List<Value> items))) {
      raise(lane, Values.wrong(oracle.id(loop)), again, next);
    } else if (loop.parallel().isPresent()) {
      new FanOut(this, lane, loop, items, next).begin();
    } else {
      new Looping(this, lane, loop, items, next).begin();
    }
  }

  void withDuration(
      Lane lane, String id, Expr expr, Runnable again, Exit.Next next, Then<Duration> then) {
    with(
        lane,
        expr,
        again,
        next,
        value -> {
          if (!(value instanceof Value.Span(Duration duration))
              || duration.compareTo(LONGEST) > 0) {
            raise(lane, Values.wrong(id), again, next);
          } else {
            then.to(duration.isNegative() ? Duration.ZERO : duration);
          }
        });
  }

  private void until(Lane lane, Statement.WaitUntil wait, Runnable again, Exit.Next next) {
    String id = oracle.id(wait);
    with(
        lane,
        wait.instant(),
        again,
        next,
        value -> {
          if (!(value instanceof Value.Timestamp(Instant due))
              || due.isAfter(oracle.now.plus(LONGEST))) {
            raise(lane, Values.wrong(id), again, next);
          } else {
            sleep(lane, id, due, next);
          }
        });
  }

  private void sleep(Lane lane, String id, Instant due, Exit.Next next) {
    if (due.isAfter(oracle.now)) {
      lane.blocked = new Sleeping("wait:" + lane.instance(id), due, next);
    } else {
      next.to(Exit.Done.DONE);
    }
  }

  private record Sleeping(String timer, Instant due, Exit.Next next) implements Blocked {
    @Override
    public boolean take(Event event) {
      boolean mine =
          event instanceof Event.TimerFired fired
              && fired.timer().equals(timer)
              && fired.due().equals(due);
      if (mine) {
        next.to(Exit.Done.DONE);
      }
      return mine;
    }

    @Override
    public void changeHost(Event.Activated activated) {}

    @Override
    public Fitting.Verdict movable() {
      return Fitting.Verdict.FITS;
    }

    @Override
    public void stop(Stop stop) {
      next.to(new Exit.Stopped(stop));
    }

    @Override
    public void show(Outlook outlook) {
      outlook.timers().add(new Timer(timer, due));
    }
  }

  /// Goes on where a condition holds, or elsewhere.
  void test(Lane lane, Expr condition, Runnable again, Exit.Next next, Then<Boolean> then) {
    with(
        lane,
        condition,
        again,
        next,
        value -> {
          if (value instanceof Value.Bool(boolean holds)) {
            then.to(holds);
          } else {
            raise(lane, Values.wrong(""), again, next);
          }
        });
  }

  private void choose(Lane lane, Statement.If choice, int arm, Runnable again, Exit.Next next) {
    if (arm == choice.arms().size()) {
      choice
          .otherwise()
          .ifPresentOrElse(block -> block(lane, block, next), () -> next.to(Exit.Done.DONE));
      return;
    }
    Statement.Arm one = choice.arms().get(arm);
    test(
        lane,
        one.condition(),
        again,
        next,
        holds -> {
          if (holds) {
            block(lane, one.block(), next);
          } else {
            choose(lane, choice, arm + 1, again, next);
          }
        });
  }

  private void match(Lane lane, Statement.Match match, Runnable again, Exit.Next next) {
    with(
        lane,
        match.subject(),
        again,
        next,
        subject -> {
          for (Statement.Case each : match.cases()) {
            for (Expr expr : each.values()) {
              switch (values.of(lane, expr, Map.of())) {
                case Values.Found.Failed(Fault fault) -> {
                  raise(lane, fault, again, next);
                  return;
                }
                case Values.Found.Ok(Value value) -> {
                  if (Evaluation.equal(subject, value)) {
                    block(lane, each.block(), next);
                    return;
                  }
                }
              }
            }
          }
          match
              .otherwise()
              .ifPresentOrElse(
                  block -> block(lane, block, next),
                  () -> raise(lane, Values.fault("NoMatch", Optional.empty()), again, next));
        });
  }

  private void fail(Lane lane, Statement.Fail fail, Runnable again, Exit.Next next) {
    if (lane.find(fail.error().text()) instanceof Value.Fields shown) {
      raise(lane, Faults.of(shown), again, next);
      return;
    }
    List<Value> found = new ArrayList<>();
    for (Optional<Expr> part : List.of(fail.message(), fail.data())) {
      if (part.isPresent()) {
        switch (values.of(lane, part.get(), Map.of())) {
          case Values.Found.Failed(Fault fault) -> {
            raise(lane, fault, again, next);
            return;
          }
          case Values.Found.Ok(Value value) -> found.add(value);
        }
      }
    }
    Optional<Value> data = fail.data().map(_ -> found.getLast());
    raise(lane, new Fault(fail.error().text(), "", data, Optional.empty(), 0), again, next);
  }

  private void scope(Lane lane, Statement.Scope scope, Exit.Next next) {
    lane.scopes.add(new ArrayList<>());
    block(
        lane,
        scope.body(),
        exit -> {
          List<Entry> own = lane.scopes.removeLast();
          if (exit.fails()) {
            undoing.run(lane, own, () -> next.to(exit));
          } else {
            lane.scope().addAll(own);
            next.to(exit);
          }
        });
  }

  private void rollback(Lane lane, Exit.Next next) {
    List<Entry> own = List.copyOf(lane.scope());
    lane.scope().clear();
    undoing.run(lane, own, () -> undoing.arrive(lane, Exit.Done.DONE, next));
  }
}
