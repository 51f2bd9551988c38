package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Join;
import dev.flowstone.interpreter.machine.NaiveExit.Broke;
import dev.flowstone.interpreter.machine.NaiveExit.Continued;
import dev.flowstone.interpreter.machine.NaiveExit.Raised;
import dev.flowstone.interpreter.machine.NaiveExit.Returned;
import dev.flowstone.interpreter.machine.NaiveExit.Stopped;
import dev.flowstone.interpreter.machine.NaiveExit.Unwound;
import dev.flowstone.interpreter.machine.NaiveExit.Yielded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The language as a straight line: it runs parts by recursion, with no states, events or
/// checkpoints. What it attempts, in which order, and how it ends is what the machine must do.
///
/// One thing is done after the other: every fan-out has one branch at a time.
final class NaiveInterpreter {

  record Outcome(Status status, String detail, List<String> attempts) {}

  /// What one fan-out or loop has come to.
  private static final class Ends {
    final Map<Integer, String> values = new TreeMap<>();
    final Map<Integer, String> errors = new TreeMap<>();
    int successes;

    void succeeded(int index, Optional<String> value) {
      successes++;
      value.ifPresent(v -> values.put(index, v));
    }

    /// Whether the policy has heard enough; raises what it has to.
    boolean enough(Join join, int all) {
      return switch (join) {
        case Join.All() -> {
          for (var error : errors.values()) {
            throw new Raised(error);
          }
          yield false;
        }
        case Join.Settle() -> false;
        case Join.First(int count) -> {
          if (successes < count && all - errors.size() < count) {
            throw new Raised("TooFewSucceeded");
          }
          yield successes >= count;
        }
        case Join.TolerateCount(int failures) -> tolerated(failures);
        case Join.TolerateShare(double percent) -> tolerated((int) (percent * all / 100));
      };
    }

    private boolean tolerated(int failures) {
      if (errors.size() > failures) {
        throw new Raised("TooManyFailures");
      }
      return false;
    }

    String result(Join join, int all) {
      if (join instanceof Join.All || join instanceof Join.First) {
        return values.values().toString();
      }
      var each = new ArrayList<String>();
      for (int i = 0; i < all; i++) {
        each.add(values.getOrDefault(i, "null"));
      }
      return each + " " + errors;
    }
  }

  private final NaiveFiber fiber;
  private final NaiveWorld world;

  private NaiveInterpreter(NaiveFiber fiber, NaiveWorld world) {
    this.fiber = fiber;
    this.world = world;
  }

  static Outcome run(List<Part> parts, World world) {
    var naive = new NaiveWorld(world);
    var main = new NaiveInterpreter(NaiveFiber.main(naive), naive);
    try {
      return main.ended(parts);
    } catch (NaiveExit.ParkedNow parked) {
      return new Outcome(Status.COMPENSATION_FAILED, "", List.copyOf(naive.attempts));
    }
  }

  private Outcome ended(List<Part> parts) {
    try {
      block(parts);
      return ended(Status.SUCCEEDED, "null");
    } catch (Returned returned) {
      return ended(Status.SUCCEEDED, returned.value());
    } catch (Unwound unwound) {
      world.ending = unwound instanceof Raised;
      fiber.undo(unwound, fiber.scope());
      return unwound instanceof Raised raised
          ? ended(Status.FAILED, raised.error())
          : ended(Status.CANCELLED, "Cancelled");
    }
  }

  private Outcome ended(Status status, String detail) {
    return new Outcome(status, detail, List.copyOf(world.attempts));
  }

  private void block(List<Part> parts) {
    parts.forEach(this::run);
  }

  private void run(Part part) {
    switch (part) {
      case Part.Step step -> fiber.step(step);
      case Part.Sleep sleep -> {
        if (!sleep.duration().isZero()) {
          world.blocked();
        }
      }
      case Part.Await await -> {
        if (fiber.timesOut(await)) {
          block(await.onTimeout().orElseThrow());
        }
      }
      case Part.Poll poll -> fiber.poll(poll);
      case Part.Call call -> fiber.call(call);
      case Part.Start start -> fiber.start(start);
      case Part.Scope(List<Part> parts) -> scope(parts);
      case Part.Rollback() -> fiber.rollback();
      case Part.Commit() -> fiber.scope().clear();
      case Part.Fail(String error) -> throw new Raised(error);
      case Part.Refail(String variable) -> throw new Raised(fiber.variable(variable));
      case Part.Broken() -> throw new Raised("ExpressionError");
      case Part.If(String on, List<Part> yes, List<Part> no) ->
          block("1".equals(fiber.variable(on)) ? yes : no);
      case Part.Return(String of) -> throw new Returned(fiber.variable(of));
      case Part.Break() -> throw new Broke();
      case Part.Continue() -> throw new Continued();
      case Part.Yield(String of) -> throw new Yielded(fiber.variable(of));
      case Part.Parallel parallel -> parallel(parallel);
      case Part.For each when each.parallel().isPresent() -> items(each);
      case Part.For each -> loop(each);
      case Part.While loop -> loop(loop);
      case Part.Try attempt -> attempt(attempt);
    }
  }

