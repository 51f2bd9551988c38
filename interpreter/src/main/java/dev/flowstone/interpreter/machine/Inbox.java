package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Messages from outside: which are refused, and what the others do.
final class Inbox {

  private static final int MAX_KEPT = 10_000;
  private static final Set<Status> REDRIVABLE =
      EnumSet.of(Status.FAILED, Status.COMPENSATION_FAILED);

  private final Turn turn;
  private final State before;

  Inbox(Turn turn, State before) {
    this.turn = turn;
    this.before = before;
  }

  void deliver(Message message) {
    var refusal =
        refusal(turn.program, before, message).filter(r -> !staysAccepted(message, r.reason()));
    if (refusal.isPresent()) {
      turn.tell(new HistoryEntry.MessageRefused(turn.now, what(message), refusal.get()));
      return;
    }
    switch (message) {
      case Message.ChildEnded(String call, String _, ChildEnd end) -> {
        var strand = calling(call);
        var child = Children.awaited(strand.fiber().activity(), call).orElseThrow();
        new Children(turn).ended(strand, child, end);
      }
      case Message.Pause(String reason) -> new Pauses(turn).pause(reason);
      case Message.Resume(String reason) -> new Pauses(turn).resume(reason);
      case Message.Signal(String name, Value payload) ->
          signal(name, fitted(turn.program, name, payload));
      case Message.CallbackSucceeded(String awaitId, Value payload) -> {
        var strand = awaiting(awaitId);
        var wait = wait(strand);
        new Waits(turn)
            .answered(
                strand,
                wait,
                fitted(turn.program, wait.signal(), payload),
                HistoryEntry.WaitEnd.CALLED_BACK);
      }
      case Message.CallbackFailed(
              String awaitId,
              String error,
              String text,
              Optional<Value> data) -> {
        var strand = awaiting(awaitId);
        new Waits(turn)
            .failed(strand, wait(strand), new Fault(error, text, data, Optional.empty(), 0));
      }
      case Message.CallbackHeartbeat _ ->
          throw new IllegalStateException("a sign of life is told by its time alone");
      case Message.Cancel(String reason) -> new Stops(turn).request(new Stop.Cancelled(reason));
      case Message.Terminate(String reason) -> new Stops(turn).terminate(reason);
      case Message.Redrive(String reason) -> redrive(reason);
      case Message.Move _ -> throw new IllegalStateException("a move leads to another program");
    }
  }

  /// Keeps a signal for a wait to come, whatever the execution does.
  static void keep(Turn turn, Message.Signal signal) {
    turn.tell(new HistoryEntry.SignalReceived(turn.now, signal.name(), true));
    turn.keep(signal.name(), fitted(turn.program, signal.name(), signal.payload()));
  }

  /// What was moved to the program of this turn goes on there.
  void moved(Message.Move move) {
    turn.tell(new HistoryEntry.Moved(turn.now, move.version(), move.reason()));
    if (turn.paused()) {
      new Pauses(turn).resume(move.reason());
    }
    var main = turn.main();
    if (main.activity instanceof Activity.Failed failed) {
      turn.tell(new HistoryEntry.Redriven(turn.now, move.reason()));
      new Failing(turn).redrive(main, failed);
    }
  }

  /// A full mailbox and an end that a redrive can take back refuse senders, never what was accepted
  /// already.
  private boolean staysAccepted(Message message, Refusal.Reason reason) {
    return reason == Refusal.Reason.MAILBOX_FULL
        || (reason == Refusal.Reason.ENDED
            && message instanceof Message.Signal
            && REDRIVABLE.contains(before.status()));
  }

  /// The wait of this name that began first takes the signal; else it is kept.
  private void signal(String name, Value payload) {
    var first =
        turn.strands().stream()
            .filter(s -> open(s.fiber()).filter(w -> w.signal().equals(name)).isPresent())
            .min(Comparator.comparingInt(s -> wait(s).ordinal()));
    turn.tell(new HistoryEntry.SignalReceived(turn.now, name, first.isEmpty()));
    if (first.isPresent()) {
      new Waits(turn)
          .answered(first.get(), wait(first.get()), payload, HistoryEntry.WaitEnd.SIGNALLED);
    } else {
      turn.keep(name, payload);
    }
  }

