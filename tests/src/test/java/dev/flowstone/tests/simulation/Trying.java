package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.interpreter.machine.Fault;
import java.util.Optional;
import java.util.function.Predicate;

/// A `try` of the oracle.
record Trying(Course course, Lane lane, Statement.Try attempt, Exit.Next next) {

  void begin() {
    Predicate<Exit> taker = this::takes;
    lane.takers.add(taker);
    course.block(
        lane,
        attempt.body(),
        exit -> {
          lane.takers.removeLast();
          if (exit.fails() && takes(exit)) {
            course.undoing().arrive(lane, exit, this::caught);
          } else {
            last(exit);
          }
        });
  }

  private boolean takes(Exit exit) {
    return exit.fails() && (attempt.last().isPresent() || taker(exit).isPresent());
  }

  private Optional<Statement.Catch> taker(Exit exit) {
    if (!(exit instanceof Exit.Raised(Fault fault))) {
      return Optional.empty();
    }
    return attempt.catches().stream()
        .filter(one ->
            one.errors().isEmpty()
                || one.errors().stream().map(Name::text).anyMatch(fault.name()::equals))
        .findFirst();
  }

  private void caught(Exit exit) {
    Optional<Statement.Catch> taker = taker(exit);
    if (taker.isEmpty() || !(exit instanceof Exit.Raised(Fault fault))) {
      last(exit);
      return;
    }
    Optional<String> variable = taker.get().variable().map(Name::text);
    variable.ifPresent(name -> lane.assign(name, Faults.shown(fault)));
    if (attempt.last().isPresent()) {
      lane.takers.add(Exit::fails);
    }
    course.block(
        lane,
        taker.get().block(),
        after -> {
          if (attempt.last().isPresent()) {
            lane.takers.removeLast();
          }
          Exit.Next done =
              settled -> {
                variable.ifPresent(lane.variables::remove);
                last(settled);
              };
          if (after.fails() && attempt.last().isPresent()) {
            course.undoing().arrive(lane, after, done);
          } else {
            done.to(after);
          }
        });
  }

  /// However it ended, `finally` runs; an error in it takes the place of anything but a stop.
  private void last(Exit pending) {
    if (attempt.last().isEmpty()) {
      next.to(pending);
      return;
    }
    Block block = attempt.last().get();
    lane.shields++;
    course.block(
        lane,
        block,
        exit -> {
          lane.shields--;
          if (exit.fails()) {
            onward(pending instanceof Exit.Stopped ? pending : lane.outOfFinally(exit));
          } else {
            if (pending.fails()) {
              lane.retry = null;
            }
            onward(lane.onward(pending));
          }
        });
  }

  /// What a `finally` has held up goes on.
  private void onward(Exit exit) {
    lane.leaving = exit.fails() && !lane.takes(exit);
    next.to(exit);
  }
}
