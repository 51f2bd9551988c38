package dev.flowstone.interpreter.machine;

import java.time.Duration;
import java.util.Optional;

/// A paused execution begins nothing; what is in flight ends, and signals are kept.
final class Pauses {

  private final Turn turn;

  Pauses(Turn turn) {
    this.turn = turn;
  }

  void pause(String reason) {
    turn.tell(new HistoryEntry.Paused(turn.now, reason));
    turn.pausedSince = Optional.of(turn.now);
  }

  void resume(String reason) {
    turn.tell(new HistoryEntry.Resumed(turn.now, reason));
    lift();
  }

  /// Goes on with what was held. The time of the pause is not counted against the workflow.
  void lift() {
    if (turn.pausedSince.isEmpty()) {
      return;
    }
    var rest = Duration.between(turn.pausedSince.get(), turn.now);
    turn.pausedSince = Optional.empty();
    turn.deadline = turn.deadline.map(due -> due.plus(rest));
    for (var strand : turn.strands()) {
      new Calls(turn).unhold(strand);
    }
  }
}
