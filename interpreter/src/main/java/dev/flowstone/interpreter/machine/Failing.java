package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Join;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
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
    if (strand.branch.isEmpty() || turn.failure.isPresent() || !leaves(strand, fault)) {
      return;
    }
    var activity = strand.activity;
    strand.block(new Activity.Failed(turn.now, fault, repeat));
    var fibers = turn.strands().stream().filter(s -> !s.isRunnable()).map(Strand::fiber).toList();
    boolean whole = fibers.size() == turn.strands().size();
    strand.activity = activity;
    if (whole && fibers.stream().noneMatch(this::unrepeatable)) {
      turn.failure = Optional.of(new FailurePoint(fibers, HashTreePMap.empty()));
    }
  }

  private boolean unrepeatable(Fiber fiber) {
    return fiber.activity() instanceof Activity.Delegating
        || fiber.stop().isPresent()
        || fiber.frames().stream().anyMatch(this::runsLast);
  }

  private boolean runsLast(Frame frame) {
    return switch (frame) {
      case Frame.Try(int at, var _) ->
          ((Instruction.Try) turn.program.code().get(at)).last().isPresent();
      case Frame.Finally _ -> true;
      case Frame.Scope _, Frame.For _, Frame.While _ -> false;
    };
  }

  private boolean leaves(Strand strand, Fault fault) {
    for (var frame : strand.frames()) {
      if (takes(frame, fault)) {
        return false;
      }
    }
    if (strand.branch.isEmpty()) {
      return true;
    }
    var parent = turn.parent(strand);
    if (!(parent.activity instanceof Activity.Joining(Fan fan)) || fan.verdict().isPresent()) {
      return false;
    }
    var join =
        switch (turn.program.code().get(parent.pc)) {
          case Instruction.Parallel parallel -> parallel.join();
          case Instruction.ForEach each -> each.join();
          default -> throw new IllegalStateException("nothing branches here");
        };
    return fan.tally()
            .failed(strand.branch.get().index(), fault)
            .verdict(join, fan.all())
            .orElse(new Tally.Verdict.Enough())
        instanceof Tally.Verdict.Failed(Fault raised)
        && leaves(parent, raised);
  }

  private boolean takes(Frame frame, Fault fault) {
    return switch (frame) {
      case Frame.Try(int at, OptionalInt caught) ->
          caught.isEmpty()
              && Saga.catching((Instruction.Try) turn.program.code().get(at), fault).isPresent();
      case Frame.For(int at, var _, int _, var _) ->
          !(((Instruction.ForEach) turn.program.code().get(at)).join()
              instanceof Join.All);
      case Frame.Scope _, Frame.While _, Frame.Finally _ -> false;
    };
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
    for (var strand : turn.strands()) {
      resume(strand, point, rest);
    }
  }

  private void again(Strand strand, Activity.Failed failed) {
    var call = failed.repeat().call();
    if (call.isEmpty()) {
      strand.resumeAt(strand.pc);
    } else if (turn.program.code().get(strand.pc) instanceof Instruction.Poll) {
      strand.resumeAt(strand.pc); // asks anew: what was answered before is known to be of no use
    } else {
      strand.block(new Activity.Calling(call.get()));
      again(strand, call.get());
    }
  }

  private void again(Strand strand, Call call) {
    new Calls(turn).begin(strand, call.again(turn.phase(), turn.now));
  }

  private void resume(Strand strand, FailurePoint point, Duration rest) {
    var activity = strand.fiber().activity();
    if (activity instanceof Activity.Failed failed) {
      again(strand, failed);
      return;
    }
    if (activity instanceof Activity.Awaiting(Wait wait, Optional<Call> notification)) {
      strand.block(new Activity.Awaiting(wait.later(rest), notification));
    }
    var call = activity.inProgress();
    if (call.isPresent()) {
      var output = point.completed().get(call.get().id());
      if (output != null) {
        new Calls(turn).completed(strand, call.get(), output);
      } else if (call.get().inFlight()) {
        again(strand, call.get());
      }
    }
  }
}