  private void redrive(String reason) {
    turn.tell(new HistoryEntry.Redriven(turn.now, reason));
    var main = turn.main();
    if (main.activity instanceof Activity.Failed failed) {
      new Failing(turn).redrive(main, failed);
      return;
    }
    // The time in which an execution rested is not of its own making.
    var rest = before.ending().map(ending -> Duration.between(ending.at(), turn.now));
    turn.deadline = turn.deadline.map(due -> due.plus(rest.orElse(Duration.ZERO)));
    for (var strand : turn.strands()) {
      if (strand.activity instanceof Activity.Parked parked) {
        new Saga(turn).redrive(strand, parked);
      }
    }
  }

  private Strand calling(String call) {
    return turn.strands().stream()
        .filter(s -> Children.called(turn.program, s.fiber(), call).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private Strand awaiting(String awaitId) {
    return turn.strands().stream()
        .filter(s -> open(s.fiber()).filter(w -> w.awaitId().equals(awaitId)).isPresent())
        .findFirst()
        .orElseThrow();
  }

  private static Wait wait(Strand strand) {
    return open(strand.fiber()).orElseThrow();
  }

  private static Optional<Wait> open(Fiber fiber) {
    return fiber.activity() instanceof Activity.Awaiting(Wait wait, Optional<Call> _)
            && !fiber.stopping()
        ? Optional.of(wait)
        : Optional.empty();
  }

  private static Value fitted(Program program, String signal, Value payload) {
    var type = program.signals().get(signal);
    return type != null
            && Conformance.of(type, payload) instanceof Conformance.Fit.Fits(Value value)
        ? value
        : payload;
  }

  /// Why a message would change nothing, told to its sender before it is accepted.
  static Optional<Refusal> refusal(Program program, State state, Message message) {
    return switch (message) {
      case Message.Signal(String name, Value payload) ->
          ended(state)
              .or(() -> unknown(program, name))
              .or(() -> misfit(program, name, payload))
              .or(() -> full(state, name));
      case Message.CallbackSucceeded(String awaitId, Value payload) ->
          ended(state)
              .or(() -> over(state, awaitId))
              .or(() -> misfit(program, openWait(state, awaitId).orElseThrow().signal(), payload));
      case Message.CallbackFailed(String awaitId, String error, String _, Optional<Value> _) ->
          ended(state).or(() -> over(state, awaitId)).or(() -> badName(error));
      case Message.CallbackHeartbeat(String awaitId) -> ended(state).or(() -> over(state, awaitId));
      case Message.Cancel _ -> cannotCancel(state);
      case Message.Pause _ ->
          ended(state)
              .or(() ->
                  state.pausedSince().isPresent()
                      ? refuse(Refusal.Reason.PAUSED, "the execution is paused already")
                      : Optional.empty());
      case Message.Resume _ ->
          ended(state)
              .or(() ->
                  state.pausedSince().isEmpty()
                      ? refuse(Refusal.Reason.NOT_PAUSED, "the execution is not paused")
                      : Optional.empty());
      case Message.ChildEnded(String call, String _, ChildEnd _) ->
          ended(state).or(() -> unawaited(program, state, call));
      // One that rests with failed undos is over for everybody else.
      case Message.Terminate _ ->
          state.status() == Status.COMPENSATION_FAILED ? Optional.empty() : ended(state);
      case Message.Redrive _ -> cannotRedrive(program, state);
      case Message.Move move ->
          Moving.of(program, move, state, state.time()) instanceof Moving.Moved.Refused(var refusal)
              ? Optional.of(refusal)
              : Optional.empty();
    };
  }

  static Optional<Refusal> refusal(Program program, Message.Signal signal) {
    return unknown(program, signal.name())
        .or(() -> misfit(program, signal.name(), signal.payload()));
  }

  private static Optional<Refusal> refuse(Refusal.Reason reason, String message) {
    return Optional.of(new Refusal(reason, message));
  }

  private static Optional<Refusal> ended(State state) {
    return state.ending().isPresent()
        ? refuse(Refusal.Reason.ENDED, "the execution has ended: " + state.status())
        : Optional.empty();
  }

  /// One that rests with failed undos and would go on after a redrive is stopped then.
  private static Optional<Refusal> cannotCancel(State state) {
    boolean goesOn = state.ending().isEmpty() || state.status() == Status.COMPENSATION_FAILED;
    return goesOn && state.undecided()
        ? Optional.empty()
        : ended(state)
            .or(() ->
                refuse(Refusal.Reason.ENDING, "the execution is on its way to an end already"));
  }

  private static Optional<Refusal> unawaited(Program program, State state, String call) {
    return state.fibers().stream().anyMatch(f -> Children.called(program, f, call).isPresent())
        ? Optional.empty()
        : refuse(Refusal.Reason.CALLBACK_OVER, "nobody waits for this child any more");
  }

  private static Optional<Refusal> unknown(Program program, String signal) {
    var known = new TreeSet<>(program.signals().keySet());
    for (var instruction : program.code()) {
      if (instruction instanceof Instruction.Await await) {
        known.add(await.signal());
      }
    }
    if (known.contains(signal)) {
      return Optional.empty();
    }
    return refuse(
        Refusal.Reason.UNKNOWN_SIGNAL,
        known.isEmpty()
            ? "the workflow waits for no signal"
            : "the workflow waits for no \""
                + signal
                + "\": "
                + Nearest.hint(signal, known).orElse("it knows " + String.join(", ", known)));
  }

  private static Optional<Refusal> misfit(Program program, String signal, Value payload) {
    Type type = program.signals().get(signal);
    if (type == null) {
      return Optional.empty();
    }
    return switch (Conformance.of(type, payload)) {
      case Conformance.Fit.Fits _ -> Optional.empty();
      case Conformance.Fit.Misfits(List<Conformance.Problem> problems) ->
          refuse(
              Refusal.Reason.INVALID_PAYLOAD,
              "the payload is not what " + signal + " declares: " + Conformance.describe(problems));
    };
  }

  private static Optional<Refusal> full(State state, String signal) {
    return state.mailbox().getOrDefault(signal, List.of()).size() >= MAX_KEPT
        ? refuse(Refusal.Reason.MAILBOX_FULL, MAX_KEPT + " signals are kept already")
        : Optional.empty();
  }

  private static Optional<Wait> openWait(State state, String awaitId) {
    return state.fibers().stream()
        .flatMap(f -> open(f).stream())
        .filter(w -> w.awaitId().equals(awaitId))
        .findFirst();
  }

  private static Optional<Refusal> over(State state, String awaitId) {
    return openWait(state, awaitId).isPresent()
        ? Optional.empty()
        : refuse(Refusal.Reason.CALLBACK_OVER, "what the token was made for is over");
  }

  private static Optional<Refusal> badName(String error) {
    return error.matches("[A-Za-z_][A-Za-z0-9_]{0,99}")
        ? Optional.empty()
        : refuse(Refusal.Reason.INVALID_PAYLOAD, "an error needs a name of letters, digits and _");
  }

  private static Optional<Refusal> cannotRedrive(Program program, State state) {
    if (state.status() == Status.COMPENSATION_FAILED) {
      return Optional.empty();
    }
    return switch (state.main().activity()) {
      case Activity.Failed _ when state.counters().undos() > 0 ->
          refuse(Refusal.Reason.UNDONE, "undos have run: what failed cannot be repeated any more");
      case Activity.Failed _
          when Inputs.accept(program, state.identity().input())
              instanceof Inputs.Checked.Rejected ->
          refuse(Refusal.Reason.ENDED, "the execution never began: its input was refused");
      case Activity.Failed(Instant _, Fault _, Repeat repeat)
          when !repeat.possible() && state.failure().isEmpty() ->
          refuse(
              Refusal.Reason.LEFT,
              "the place that failed has been left: a \"finally\" has run since, or branches were"
                  + " stopped or went on, which cannot be repeated");
      case Activity.Failed _ -> Optional.empty();
      case Activity.Succeeded _, Activity.Stopped _ ->
          refuse(Refusal.Reason.ENDED, "the execution has ended: " + state.status());
      case Activity.Calling _,
          Activity.Sleeping _,
          Activity.Awaiting _,
          Activity.Concluding _,
          Activity.Polling _,
          Activity.Joining _,
          Activity.Delegating _,
          Activity.Unwinding _,
          Activity.UnwindingGroup _,
          Activity.Parked _ ->
          refuse(Refusal.Reason.NOT_ENDED, "the execution has not failed: " + state.status());
    };
  }

  private static String what(Message message) {
    return switch (message) {
      case Message.Signal(String name, Value _) -> "signal " + name;
      case Message.CallbackSucceeded _, Message.CallbackFailed _ -> "callback";
      case Message.CallbackHeartbeat _ -> "heartbeat";
      case Message.Cancel _ -> "cancel";
      case Message.Terminate _ -> "terminate";
      case Message.Redrive _ -> "redrive";
      case Message.Move _ -> "move";
      case Message.Pause _ -> "pause";
      case Message.Resume _ -> "resume";
      case Message.ChildEnded _ -> "the end of a child";
    };
  }
}
