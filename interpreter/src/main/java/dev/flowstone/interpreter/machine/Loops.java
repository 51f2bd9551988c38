package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.expression.Evaluated;
import dev.flowstone.interpreter.expression.EvaluationError;
import java.util.List;
import java.util.Optional;

/// `while`, and `for` with one item after the other.
final class Loops {

  private final Turn turn;
  private final Saga saga;

  Loops(Turn turn) {
    this.turn = turn;
    this.saga = new Saga(turn);
  }

  void begin(Strand strand, Instruction.ForEach each, List<Value> items) {
    var frame = new Frame.For(strand.pc, items, -1, Tally.EMPTY);
    strand.push(frame);
    proceed(strand, frame, each);
  }

  /// The frame is there already where a redrive repeats the beginning of a later turn.
  void begin(Strand strand, Instruction.While loop) {
    var frame =
        strand.top() instanceof Frame.While open && open.at() == strand.pc
            ? open
            : new Frame.While(strand.pc, 0);
    turn(strand, frame, loop);
  }

  /// The body of the innermost loop has come to its end.
  void next(Strand strand) {
    switch (strand.top()) {
      case Frame.For frame -> ended(strand, frame, Optional.empty());
      case Frame.While frame -> turn(strand, frame, loop(frame));
      case Frame.Scope _, Frame.Try _, Frame.Finally _ ->
          throw new IllegalStateException("no body ends here");
    }
  }

  void yielded(Strand strand, Frame.For frame, Value value) {
    ended(strand, frame, Optional.of(value));
  }

  private void ended(Strand strand, Frame.For frame, Optional<Value> value) {
    proceed(
        strand, frame.with(frame.tally().succeeded(frame.index(), value)), turn.each(frame.at()));
  }

  /// An error has come to a loop that collects errors.
  void failed(Strand strand, Fault fault) {
    if (strand.top() instanceof Frame.For frame) {
      proceed(
          strand, frame.with(frame.tally().failed(frame.index(), fault)), turn.each(frame.at()));
    }
  }

  void broken(Strand strand) {
    switch (strand.top()) {
      case Frame.For frame -> finish(strand, frame, turn.each(frame.at()));
      case Frame.While frame -> {
        saga.popped(strand);
        finish(strand, frame, loop(frame));
      }
      case Frame.Scope _, Frame.Try _, Frame.Finally _ ->
          throw new IllegalStateException("no loop is left here");
    }
  }

  private Instruction.While loop(Frame.While frame) {
    return (Instruction.While) turn.program.code().get(frame.at());
  }

  /// The next item, or the end: the policy may know it before all items are done.
  private void proceed(Strand strand, Frame.For done, Instruction.ForEach each) {
    int all = done.items().size();
    var verdict = done.tally().verdict(each.join(), all);
    if (verdict.isPresent() && verdict.get() instanceof Tally.Verdict.Failed(Fault fault)) {
      saga.popped(strand);
      saga.raise(strand, fault, Optional.empty(), Repeat.NOTHING);
    } else if (verdict.isPresent() || done.index() + 1 >= all) {
      finish(strand, done, each);
    } else {
      int index = done.index() + 1;
      strand.setTop(new Frame.For(done.at(), done.items(), index, done.tally()));
      strand.assign(each.item(), done.items().get(index));
      turn.itemBegins();
      turn.passages.add(new Passage(done.at(), done.at() + 1));
      strand.resumeAt(done.at() + 1);
    }
  }

  private void finish(Strand strand, Frame.For frame, Instruction.ForEach each) {
    saga.popped(strand);
    each.variable()
        .ifPresent(
            name -> strand.assign(name, frame.tally().ofItems(each.join(), frame.items().size())));
    turn.passages.add(new Passage(frame.at(), each.end()));
    strand.resumeAt(each.end());
  }

  private void finish(Strand strand, Frame.While frame, Instruction.While loop) {
    turn.passages.add(new Passage(frame.at(), loop.end()));
    strand.resumeAt(loop.end());
  }

  private void turn(Strand strand, Frame.While frame, Instruction.While loop) {
    if (turn.program.code().get(strand.pc) instanceof Instruction.EndFinally) {
      strand.pc = frame.at(); // the end of a finally could not be repeated
    }
    switch (turn.evaluate(strand, loop.condition())) {
      case Evaluated.Ok(Value.Bool(boolean holds)) -> {
        if (!holds) {
          if (frame.turns() > 0) {
            saga.popped(strand);
          }
          finish(strand, frame, loop);
        } else if (frame.turns() >= loop.max()) {
          saga.raise(
              strand,
              Fault.of(
                      EngineError.LOOP_LIMIT,
                      "the loop would run more than %,d times".formatted(loop.max()))
                  .at(loop.id()));
        } else {
          var next = new Frame.While(frame.at(), frame.turns() + 1);
          if (frame.turns() == 0) {
            strand.push(next);
          } else {
            strand.setTop(next);
          }
          turn.passages.add(new Passage(frame.at(), frame.at() + 1));
          strand.resumeAt(frame.at() + 1);
        }
      }
      case Evaluated.Ok(Value value) -> saga.raise(strand, Instructions.noCondition(value));
      case Evaluated.Failed(EvaluationError error) -> saga.raise(strand, Fault.of(error));
    }
  }
}
