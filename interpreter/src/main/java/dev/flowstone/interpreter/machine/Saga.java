package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Join;
import dev.flowstone.grammar.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.pcollections.PStack;

/// Errors, stops and undos: what runs backwards, in which order, and what follows.
final class Saga {

  private final Turn turn;

  Saga(Turn turn) {
    this.turn = turn;
  }

  /// An instruction fails.
  void raise(Strand strand, Fault fault) {
    raise(strand, fault, Optional.empty(), Repeat.HERE);
  }

  /// An error is raised. `own` is the undo of a failing step whose outcome is unknown: it comes
  /// first. `repeat` is what a redrive would repeat.
  void raise(Strand strand, Fault fault, Optional<Undo> own, Repeat repeat) {
    turn.tell(new HistoryEntry.Raised(turn.now, fault.name(), fault.message(), fault.step()));
    if (own.isEmpty() && repeat.possible()) {
      new Failing(turn).note(strand, fault, repeat);
    }
    leave(strand, new Purpose.Raise(fault), own, repeat);
  }

  /// An error that a `finally` has held up goes on.
  void reraise(Strand strand, Fault fault) {
    leave(strand, new Purpose.Raise(fault), Optional.empty(), Repeat.NOTHING);
  }

  /// The fiber ends, whatever it was doing: its undos run first.
  void stop(Strand strand, Stop stop, Optional<Undo> own) {
    strand.stop = Optional.of(stop);
    leave(strand, new Purpose.Stopping(stop), own, Repeat.NOTHING);
  }

  void stop(Strand strand) {
    stop(strand, strand.stop.orElseThrow(), Optional.empty());
  }

  /// Leaves frames from inside until one of them takes the error or has a `finally` to run, or none
  /// is left. The undos of the scopes among them run first.
  private void leave(Strand strand, Purpose purpose, Optional<Undo> own, Repeat repeat) {
    var undos = new ArrayList<Compensation>(own.stream().toList());
    var leaving = purpose;
    int depth = strand.depth();
    while (!takes(strand.frames().get(depth - 1), leaving)) {
      var frame = strand.frames().get(depth - 1);
      if (frame instanceof Frame.Scope(PStack<Compensation> scope)) {
        undos.addAll(scope);
      }
      if (depth == 1) {
        break;
      }
      depth--;
      if (frame instanceof Frame.Finally
          && Fiber.stopping(strand.stop, strand.frames().subList(0, depth))) {
        // An error in a finally takes the place of anything but a stop.
        leaving = new Purpose.Stopping(strand.stop.orElseThrow());
      }
    }
    boolean toTheEnd = depth == 1;
    if (toTheEnd && undos.isEmpty()) {
      // Frames and place stay as they are: a redrive goes on from here.
      end(strand, leaving, repeat);
      return;
    }
    while (strand.depth() > depth) {
      popped(strand);
    }
    if (toTheEnd) {
      strand.setTop(Frame.Scope.EMPTY);
    }
    if (undos.isEmpty()) {
      arrive(strand, leaving);
    } else {
      unwind(strand, leaving, stack(undos));
    }
  }

  /// Removes the innermost frame, and the names that are known inside of it only.
  void popped(Strand strand) {
    switch (strand.top()) {
      case Frame.For(int at, var _, int _, var _) -> strand.forget(turn.each(at).item());
      case Frame.Try(int at, OptionalInt caught) ->
          caught.ifPresent(
              i -> turn.tried(at).catches().get(i).variable().ifPresent(strand::forget));
      case Frame.Scope _, Frame.While _, Frame.Finally _ -> {}
    }
    strand.pop();
  }

  private static PStack<Compensation> stack(List<Compensation> firstOnTop) {
    var stack = Compensation.none();
    for (var each : firstOnTop.reversed()) {
      stack = stack.plus(each);
    }
    return stack;
  }

  /// Whether a frame keeps what leaves from going on outside of it, at least for a while.
  private boolean takes(Frame frame, Purpose leaving) {
    return (frame instanceof Frame.Try(int at, var _) && turn.tried(at).last().isPresent())
        || (leaving instanceof Purpose.Raise(Fault fault) && catches(frame, fault));
  }

  /// Whether an error ends in a frame.
  boolean catches(Frame frame, Fault fault) {
    return switch (frame) {
      case Frame.Try(int at, OptionalInt caught) ->
          caught.isEmpty() && catching(turn.tried(at), fault).isPresent();
      case Frame.For(int at, var _, int _, var _) -> !(turn.each(at).join() instanceof Join.All);
      case Frame.Scope _, Frame.While _, Frame.Finally _ -> false;
    };
  }

