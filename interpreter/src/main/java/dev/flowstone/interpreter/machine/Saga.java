package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Errors, stops and undos: what runs backwards, in which order, and what follows.
final class Saga {

  private final Turn turn;

  Saga(Turn turn) {
    this.turn = turn;
  }

  /// An error is raised. `own` is the undo of a failing step whose outcome is unknown: it comes
  /// first. `call` is that of the failing step, for a redrive.
  void raise(Strand strand, Fault fault, Optional<Undo> own, Optional<Call> call) {
    turn.tell(new HistoryEntry.Raised(turn.now, fault.name(), fault.message(), fault.step()));
    var undos = strand.allUndos();
    own.ifPresent(undos::add);
    if (undos.isEmpty()) {
      // Scopes and place stay as they are: a redrive goes on from here.
      turn.end(strand, new Activity.Failed(turn.now, fault, call));
    } else {
      strand.forgetScopes();
      unwind(strand, new Purpose.Raise(fault), undos);
    }
  }

  /// The fiber ends, whatever it was doing: its undos run first.
  void stop(Strand strand, Stop stop, Optional<Undo> own) {
    var undos = strand.allUndos();
    own.ifPresent(undos::add);
    strand.stop = Optional.of(stop);
    strand.forgetScopes();
    unwind(strand, new Purpose.Stopping(stop), undos);
  }

  void rollback(Strand strand) {
    var undos = strand.innermostUndos();
    strand.setInnermostUndos(List.of());
    unwind(strand, new Purpose.Rollback(), undos);
  }

  void commit(Strand strand) {
    turn.tell(new HistoryEntry.Committed(turn.now, strand.innermostUndos().size()));
    strand.setInnermostUndos(List.of());
    strand.resumeAfter();
  }

  /// A scope ends normally: its undos are handed outward.
  void leaveScope(Strand strand) {
    var undos = strand.innermostUndos();
    strand.frames.removeLast();
    undos.forEach(strand::register);
    strand.resumeAfter();
  }

  private void unwind(Strand strand, Purpose purpose, List<Undo> undos) {
    if (!undos.isEmpty()) {
      turn.tell(new HistoryEntry.UnwindingStarted(turn.now, purpose, undos.size()));
    }
    next(strand, purpose, undos, List.of());
  }

  /// Runs the last of `remaining`; when none is left, what the undos ran for happens.
  private void next(
      Strand strand, Purpose purpose, List<Undo> remaining, List<Activity.BrokenUndo> broken) {
    var left = new ArrayList<>(remaining);
    var failed = new ArrayList<>(broken);
    while (!left.isEmpty()) {
      var undo = left.removeLast();
      turn.undoBegun();
      switch (undo.arguments()) {
        case Undo.Broken(Fault fault) -> {
          var handler = CallSite.undo(turn.program, undo).handler();
          turn.tell(
              new HistoryEntry.StepFailed(
                  turn.now,
                  HistoryEntry.Role.UNDO,
                  handler.id(),
                  0,
                  fault.name(),
                  fault.message(),
                  false));
          failed.add(new Activity.BrokenUndo(undo, fault));
        }
        case Undo.Ready(Value.Fields input) -> {
          var call = Call.begin(undo.id(), input, undo.attempts() + 1, turn.now);
          strand.block(new Activity.Unwinding(purpose, left, undo, call, failed));
          Calls.attemptBegins(turn, CallSite.undo(turn.program, undo), call);
          return;
        }
      }
    }
    if (failed.isEmpty()) {
      conclude(strand, purpose);
    } else {
      turn.end(strand, new Activity.Parked(turn.now, purpose, failed));
    }
  }

  void undone(Strand strand, Activity.Unwinding unwinding) {
    next(strand, unwinding.purpose(), unwinding.remaining(), unwinding.broken());
  }

  /// An undo failed for good: the others still run.
  void broken(Strand strand, Activity.Unwinding unwinding, Fault fault) {
    var broken = new ArrayList<>(unwinding.broken());
    broken.add(
        new Activity.BrokenUndo(unwinding.current().after(unwinding.call().attempt()), fault));
    next(strand, unwinding.purpose(), unwinding.remaining(), broken);
  }

  private void conclude(Strand strand, Purpose purpose) {
    switch (purpose) {
      case Purpose.Rollback() -> {
        turn.tell(new HistoryEntry.RolledBack(turn.now));
        if (strand.stop.isPresent()) {
          stop(strand, strand.stop.get(), Optional.empty());
        } else {
          strand.resumeAfter();
        }
      }
      case Purpose.Raise(Fault fault) ->
          turn.end(strand, new Activity.Failed(turn.now, fault, Optional.empty()));
      case Purpose.Stopping(Stop stop) -> turn.end(strand, new Activity.Stopped(turn.now, stop));
    }
  }

  /// Repeats the undos that failed, in the order in which they ran, and goes on to what they ran
  /// for.
  void redrive(Strand strand, Activity.Parked parked) {
    var undos = parked.broken().reversed().stream().map(Activity.BrokenUndo::undo).toList();
    postponeDeadline(parked.at());
    unwind(strand, parked.purpose(), undos);
  }

  /// Repeats the point that failed; a step keeps its key and goes on counting its attempts.
  void redrive(Strand strand, Activity.Failed failed) {
    postponeDeadline(failed.at());
    if (failed.call().isPresent()) {
      var call = failed.call().get().again(turn.now);
      strand.block(new Activity.Calling(call));
      Calls.attemptBegins(turn, CallSite.step(turn.program, strand.pc), call);
    } else {
      strand.resumeAt(strand.pc);
    }
  }

  /// The time in which an execution rested, failed, is not of its own making.
  private void postponeDeadline(Instant since) {
    turn.deadline = turn.deadline.map(due -> due.plus(Duration.between(since, turn.now)));
  }
}
