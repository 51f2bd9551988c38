package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.PStack;

/// Handler calls from their first attempt to their end, whatever their role: attempts, retries,
/// unknown outcomes.
final class Calls {

  private final Turn turn;
  private final Saga saga;
  private final Waits waits;
  private final Polls polls;

  Calls(Turn turn) {
    this.turn = turn;
    this.saga = new Saga(turn);
    this.waits = new Waits(turn);
    this.polls = new Polls(turn);
  }

  /// Begins a step, or raises the error of its arguments.
  void begin(Strand strand, Instruction.Step step) {
    switch (turn.arguments(strand, step.call(), Map.of())) {
      case Undo.Broken(Fault fault) -> saga.raise(strand, fault);
      case Undo.Ready(Value.Fields input) -> {
        var call = turn.begin(turn.instance(strand, step.call().id()), input, 1);
        strand.block(new Activity.Calling(call));
        attemptBegins(strand);
      }
    }
  }

  /// Counts and tells the attempt that a strand has just put in flight.
  private void attemptBegins(Strand strand) {
    var fiber = strand.fiber();
    attemptBegins(
        turn, CallSite.of(turn.program, fiber), fiber.activity().inProgress().orElseThrow());
  }

  static void attemptBegins(Turn turn, CallSite site, Call call) {
    if (call.inFlight()) {
      turn.attemptBegun();
      turn.tell(
          new HistoryEntry.AttemptStarted(
              turn.now, site.role(), call.shown(), site.handler().handler(), call.attempt()));
    }
  }

  /// The same activity goes on with this call, whose attempt begins.
  void begin(Strand strand, Call call) {
    replace(strand, call);
    attemptBegins(strand);
  }

  /// The execution goes on: what was held begins.
  void unhold(Strand strand) {
    var call = strand.fiber().activity().inProgress();
    if (call.isPresent() && call.get().phase() instanceof Call.Held) {
      begin(strand, call.get().withPhase(turn.phase()));
    }
  }

  /// The start of an attempt is durable: now it may be performed.
  void journaled(Strand strand, Call call) {
    if (call.phase() instanceof Call.InFlight(Instant since, boolean _)) {
      replace(strand, call.withPhase(new Call.InFlight(since, true)));
    }
  }

  /// The delay before an attempt is over.
  void retry(Strand strand, Call call) {
    begin(strand, call.withPhase(turn.phase()));
  }

  void succeeded(Strand strand, Call call, Value output) {
    var fiber = strand.fiber();
    var site = CallSite.of(turn.program, fiber);
    turn.tell(
        new HistoryEntry.StepSucceeded(
            turn.now,
            site.role(),
            call.shown(),
            call.attempt(),
            Duration.between(call.since(), turn.now)));
    if (CallSite.interrupted(fiber)) {
      new Failing(turn).completed(call, output);
    }
    switch (fiber.activity()) {
      case Activity.Calling _ -> {
        turn.stepCompleted();
        completed(strand, call, output);
      }
      case Activity.Awaiting(Wait wait, Optional<Call> _) -> waits.notified(strand, wait);
      case Activity.Concluding(Wait wait, Call _, Wait.Conclusion conclusion) ->
          waits.finish(strand, wait, conclusion);
      case Activity.Polling polling -> polls.answered(strand, polling, output);
      case Activity.Unwinding unwinding -> saga.undone(strand, unwinding);
      case Activity.Sleeping _,
          Activity.Joining _,
          Activity.Delegating _,
          Activity.UnwindingGroup _,
          Activity.Parked _,
          Activity.Succeeded _,
          Activity.Failed _,
          Activity.Stopped _ ->
          throw new IllegalStateException("no call is in progress");
    }
  }

  /// A step goes on with its output.
  void completed(Strand strand, Call call, Value output) {
    var step = (Instruction.Step) turn.program.code().get(strand.pc);
    step.variable().ifPresent(name -> strand.assign(name, output));
    undo(strand, step, call, output, new Command.Outcome.Completed(output))
        .ifPresent(strand::register);
    saga.goOn(strand);
  }

  /// An attempt ended in an error: it is made again, or the call is over.
  void failed(Strand strand, Call attempted, Event.Failure failure, double random, Duration took) {
    var fiber = strand.fiber();
    var site = CallSite.of(turn.program, fiber);
    var call = failure.certain() ? attempted : attempted.lost();
    var abandoned = CallSite.interrupted(fiber) || fiber.activity() instanceof Activity.Concluding;
    var next =
        abandoned
            ? Optional.<Instant>empty()
            : Retries.next(site.handler(), call, failure, random, turn.now);
    turn.tell(
        new HistoryEntry.AttemptFailed(
            turn.now,
            site.role(),
            call.shown(),
            call.attempt(),
            failure.error(),
            failure.message(),
            failure.certain(),
            took,
            next));
    if (next.isPresent()) {
      replace(strand, call.backOff(next.get(), failure));
    } else {
      over(strand, call, call.attempt(), failure);
    }
  }

