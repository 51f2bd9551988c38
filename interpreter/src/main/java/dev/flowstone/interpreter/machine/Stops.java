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
    for (var strand : turn.strands) {
      request(strand, stop);
    }
  }

  void terminate(String reason) {
    int undos = turn.strands.stream().mapToInt(strand -> strand.undosAhead().size()).sum();
    turn.tell(new HistoryEntry.Terminated(turn.now, reason, undos));
    for (var strand : turn.strands) {
      strand.forgetScopes();
      turn.end(strand, new Activity.Stopped(turn.now, new Stop.Terminated(reason)));
    }
  }

  private void request(Strand strand, Stop stop) {
    switch (strand.fiber().activity()) {
      case Activity.Calling(Call call) -> {
        if (CallSite.step(turn.program, strand.pc).performed(call)) {
          strand.stop = Optional.of(stop);
        } else {
          new Calls(turn).giveUp(strand, call, stop);
        }
      }
      case Activity.Sleeping(String id, Instant since, Instant _) -> {
        waitStopped(id, since);
        saga.stop(strand, stop, Optional.empty());
      }
      case Activity.Awaiting(Wait wait, Optional<Call> notification) -> {
        waitStopped(wait.id(), wait.since());
        if (notification
            .filter(c -> CallSite.notification(turn.program, strand.pc).performed(c))
            .isPresent()) {
          strand.stop = Optional.of(stop);
        } else {
          saga.stop(strand, stop, Optional.empty());
        }
      }
      case Activity.Concluding _, Activity.Unwinding _ -> strand.stop = Optional.of(stop);
      case Activity.Parked _, Activity.Succeeded _, Activity.Failed _, Activity.Stopped _ -> {}
    }
  }

  private void waitStopped(String id, Instant since) {
    turn.tell(
        new HistoryEntry.WaitEnded(
            turn.now, id, HistoryEntry.WaitEnd.STOPPED, Duration.between(since, turn.now)));
  }
}