  private static OptionalInt catching(Instruction.Try tried, Fault fault) {
    for (int i = 0; i < tried.catches().size(); i++) {
      var errors = tried.catches().get(i).errors();
      if (errors.isEmpty() || errors.contains(fault.name())) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /// An error or a stop has come to a frame that takes it.
  private void arrive(Strand strand, Purpose leaving) {
    switch (strand.top()) {
      case Frame.Try(int at, OptionalInt caught) -> {
        var tried = turn.tried(at);
        var index =
            caught.isEmpty() && leaving instanceof Purpose.Raise(Fault fault)
                ? catching(tried, fault)
                : OptionalInt.empty();
        if (index.isPresent() && leaving instanceof Purpose.Raise(Fault fault)) {
          var taker = tried.catches().get(index.getAsInt());
          turn.tell(new HistoryEntry.Caught(turn.now, fault.name()));
          taker.variable().ifPresent(name -> strand.assign(name, fault.value()));
          strand.setTop(new Frame.Try(at, index));
          turn.passages.add(new Passage(at, taker.target()));
          strand.resumeAt(taker.target());
        } else {
          popped(strand);
          runLast(strand, at, (Completion) leaving);
        }
      }
      case Frame.For _ -> {
        if (leaving instanceof Purpose.Raise(Fault fault)) {
          new Loops(turn).failed(strand, fault);
        }
      }
      case Frame.Scope _, Frame.While _, Frame.Finally _ -> end(strand, leaving, Repeat.NOTHING);
    }
  }

  /// Begins the `finally` of the `try` at `at`, which has been left.
  void runLast(Strand strand, int at, Completion then) {
    int last = turn.tried(at).last().getAsInt();
    strand.push(new Frame.Finally(at, then));
    turn.passages.add(new Passage(at, last));
    strand.resumeAt(last);
  }

  /// What was being done has ended well: goes on behind it, or stops.
  void goOn(Strand strand) {
    if (strand.stopping()) {
      stop(strand);
    } else {
      strand.resumeAfter();
    }
  }

  /// The fiber ends, all that it had to undo being undone.
  private void end(Strand strand, Purpose leaving, Repeat repeat) {
    switch (leaving) {
      case Purpose.Raise(Fault fault) -> {
        if (strand.branch.isEmpty()) {
          turn.end(new Activity.Failed(turn.now, fault, repeat));
        } else {
          new Joins(turn).failed(strand, fault);
        }
      }
      case Purpose.Stopping(Stop stop) -> {
        if (strand.branch.isEmpty()) {
          strand.forgetFrames();
          turn.end(new Activity.Stopped(turn.now, stop));
        } else {
          new Joins(turn).stopped(strand);
        }
      }
      case Purpose.Member() -> new Groups(turn).undone(strand, List.of());
      case Purpose.Rollback() -> throw new IllegalStateException("a rollback leaves no scope");
    }
  }

  void rollback(Strand strand) {
    var undos = strand.innermostUndos();
    strand.setInnermostUndos(Compensation.none());
    unwind(strand, new Purpose.Rollback(), undos);
  }

  void commit(Strand strand) {
    turn.tell(new HistoryEntry.Committed(turn.now, Compensation.count(strand.innermostUndos())));
    strand.setInnermostUndos(Compensation.none());
    strand.resumeAfter();
  }

  /// A scope ends normally: its undos are handed outward.
  void handOutward(Strand strand) {
    var undos = strand.innermostUndos();
    strand.pop();
    strand.setInnermostUndos(Compensation.above(undos, strand.innermostUndos()));
  }

  private void unwind(Strand strand, Purpose purpose, PStack<Compensation> undos) {
    if (!undos.isEmpty()) {
      turn.tell(new HistoryEntry.UnwindingStarted(turn.now, purpose, Compensation.count(undos)));
    }
    next(strand, purpose, undos, List.of());
  }

  /// Runs the top of `remaining`; when none is left, what the undos ran for happens.
  void next(
      Strand strand,
      Purpose purpose,
      PStack<Compensation> remaining,
      List<Activity.BrokenUndo> broken) {
    var left = remaining;
    var failed = new ArrayList<>(broken);
    while (!left.isEmpty()) {
      var first = left.getFirst();
      left = left.minus(0);
      switch (first) {
        case UndoGroup group -> {
          new Groups(turn).begin(strand, purpose, left, group, failed);
          return;
        }
        case Undo undo -> {
          turn.undoBegun();
          switch (undo.arguments()) {
            case Undo.Broken(Fault fault) -> failed.add(neverMade(undo, fault));
            case Undo.Ready(Value.Fields input) -> {
              var call = turn.begin(undo.id(), input, undo.attempts() + 1);
              strand.block(new Activity.Unwinding(purpose, left, undo, call, failed));
              Calls.attemptBegins(turn, CallSite.undo(turn.program, undo), call);
              return;
            }
          }
        }
      }
    }
    if (failed.isEmpty()) {
      conclude(strand, purpose);
    } else if (purpose instanceof Purpose.Member) {
      new Groups(turn).undone(strand, failed);
    } else {
      strand.block(new Activity.Parked(turn.now, purpose, failed));
    }
  }

  private Activity.BrokenUndo neverMade(Undo undo, Fault fault) {
    turn.tell(
        new HistoryEntry.StepFailed(
            turn.now, HistoryEntry.Role.UNDO, undo.id(), 0, fault.name(), fault.message(), false));
    return new Activity.BrokenUndo(undo, fault);
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
    if (purpose instanceof Purpose.Rollback) {
      turn.tell(new HistoryEntry.RolledBack(turn.now));
    }
    if (purpose instanceof Purpose.Member) {
      new Groups(turn).undone(strand, List.of());
    } else if (strand.stopping()) {
      stop(strand);
    } else if (purpose instanceof Purpose.Rollback) {
      strand.resumeAfter();
    } else {
      leave(strand, purpose, Optional.empty(), Repeat.NOTHING);
    }
  }

  /// Repeats the undos that failed, in the order in which they ran, and goes on to what they ran
  /// for.
  void redrive(Strand strand, Activity.Parked parked) {
    var undos = Compensation.none();
    for (var broken : parked.broken().reversed()) {
      undos = undos.plus(broken.undo());
    }
    unwind(strand, parked.purpose(), undos);
  }
}
