package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.expression.Evaluated;
import dev.flowstone.interpreter.expression.EvaluationError;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// `poll`: a handler is asked at once and then every so often, until its answer will do.
final class Polls {

  private final Turn turn;
  private final Saga saga;

  Polls(Turn turn) {
    this.turn = turn;
    this.saga = new Saga(turn);
  }

  void begin(Strand strand, Instruction.Poll poll, Duration every, Duration timeout) {
    ask(
        strand,
        poll,
        new Activity.Polling(
            turn.instance(strand, poll.call().id()),
            turn.now,
            turn.now.plus(timeout),
            every,
            0,
            Optional.empty(),
            Optional.of(turn.now),
            false));
  }

  /// Each asking is a call of its own, with its own key, also where the poll is repeated.
  private void ask(Strand strand, Instruction.Poll poll, Activity.Polling polling) {
    switch (turn.arguments(strand, poll.call(), Map.of())) {
      case Undo.Broken(Fault fault) -> saga.raise(strand, fault);
      case Undo.Ready(Value.Fields input) -> {
        var call = turn.begin(polling.id() + "@" + turn.nextWait(), input, 1);
        strand.block(polling.asking(call));
        Calls.attemptBegins(turn, CallSite.of(turn.program, strand.fiber()), call);
      }
    }
  }

  /// It is time to ask again.
  void again(Strand strand, Activity.Polling polling) {
    ask(strand, instruction(strand), polling);
  }

  private Instruction.Poll instruction(Strand strand) {
    return (Instruction.Poll) turn.program.code().get(strand.pc);
  }

  void answered(Strand strand, Activity.Polling polling, Value answer) {
    var poll = instruction(strand);
    if (strand.stopping()) {
      saga.stop(strand);
    } else if (polling.passed()) {
      timedOut(strand, polling);
    } else {
      var locals = poll.variable().map(name -> Map.of(name, answer)).orElse(Map.of());
      switch (turn.evaluate(strand, poll.until(), locals)) {
        case Evaluated.Ok(Value.Bool(boolean enough)) -> {
          if (enough) {
            turn.stepCompleted();
            poll.variable().ifPresent(name -> strand.assign(name, answer));
            strand.resumeAfter();
          } else {
            later(strand, polling);
          }
        }
        case Evaluated.Ok(Value value) -> saga.raise(strand, Instructions.noCondition(value));
        case Evaluated.Failed(EvaluationError error) -> saga.raise(strand, Fault.of(error));
      }
    }
  }

  private void later(Strand strand, Activity.Polling polling) {
    var next = turn.now.plus(polling.every());
    turn.tell(new HistoryEntry.PolledInVain(turn.now, polling.id(), polling.asked(), next));
    strand.block(polling.later(next));
  }

  /// The timeout has come: an asking in flight is interrupted, and its end awaited.
  void due(Strand strand, Activity.Polling polling) {
    if (turn.performed(strand).isPresent()) {
      strand.block(polling.overdue());
    } else {
      timedOut(strand, polling);
    }
  }

  /// An asking has failed for good.
  void failed(Strand strand, Activity.Polling polling, Fault fault) {
    if (strand.stopping()) {
      saga.stop(strand);
    } else if (polling.passed()) {
      timedOut(strand, polling);
    } else {
      saga.raise(strand, fault);
    }
  }

  private void timedOut(Strand strand, Activity.Polling polling) {
    var poll = instruction(strand);
    saga.raise(
        strand,
        new Fault(
            EngineError.POLL_TIMEOUT.errorName(),
            "no answer of %s would do within %s"
                .formatted(
                    poll.call().handler(),
                    Brief.of(Duration.between(polling.since(), polling.due()))),
            Optional.empty(),
            Optional.of(poll.call().id()),
            polling.asked()));
  }
}