  private void scope(List<Part> parts) {
    fiber.open();
    try {
      block(parts);
    } catch (Unwound unwound) {
      throw unwound.with(fiber.close());
    } catch (Broke | Continued | Yielded | Returned exit) {
      fiber.handOutward();
      throw exit;
    }
    fiber.handOutward();
  }

  private void attempt(Part.Try attempt) {
    if (attempt.last().isEmpty()) {
      caught(attempt);
      return;
    }
    try {
      caught(attempt);
    } catch (Unwound unwound) {
      // The undos of scopes inside come first.
      var leaving = fiber.undone(unwound);
      last(attempt, Optional.of(leaving));
      throw leaving;
    } catch (Broke | Continued | Yielded | Returned exit) {
      last(attempt, Optional.empty());
      throw exit;
    }
    last(attempt, Optional.empty());
  }

  private void last(Part.Try attempt, Optional<Unwound> pending) {
    world.shields++;
    try {
      block(attempt.last().orElseThrow());
      world.shields--;
    } catch (Raised raised) {
      world.shields--;
      throw pending.filter(Stopped.class::isInstance).isPresent() || world.stopping()
          ? new Stopped(raised.undos)
          : raised;
    }
    if (world.stopping()) {
      throw new Stopped(List.of());
    }
  }

  private void caught(Part.Try attempt) {
    try {
      block(attempt.body());
    } catch (Raised raised) {
      for (var each : attempt.catches()) {
        if (each.errors().isEmpty() || each.errors().contains(raised.error())) {
          if (fiber.undone(raised) instanceof Stopped stopped) {
            throw stopped;
          }
          fiber.assign(each.variable(), raised.error());
          try {
            block(each.block());
          } finally {
            fiber.forget(each.variable());
          }
          return;
        }
      }
      throw raised;
    }
  }

  private void loop(Part.While loop) {
    for (int turn = 0; turn < loop.times(); turn++) {
      if (turn == loop.max()) {
        throw new Raised("LoopLimit");
      }
      fiber.enter(loop.id(), turn);
      try {
        block(loop.body());
      } catch (Continued next) {
        // The turn has come to its end.
      } catch (Broke broke) {
        return;
      } finally {
        fiber.leave();
      }
    }
  }

  private void loop(Part.For each) {
    var ends = new Ends();
    for (int i = 0; i < each.items() && !ends.enough(each.join(), each.items()); i++) {
      fiber.enter(each.id(), i);
      try {
        block(each.body());
        ends.succeeded(i, Optional.empty());
      } catch (Continued next) {
        ends.succeeded(i, Optional.empty());
      } catch (Yielded yielded) {
        ends.succeeded(i, Optional.of(yielded.value()));
      } catch (Broke broke) {
        break;
      } catch (Raised raised) {
        if (each.join() instanceof Join.All) {
          throw raised;
        }
        if (fiber.undone(raised) instanceof Stopped stopped) {
          throw stopped;
        }
        ends.errors.put(i, raised.error());
      } finally {
        fiber.leave();
      }
    }
    ends.enough(each.join(), each.items());
    fiber.assign(each.id(), ends.result(each.join(), each.items()));
  }

  private void parallel(Part.Parallel parallel) {
    var branches = parallel.branches();
    var ends = new Ends();
    var group = new ArrayList<List<NaiveFiber.Registered>>();
    var lost = new HashSet<List<Part>>();
    if (!(parallel.join() instanceof Join.All)) {
      lost.addAll(branches);
    }
    try {
      for (int i = 0; i < branches.size() && !ends.enough(parallel.join(), branches.size()); i++) {
        var branch = fiber.branch(parallel.id(), i);
        if (branch(branch, branches.get(i), i, ends, group)) {
          fiber.takeOver(branch);
          lost.remove(branches.get(i));
        }
      }
      ends.enough(parallel.join(), branches.size());
    } finally {
      fiber.registerGroup(group);
      lost.forEach(each -> Part.assigned(each).forEach(name -> fiber.assign(name, "null")));
    }
    if (!(parallel.join() instanceof Join.All)) {
      fiber.assign(parallel.id(), ends.errors.toString());
    }
  }

  private void items(Part.For each) {
    var ends = new Ends();
    var group = new ArrayList<List<NaiveFiber.Registered>>();
    try {
      for (int i = 0; i < each.items() && !ends.enough(each.join(), each.items()); i++) {
        branch(fiber.branch(each.id(), i), each.body(), i, ends, group);
      }
      ends.enough(each.join(), each.items());
    } finally {
      fiber.registerGroup(group);
    }
    fiber.assign(each.id(), ends.result(each.join(), each.items()));
  }

  /// Tells whether it ended well.
  private boolean branch(
      NaiveFiber branch,
      List<Part> parts,
      int index,
      Ends ends,
      List<List<NaiveFiber.Registered>> group) {
    try {
      try {
        new NaiveInterpreter(branch, world).block(parts);
        ends.succeeded(index, Optional.empty());
      } catch (Yielded yielded) {
        ends.succeeded(index, Optional.of(yielded.value()));
      }
      group.add(branch.scope());
      return true;
    } catch (Unwound unwound) {
      switch (branch.undone(unwound.with(branch.scope()))) {
        case Raised raised -> ends.errors.put(index, raised.error());
        case Stopped stopped -> throw stopped;
      }
      return false;
    }
  }
}
