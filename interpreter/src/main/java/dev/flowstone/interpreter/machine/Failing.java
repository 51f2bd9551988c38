package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Optional;
import org.pcollections.HashTreePMap;

/// Failures of branches that a redrive can take back: where all stood when the error was raised.
final class Failing {

  private final Turn turn;

  Failing(Turn turn) {
    this.turn = turn;
  }

  /// Remembers where all stand, if a branch has failed whose error leaves the workflow. The main
  /// fiber stays where it failed anyway.
  ///
  /// What cannot be repeated is not remembered: an error that somebody takes, a `finally` that will
  /// run, a child execution that will be cancelled.
  void note(Strand strand, Fault fault, Repeat repeat) {
    if (strand.branch.isEmpty()
        || turn.failure.isPresent()
        || turn.hasUndone()
        || !leaves(strand, fault)
        || turn.strands().stream()
            .anyMatch(each -> isLeaving(each) || (each != strand && isBusy(each)))) {
      return;
    }
    var fibers = new ArrayList<Fiber>();
    for (var each : turn.strands()) {
      // One that is about to run does so again, as if it had failed where it is.
      var point = each == strand ? repeat : Repeat.HERE;
      fibers.add(
          each == strand || each.isRunnable()
              ? each.as(new Activity.Failed(turn.now, fault, point))
              : each.fiber());
    }
    turn.failure = Optional.of(new FailurePoint(fibers, HashTreePMap.empty()));
  }

  /// A branch has ended in an error. Where it is neither the one whose failure is remembered nor
  /// around it, it did something on its own, and all that is forgotten.
  void failed(Strand branch) {
    turn.failure =
        turn.failure.filter(point ->
            point.fibers().stream()
                .filter(fiber -> fiber.activity() instanceof Activity.Failed)
                .anyMatch(fiber ->
                    fiber.path().equals(branch.path)
                        || fiber.path().startsWith(branch.path + "/")));
  }

  /// Forgets where all stood, once something other than the failure and the stops that it causes
  /// has moved: what that has done would be done again.
  void recheck() {
    if (turn.failure.isEmpty()) {
      return;
    }
    var then = new HashMap<String, Fiber>();
    turn.failure.get().fibers().forEach(fiber -> then.put(fiber.path(), fiber));
    for (var strand : turn.strands()) {
      var moved =
          strand.branch.isPresent()
              && strand.stop.isEmpty()
              && !(strand.activity instanceof Activity.Joining)
              && !strand.fiber().equals(then.get(strand.path));
      if (moved) {
        turn.failure = Optional.empty();
        return;
      }
    }
  }

  private boolean isLeaving(Strand strand) {
    return strand.stop.isPresent() || strand.frames().stream().anyMatch(this::runsLast);
  }

  private static boolean isBusy(Strand strand) {
    return strand.activity instanceof Activity.Delegating
        || strand.activity instanceof Activity.Concluding;
  }

  private boolean runsLast(Frame frame) {
    return switch (frame) {
      case Frame.Try(int at, var _) -> turn.tried(at).last().isPresent();
      case Frame.Finally _ -> true;
      case Frame.Scope _, Frame.For _, Frame.While _ -> false;
    };
  }

  private boolean leaves(Strand strand, Fault fault) {
    var saga = new Saga(turn);
    if (strand.frames().stream().anyMatch(frame -> saga.catches(frame, fault))) {
      return false;
    }
    if (strand.branch.isEmpty()) {
      return true;
    }
    var parent = turn.parent(strand);
    if (!(parent.activity instanceof Activity.Joining(Fan fan)) || fan.verdict().isPresent()) {
      return false;
    }
    var join = new Joins(turn).site(parent).join();
    return fan.tally()
                .failed(strand.branch.get().index(), fault)
                .verdict(join, fan.all())
                .orElse(new Tally.Verdict.Enough())
            instanceof Tally.Verdict.Failed(Fault raised)
        && leaves(parent, raised);
  }

  /// A call that a failed execution would repeat has ended well.
  void completed(Call call, Value output) {
    turn.failure = turn.failure.map(point -> point.withCompleted(call.id(), output));
  }

  /// Repeats the point that failed; a step keeps its key and goes on counting its attempts.
  void redrive(Strand main, Activity.Failed failed) {
    var rest = Duration.between(failed.at(), turn.now);
    turn.deadline = turn.deadline.map(due -> due.plus(rest));
    if (turn.failure.isEmpty()) {
      again(main, failed);
      return;
    }
    var point = turn.failure.get();
    turn.failure = Optional.empty();
    turn.restore(point.fibers());
    // Those that wait go on in the order in which they began to: signals may have come since.
    turn.strands().stream()
        .sorted(Comparator.comparingInt(Failing::ordinal))
        .forEach(strand -> resume(strand, point, rest));
  }

  private static int ordinal(Strand strand) {
    return strand.activity instanceof Activity.Awaiting(Wait wait, Optional<Call> _)
        ? wait.ordinal()
        : 0;
  }

  private void again(Strand strand, Activity.Failed failed) {
    var call = failed.repeat().call();
    if (call.isEmpty()) {
      strand.resumeAt(strand.pc);
    } else {
      strand.block(new Activity.Calling(call.get()));
      again(strand, call.get());
    }
  }

  private void again(Strand strand, Call call) {
    new Calls(turn).begin(strand, call.again(turn.phase(), turn.now));
  }

  private void resume(Strand strand, FailurePoint point, Duration rest) {
    switch (strand.fiber().activity()) {
      case Activity.Failed failed -> again(strand, failed);
      // Asked anew: its time has passed while nobody asked.
      case Activity.Polling _ -> strand.resumeAt(strand.pc);
      case Activity.Awaiting(Wait wait, Optional<Call> notification) -> {
        var later = wait.later(rest);
        strand.block(new Activity.Awaiting(later, Optional.empty()));
        if (!new Waits(turn).alreadyAnswered(strand, later) && notification.isPresent()) {
          strand.block(new Activity.Awaiting(later, notification));
          resume(strand, point, notification.get());
        }
      }
      case Activity.Calling(Call call) -> resume(strand, point, call);
      case Activity.Sleeping _, Activity.Joining _ -> {}
      case Activity.Delegating _,
          Activity.Concluding _,
          Activity.Unwinding _,
          Activity.UnwindingGroup _,
          Activity.Parked _,
          Activity.Succeeded _,
          Activity.Stopped _ ->
          throw new IllegalStateException("this is never remembered");
    }
  }

  private void resume(Strand strand, FailurePoint point, Call call) {
    var output = point.completed().get(call.id());
    if (output != null && strand.activity instanceof Activity.Awaiting(Wait wait, var _)) {
      strand.block(new Activity.Awaiting(wait, Optional.empty()));
    } else if (output != null) {
      new Calls(turn).completed(strand, call, output);
    } else if (call.inFlight()) {
      again(strand, call);
    } else {
      new Calls(turn).unhold(strand);
    }
  }
}
