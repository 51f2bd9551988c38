package dev.flowstone.interpreter.machine;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Cancel and workflow timeout: what is being done ends first, then the undos run. Termination is
/// at once, and nothing runs.
final class Stops {

  private final Turn turn;
  private final Saga saga;

  Stops(Turn turn) {
    this.turn = turn;
    this.saga = new Saga(turn);
  }

  void request(Stop stop) {
    turn.tell(new HistoryEntry.StopRequested(turn.now, stop));
    request(turn.main(), stop);
    new Pauses(turn).lift(); // what was held and is not needed any more has not begun
  }

  void terminate(String reason) {
    int undos = turn.strands().stream().mapToInt(Strand::undosAhead).sum();
    turn.tell(new HistoryEntry.Terminated(turn.now, reason, undos));
    var main = turn.main();
    turn.strands().stream().filter(strand -> strand != main).forEach(turn::remove);
    main.forgetFrames();
    turn.end(new Activity.Stopped(turn.now, new Stop.Terminated(reason)));
  }

  /// Stops one fiber and, before it, those of its branches. A `finally` that is running comes to
  /// its end first.
  void request(Strand strand, Stop stop) {
    if (strand.stop.isPresent()) {
      return;
    }
    if (Fiber.shielded(strand.frames())) {
      strand.stop = Optional.of(stop);
      return;
    }
    if (strand.isRunnable()) {
      saga.stop(strand, stop, Optional.empty());
      return;
    }
    switch (strand.fiber().activity()) {
      case Activity.Calling(Call call) -> {
        if (turn.performed(strand).isPresent()) {
          strand.stop = Optional.of(stop);
        } else {
          new Calls(turn).giveUp(strand, call, stop);
        }
      }
      case Activity.Sleeping(String id, Instant since, Instant _) -> {
        waitStopped(id, since);
        saga.stop(strand, stop, Optional.empty());
      }
      case Activity.Awaiting(Wait wait, Optional<Call> _) -> {
        waitStopped(wait.id(), wait.since());
        interruptOrStop(strand, stop);
      }
      case Activity.Polling _ -> interruptOrStop(strand, stop);
      case Activity.Joining _ -> {
        strand.stop = Optional.of(stop);
        for (var branch : turn.branchesOf(strand)) {
          if (turn.has(branch)) {
            request(branch, stop);
          }
        }
      }
      case Activity.Concluding _,
          Activity.Delegating _,
          Activity.Unwinding _,
          Activity.UnwindingGroup _,
          Activity.Parked _ ->
          strand.stop = Optional.of(stop);
      case Activity.Succeeded _, Activity.Failed _, Activity.Stopped _ -> {}
    }
  }

  private void interruptOrStop(Strand strand, Stop stop) {
    if (turn.performed(strand).isPresent()) {
      strand.stop = Optional.of(stop);
    } else {
      saga.stop(strand, stop, Optional.empty());
    }
  }

  private void waitStopped(String id, Instant since) {
    turn.tell(
        new HistoryEntry.WaitEnded(
            turn.now, id, HistoryEntry.WaitEnd.STOPPED, Duration.between(since, turn.now)));
  }
}
