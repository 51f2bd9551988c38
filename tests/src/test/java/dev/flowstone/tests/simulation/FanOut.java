package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Join;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Stop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A `parallel`, or a `for … parallel`, of the oracle: its lane waits for those of its branches.
final class FanOut implements Blocked {
  private final Course course;
  private final Lane lane;
  private final Exit.Next next;
  private final String id;
  private final Optional<Name> target;
  private final Optional<Statement.For> loop;
  private final List<Block> bodies;
  private final List<Value> items;
  private final int bound;
  private final Join join;
  private final Tallying tally;
  private final List<Lane> live = new ArrayList<>();
  private final Map<Lane, Integer> indices = new HashMap<>();
  private final List<List<Entry>> undos = new ArrayList<>();
  private int begun;
  private Optional<Tallying.Decision> decision = Optional.empty();
  private boolean over;

  FanOut(Course course, Lane lane, Statement.Parallel parallel, Exit.Next next) {
    this(
        course,
        lane,
        next,
        course.oracle().id(parallel),
        parallel.target(),
        Optional.empty(),
        parallel.branches().stream().map(Statement.Branch::block).toList(),
        List.of(),
        parallel.max(),
        parallel.join());
  }

  FanOut(Course course, Lane lane, Statement.For loop, List<Value> items, Exit.Next next) {
    this(
        course,
        lane,
        next,
        course.oracle().id(loop),
        loop.target(),
        Optional.of(loop),
        items.stream().map(_ -> loop.body()).toList(),
        items,
        loop.parallel(),
        loop.join());
  }

  private FanOut(
      Course course,
      Lane lane,
      Exit.Next next,
      String id,
      Optional<Name> target,
      Optional<Statement.For> loop,
      List<Block> bodies,
      List<Value> items,
      OptionalInt bound,
      Join join) {
    this.course = course;
    this.lane = lane;
    this.next = next;
    this.id = lane.instance(id);
    this.target = target;
    this.loop = loop;
    this.bodies = bodies;
    this.items = items;
    this.bound = bound.orElse(bodies.size());
    this.join = join;
    this.tally = new Tallying(join, bodies.size());
  }

  void begin() {
    lane.blocked = this;
    proceed();
  }

  /// Decides, begins what may begin, and goes on when all has ended.
  private void proceed() {
    if (decision.isEmpty() && !lane.stopping()) {
      decision = tally.decision();
      if (decision.isPresent()) {
        stopBranches(new Stop.Superseded());
      }
    }
    while (decision.isEmpty() && !lane.stopping() && begun < bodies.size() && live.size() < bound) {
      branch(begun++);
    }
    if (live.isEmpty() && !over) {
      over = true;
      join();
    }
  }

  private void branch(int index) {
    Lane branch = new Lane(lane, id + "[" + index + "]");
    live.add(branch);
    indices.put(branch, index);
    course.oracle().add(branch);
    loop.ifPresent(each -> branch.assign(each.item().text(), items.get(index)));
    course.block(branch, bodies.get(index), exit -> ended(branch, index, exit));
  }

  private void ended(Lane branch, int index, Exit exit) {
    List<Entry> own = branch.scopes.removeLast();
    if (exit.fails()) {
      branch.scopes.add(new ArrayList<>());
      if (exit instanceof Exit.Raised && !own.isEmpty()) {
        branch.retry = null;
      }
      course
          .undoing()
          .run(
              branch,
              own,
              () ->
                  course
                      .undoing()
                      .arrive(branch, exit, settled -> counted(branch, index, settled)));
    } else {
      if (loop.isEmpty()) {
        lane.variables.putAll(branch.variables);
      }
      if (!own.isEmpty()) {
        undos.add(own);
      }
      counted(branch, index, exit);
    }
  }

  private void counted(Lane branch, int index, Exit exit) {
    switch (exit) {
      case Exit.Raised(Fault fault) -> {
        forget(index);
        tally.failed(index, fault);
        course.oracle().comeback().ended(branch, false);
      }
      case Exit.Yielded(Value value) -> succeeded(branch, index, Optional.of(value));
      case Exit.Stopped _ -> forget(index);
      case Exit.Done _, Exit.Broke _, Exit.Continued _, Exit.Returned _ ->
          succeeded(branch, index, Optional.empty());
    }
    live.remove(branch);
    course.oracle().remove(branch);
    proceed();
  }

  /// A branch that did not end well leaves no names where a policy lets its `parallel` go on.
  private void forget(int index) {
    if (loop.isEmpty() && !(join instanceof Join.All)) {
      Assigned.in(bodies.get(index)).forEach(name -> lane.assign(name, Value.Null.NULL));
    }
  }

  private void succeeded(Lane branch, int index, Optional<Value> value) {
    tally.succeeded(index, value);
    course.oracle().comeback().ended(branch, true);
  }

  /// What this would raise if a branch failed now.
  Optional<Fault> ifFailed(Lane branch, Fault fault) {
    return decision.isPresent()
        ? Optional.empty()
        : tally.ifFailed(indices.getOrDefault(branch, 0), fault).flatMap(Tallying.Decision::fault);
  }

  /// What the branches have registered becomes one entry of the scope around.
  private void join() {
    for (int index = begun; index < bodies.size(); index++) {
      forget(index);
    }
    if (undos.size() == 1) {
      lane.scope().addAll(undos.getFirst());
    } else if (!undos.isEmpty()) {
      lane.scope().add(new Entry.Group(bound, List.copyOf(undos.reversed())));
    }
    if (lane.stopping()) {
      course.leave(lane, lane.onward(Exit.Done.DONE), List.of(), next);
    } else if (decision.isPresent() && decision.get().fault().isPresent()) {
      course.raiseForGood(lane, decision.get().fault().get(), next);
    } else {
      target.ifPresent(name ->
          lane.assign(name.text(), loop.isPresent() ? tally.ofItems() : tally.ofBranches()));
      next.to(Exit.Done.DONE);
    }
  }

  private void stopBranches(Stop stop) {
    for (Lane branch : List.copyOf(live)) {
      if (live.contains(branch)) {
        course.oracle().stop(branch, stop);
      }
    }
  }

  @Override
  public boolean take(Event event) {
    return false;
  }

  @Override
  public void changeHost(Event.Activated activated) {}

  @Override
  public Fitting.Verdict movable() {
    return decision.isPresent() ? Fitting.Verdict.UNSURE : Fitting.Verdict.FITS;
  }

  @Override
  public void stop(Stop stop) {
    stopBranches(stop);
  }

  @Override
  public boolean waitsForLanes() {
    return true;
  }

  @Override
  public void show(Outlook outlook) {}
}
