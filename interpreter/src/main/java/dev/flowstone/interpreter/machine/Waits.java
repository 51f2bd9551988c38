package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// `wait for`: its timeout, its notification, its callback, and the signals that end it.
final class Waits {

  private final Turn turn;
  private final Saga saga;

  Waits(Turn turn) {
    this.turn = turn;
    this.saga = new Saga(turn);
  }

  /// Begins a wait, or ends it at once where a signal has come early: then nobody needs to be
  /// notified.
  void begin(Strand strand, Instruction.Await await, Duration timeout) {
    var wait =
        new Wait(
            turn.nextWait(),
            turn.instance(strand, await.id()),
            await.signal(),
            turn.now,
            turn.now.plus(timeout),
            await.heartbeat().map(turn.now::plus));
    turn.tell(
        new HistoryEntry.WaitStarted(turn.now, wait.id(), Optional.of(wait.signal()), wait.due()));
    strand.block(new Activity.Awaiting(wait, Optional.empty()));
    if (alreadyAnswered(strand, wait)) {
      return;
    }
    if (!wait.due().isAfter(turn.now)) {
      timedOut(strand, wait);
    } else if (await.notification().isPresent()) {
      notify(strand, wait, await);
    }
  }

  /// Ends a wait where a signal is kept for it.
  boolean alreadyAnswered(Strand strand, Wait wait) {
    var early = turn.take(wait.signal());
    early.ifPresent(payload -> answered(strand, wait, payload, HistoryEntry.WaitEnd.SIGNALLED));
    return early.isPresent();
  }

  private void notify(Strand strand, Wait wait, Instruction.Await await) {
    var call = await.notification().orElseThrow();
    switch (turn.arguments(strand, call, Map.of("callback", callback(wait)))) {
      case Undo.Broken(Fault fault) -> notificationFailed(strand, wait, fault);
      case Undo.Ready(Value.Fields input) -> {
        // Each wait makes its own token, so each has its own key: a repeated wait notifies anew.
        var id = turn.instance(strand, call.id()) + "@" + wait.ordinal();
        var begun = turn.begin(id, input, 1);
        strand.block(new Activity.Awaiting(wait, Optional.of(begun)));
        Calls.attemptBegins(turn, CallSite.notification(turn.program, strand.pc), begun);
      }
    }
  }

  private Value callback(Wait wait) {
    var token = CallbackToken.of(turn.identity, wait.ordinal()).text();
    var callback = new LinkedHashMap<Value, Value>();
    callback.put(new Value.Text("token"), new Value.Text(token));
    callback.put(new Value.Text("url"), new Value.Text(turn.identity.callbackBase() + token));
    return new Value.Fields(callback);
  }

  void notified(Strand strand, Wait wait) {
    if (strand.stopping()) {
      saga.stop(strand);
    } else {
      strand.block(new Activity.Awaiting(wait, Optional.empty()));
    }
  }

  void notificationFailed(Strand strand, Wait wait, Fault fault) {
    if (strand.stopping()) {
      saga.stop(strand);
    } else {
      strand.block(new Activity.Awaiting(wait, Optional.empty()));
      failed(strand, wait, fault);
    }
  }

  void answered(Strand strand, Wait wait, Value payload, HistoryEntry.WaitEnd how) {
    conclude(strand, wait, new Wait.Conclusion.Answered(payload), how);
  }

  void failed(Strand strand, Wait wait, Fault fault) {
    conclude(
        strand,
        wait,
        new Wait.Conclusion.Failed(fault.at(await(strand).id())),
        HistoryEntry.WaitEnd.FAILED);
  }

  void timedOut(Strand strand, Wait wait) {
    conclude(strand, wait, new Wait.Conclusion.TimedOut(), HistoryEntry.WaitEnd.TIMED_OUT);
  }

  void silent(Strand strand, Wait wait) {
    failed(
        strand,
        wait,
        Fault.of(
            EngineError.HEARTBEAT_TIMEOUT, "no sign of life of " + wait.signal() + " in time"));
  }

  /// Until when a sign of life at `when` keeps the wait alive, where that is later than it is kept
  /// already.
  static Optional<Instant> heardUntil(Program program, Fiber fiber, String awaitId, Instant when) {
    if (!(fiber.activity() instanceof Activity.Awaiting(Wait wait, Optional<Call> _))
        || fiber.stopping()
        || !wait.awaitId().equals(awaitId)) {
      return Optional.empty();
    }
    var await = (Instruction.Await) program.code().get(fiber.pc());
    return await
        .heartbeat()
        .map(when::plus)
        .filter(next -> wait.heartbeat().filter(next::isAfter).isPresent());
  }

  void heard(Strand strand, Instant next) {
    if (strand.activity instanceof Activity.Awaiting(Wait wait, Optional<Call> notification)) {
      strand.block(new Activity.Awaiting(wait.heardUntil(next), notification));
      turn.tell(new HistoryEntry.Heartbeat(turn.now, wait.id(), next));
    }
  }

  /// The wait has ended; an attempt of its notification that is being made is waited for.
  private void conclude(
      Strand strand, Wait wait, Wait.Conclusion conclusion, HistoryEntry.WaitEnd how) {
    turn.tell(
        new HistoryEntry.WaitEnded(
            turn.now, wait.id(), how, Duration.between(wait.since(), turn.now)));
    var performed = turn.performed(strand);
    if (performed.isPresent()) {
      strand.block(new Activity.Concluding(wait, performed.get(), conclusion));
    } else {
      finish(strand, wait, conclusion);
    }
  }

  /// What the end of a wait leads to.
  void finish(Strand strand, Wait wait, Wait.Conclusion conclusion) {
    var await = await(strand);
    if (strand.stopping()) {
      saga.stop(strand);
      return;
    }
    switch (conclusion) {
      case Wait.Conclusion.Answered(Value payload) -> {
        await.variable().ifPresent(name -> strand.assign(name, payload));
        strand.resumeAfter();
      }
      case Wait.Conclusion.TimedOut() -> {
        if (await.onTimeout().isPresent()) {
          turn.passages.add(new Passage(strand.pc, await.onTimeout().getAsInt()));
          strand.resumeAt(await.onTimeout().getAsInt());
        } else {
          raise(
              strand,
              Fault.of(
                      EngineError.WAIT_TIMEOUT,
                      "no "
                          + wait.signal()
                          + " within "
                          + Brief.of(Duration.between(wait.since(), wait.due())))
                  .at(await.id()));
        }
      }
      case Wait.Conclusion.Failed(Fault fault) -> raise(strand, fault);
    }
  }

  private Instruction.Await await(Strand strand) {
    return (Instruction.Await) turn.program.code().get(strand.pc);
  }

  private void raise(Strand strand, Fault fault) {
    saga.raise(strand, fault);
  }
}