  /// A step that has nothing in flight is given up, since its fiber must stop.
  void giveUp(Strand strand, Call call, Stop stop) {
    var last =
        switch (call.phase()) {
          case Call.BackingOff(Instant _, Event.Failure failure) -> failure;
          case Call.InFlight _, Call.Held _ ->
              new Event.Failure(
                  EngineError.INTERRUPTED.errorName(),
                  call.unknown()
                      ? "stopped before another attempt began"
                      : "stopped before the attempt began",
                  Optional.empty(),
                  true,
                  true);
        };
    tellFailed(CallSite.step(turn.program, strand.pc), call, call.attempt() - 1, last);
    saga.stop(strand, stop, unknownUndo(strand, call, last));
  }

  private void over(Strand strand, Call call, int attempts, Event.Failure failure) {
    var fiber = strand.fiber();
    var site = CallSite.of(turn.program, fiber);
    var fault =
        new Fault(
            failure.error(),
            failure.message(),
            failure.data(),
            Optional.of(site.handler().id()),
            attempts);
    tellFailed(site, call, attempts, failure);
    switch (fiber.activity()) {
      case Activity.Calling _ -> {
        var own = unknownUndo(strand, call, failure);
        if (strand.stopping()) {
          saga.stop(strand, strand.stop.orElseThrow(), own);
        } else {
          saga.raise(strand, fault, own, Repeat.of(call));
        }
      }
      case Activity.Awaiting(Wait wait, Optional<Call> _) ->
          waits.notificationFailed(strand, wait, fault);
      case Activity.Concluding(Wait wait, Call _, Wait.Conclusion conclusion) ->
          waits.finish(strand, wait, conclusion);
      case Activity.Polling polling -> polls.failed(strand, polling, fault);
      case Activity.Unwinding unwinding -> saga.broken(strand, unwinding, fault);
      case Activity.Sleeping _,
          Activity.Joining _,
          Activity.Delegating _,
          Activity.UnwindingGroup _,
          Activity.Parked _,
          Activity.Succeeded _,
          Activity.Failed _,
          Activity.Stopped _ ->
          throw new IllegalStateException("no call is in progress");
    }
  }

  private void tellFailed(CallSite site, Call call, int attempts, Event.Failure failure) {
    turn.tell(
        new HistoryEntry.StepFailed(
            turn.now,
            site.role(),
            call.shown(),
            attempts,
            failure.error(),
            failure.message(),
            call.unknown()));
  }

  private Optional<Undo> unknownUndo(Strand strand, Call call, Event.Failure failure) {
    if (!call.unknown()) {
      return Optional.empty();
    }
    var step = (Instruction.Step) turn.program.code().get(strand.pc);
    return undo(
        strand,
        step,
        call,
        Value.Null.NULL,
        new Command.Outcome.Unknown(failure.error(), failure.message()));
  }

  /// The undo of a step that has just ended, its arguments evaluated now.
  private Optional<Undo> undo(
      Strand strand, Instruction.Step step, Call call, Value result, Command.Outcome outcome) {
    return step.compensate()
        .map(compensate ->
            undo(strand, compensate, step.variable(), result, call.id(), call.input(), outcome));
  }

  /// The undo of what `forward` names and was called with `input`, which has just ended.
  Undo undo(
      Strand strand,
      HandlerCall compensate,
      Optional<String> variable,
      Value result,
      String forward,
      Value.Fields input,
      Command.Outcome outcome) {
    var locals = variable.map(name -> Map.of(name, result)).orElse(Map.of());
    return new Undo(
        strand.pc,
        turn.instance(strand, compensate.id()),
        turn.arguments(strand, compensate, locals),
        new Command.Forward(CallSite.key(turn.identity.id(), forward), input, outcome),
        0);
  }

  /// The same activity with its call moved on.
  static void replace(Strand strand, Call call) {
    var next =
        switch (strand.fiber().activity()) {
          case Activity.Calling _ -> new Activity.Calling(call);
          case Activity.Awaiting(Wait wait, Optional<Call> _) ->
              new Activity.Awaiting(wait, Optional.of(call));
          case Activity.Concluding(Wait wait, Call _, Wait.Conclusion conclusion) ->
              new Activity.Concluding(wait, call, conclusion);
          case Activity.Polling polling -> polling.with(call);
          case Activity.Unwinding(
                  Purpose purpose,
                  PStack<Compensation> remaining,
                  Undo current,
                  Call _,
                  List<Activity.BrokenUndo> broken) ->
              new Activity.Unwinding(purpose, remaining, current, call, broken);
          case Activity.Sleeping _,
              Activity.Joining _,
              Activity.Delegating _,
              Activity.UnwindingGroup _,
              Activity.Parked _,
              Activity.Succeeded _,
              Activity.Failed _,
              Activity.Stopped _ ->
              throw new IllegalStateException("no call is in progress");
        };
    strand.block(next);
  }
}
