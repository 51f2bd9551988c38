package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import java.util.Optional;

/// `break`, `continue`, `yield`, `return`, and normal ends: what leaves blocks without an error. On
/// its way scopes hand their undos outward and `finally` blocks run.
final class Exits {

  private final Turn turn;
  private final Saga saga;
  private final Loops loops;

  Exits(Turn turn) {
    this.turn = turn;
    this.saga = new Saga(turn);
    this.loops = new Loops(turn);
  }

  /// The body of a loop, of a branch or of an item has come to its end.
  void next(Strand strand) {
    if (strand.depth() > 1) {
      loops.next(strand);
    } else {
      new Joins(turn).succeeded(strand, Optional.empty());
    }
  }

  /// The body of a `try`, or the block of a `catch`, has come to its end.
  void endTry(Strand strand) {
    if (!(strand.top() instanceof Frame.Try(int at, var _))) {
      throw new IllegalStateException("no try ends here");
    }
    leaveTry(strand, at, new Completion.Onward());
  }

  /// A `finally` has ended: what was on its way goes on, unless a stop was waiting for this.
  void endFinally(Strand strand) {
    if (!(strand.top() instanceof Frame.Finally(int at, Completion then))) {
      throw new IllegalStateException("no finally ends here");
    }
    strand.pop();
    if (strand.stopping()) {
      saga.stop(strand);
      return;
    }
    switch (then) {
      case Purpose.Raise(Fault fault) -> saga.reraise(strand, fault);
      case Purpose.Stopping(Stop stop) -> saga.stop(strand, stop, Optional.empty());
      case Completion.Onward() -> strand.resumeAt(turn.tried(at).end());
      case Completion.Going going -> leave(strand, going);
    }
  }

  private void leaveTry(Strand strand, int at, Completion.Going going) {
    saga.popped(strand);
    if (turn.tried(at).last().isPresent()) {
      saga.runLast(strand, at, going);
    } else if (going instanceof Completion.Onward) {
      strand.resumeAt(turn.tried(at).end());
    } else {
      leave(strand, going);
    }
  }

  /// Leaves blocks from inside, until one of them ends what is going on.
  void leave(Strand strand, Completion.Going going) {
    while (true) {
      switch (strand.top()) {
        case Frame.Scope _ -> {
          if (strand.depth() == 1) {
            end(strand, going);
            return;
          }
          saga.handOutward(strand);
        }
        case Frame.Try(int at, var _) -> {
          leaveTry(strand, at, going);
          return;
        }
        case Frame.Finally _ -> throw new IllegalStateException("a finally is not left so");
        case Frame.While _ -> {
          if (loop(strand, going)) {
            return;
          }
        }
        case Frame.For frame -> {
          if (going instanceof Completion.Yield(Value value)) {
            loops.yielded(strand, frame, value);
            return;
          }
          if (loop(strand, going)) {
            return;
          }
        }
      }
    }
  }

  /// Tells whether it ends in this loop.
  private boolean loop(Strand strand, Completion.Going going) {
    return switch (going) {
      case Completion.Break() -> {
        loops.broken(strand);
        yield true;
      }
      case Completion.Continue() -> {
        loops.next(strand);
        yield true;
      }
      case Completion.Yield _, Completion.Return _, Completion.Onward _ -> {
        saga.popped(strand);
        yield false;
      }
    };
  }

  private void end(Strand strand, Completion.Going going) {
    switch (going) {
      case Completion.Return(Value result) -> turn.end(new Activity.Succeeded(turn.now, result));
      case Completion.Yield(Value value) -> new Joins(turn).succeeded(strand, Optional.of(value));
      case Completion.Onward _, Completion.Break _, Completion.Continue _ ->
          throw new IllegalStateException("nothing around ends here");
    }
  }
}
