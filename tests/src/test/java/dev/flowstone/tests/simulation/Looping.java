package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Fault;
import java.util.List;
import java.util.Optional;

/// A `for` of the oracle whose items come one after the other.
final class Looping {
  private final Course course;
  private final Lane lane;
  private final Statement.For loop;
  private final List<Value> items;
  private final Exit.Next next;
  private final String id;
  private final Tallying tally;

  Looping(Course course, Lane lane, Statement.For loop, List<Value> items, Exit.Next next) {
    this.course = course;
    this.lane = lane;
    this.loop = loop;
    this.items = items;
    this.next = next;
    this.id = course.oracle().id(loop);
    this.tally = new Tallying(loop.join(), items.size());
  }

  void begin() {
    proceed(0);
  }

  /// Goes on before the item `index`, unless the policy has decided.
  private void proceed(int index) {
    Optional<Tallying.Decision> decision = tally.decision();
    if (decision.isPresent() && decision.get().fault().isPresent()) {
      course.raiseForGood(lane, decision.get().fault().get(), next);
    } else if (decision.isPresent() || index == items.size()) {
      finish();
    } else {
      lane.segments.add(id + "[" + index + "]");
      lane.assign(loop.item().text(), items.get(index));
      if (tally.collects()) {
        lane.takers.add(Exit.Raised.class::isInstance);
      }
      course.block(lane, loop.body(), exit -> ended(index, exit));
    }
  }

  private void ended(int index, Exit exit) {
    if (tally.collects()) {
      lane.takers.removeLast();
      if (exit instanceof Exit.Raised) {
        course.undoing().arrive(lane, exit, settled -> counted(index, settled));
        return;
      }
    }
    counted(index, exit);
  }

  private void counted(int index, Exit exit) {
    lane.segments.removeLast();
    lane.variables.remove(loop.item().text());
    switch (exit) {
      case Exit.Done _, Exit.Continued _ -> {
        tally.succeeded(index, Optional.empty());
        proceed(index + 1);
      }
      case Exit.Yielded(Value value) -> {
        tally.succeeded(index, Optional.of(value));
        proceed(index + 1);
      }
      case Exit.Broke _ -> finish();
      case Exit.Raised(Fault fault) -> {
        if (tally.collects()) {
          tally.failed(index, fault);
          proceed(index + 1);
        } else {
          next.to(exit);
        }
      }
      case Exit.Returned _, Exit.Stopped _ -> next.to(exit);
    }
  }

  private void finish() {
    loop.target().map(Name::text).ifPresent(name -> lane.assign(name, tally.ofItems()));
    next.to(Exit.Done.DONE);
  }
}
