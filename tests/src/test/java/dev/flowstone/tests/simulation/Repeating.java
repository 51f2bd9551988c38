package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Statement;
import java.util.Optional;

/// A `while` of the oracle.
record Repeating(Course course, Lane lane, Statement.While loop, Exit.Next next) {

  /// The condition, before the turn of this number, from 0.
  void turn(int number) {
    Runnable again = () -> turn(number);
    course.test(
        lane,
        loop.condition(),
        again,
        next,
        holds -> {
          if (!holds) {
            next.to(Exit.Done.DONE);
          } else if (number >= loop.max()) {
            Optional<String> id = Optional.of(course.oracle().id(loop));
            course.raise(lane, Values.fault("LoopLimit", id), again, next);
          } else {
            lane.segments.add(course.oracle().id(loop) + "[" + number + "]");
            course.block(lane, loop.body(), exit -> ended(number, exit));
          }
        });
  }

  private void ended(int number, Exit exit) {
    lane.segments.removeLast();
    switch (exit) {
      case Exit.Done _, Exit.Continued _ -> turn(number + 1);
      case Exit.Broke _ -> next.to(Exit.Done.DONE);
      case Exit.Yielded _, Exit.Returned _, Exit.Raised _, Exit.Stopped _ -> next.to(exit);
    }
  }
}
