package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// Where in the program a call comes from, and so what it calls and how. Programs are immutable and
/// pinned, so that the State need not repeat them.
record CallSite(HandlerCall handler, HistoryEntry.Role role) {

  /// The site of the call that a fiber has in progress.
  static CallSite of(Program program, Fiber fiber) {
    return switch (fiber.activity()) {
      case Activity.Calling _ -> step(program, fiber.pc());
      case Activity.Awaiting _, Activity.Concluding _ -> notification(program, fiber.pc());
      case Activity.Polling _ -> poll(program, fiber.pc());
      case Activity.Unwinding unwinding -> undo(program, unwinding.current());
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
  }

  static CallSite step(Program program, int pc) {
    return new CallSite(((Instruction.Step) program.code().get(pc)).call(), HistoryEntry.Role.STEP);
  }

  static CallSite notification(Program program, int pc) {
    var await = (Instruction.Await) program.code().get(pc);
    return new CallSite(await.notification().orElseThrow(), HistoryEntry.Role.NOTIFICATION);
  }

  static CallSite undo(Program program, Undo undo) {
    var compensate =
        switch (program.code().get(undo.at())) {
          case Instruction.Step step -> step.compensate();
          case Instruction.CallWorkflow call -> call.compensate();
          default -> throw new IllegalStateException("nothing to undo comes from here");
        };
    return new CallSite(compensate.orElseThrow(), HistoryEntry.Role.UNDO);
  }

  static CallSite poll(Program program, int pc) {
    return new CallSite(((Instruction.Poll) program.code().get(pc)).call(), HistoryEntry.Role.STEP);
  }

  /// The id of a call without the number that tells its repetitions apart.
  static String shown(String call) {
    int at = call.indexOf('@');
    return at < 0 ? call : call.substring(0, at);
  }

  /// Whether an attempt is being made, as far as the journal tells: one that is to be journaled
  /// first is not, until it was.
  boolean performed(Call call) {
    return call.phase() instanceof Call.InFlight(var _, boolean journaled)
        && (journaled || !handler.atMostOnce());
  }

  Command command(State state, Fiber fiber, Call call, Call.InFlight phase) {
    if (interrupted(fiber)) {
      return new Command.Interrupt(call.id(), call.attempt());
    }
    return new Command.Invoke(
        call.id(),
        call.shown(),
        call.attempt(),
        handler.handler(),
        call.input(),
        key(state.id(), call.id()),
        handler.atMostOnce() && !phase.journaled(),
        handler.timeout(),
        handler.heartbeat(),
        forward(fiber.activity()));
  }

  /// Whether the result of what the fiber has in flight no longer matters.
  static boolean interrupted(Fiber fiber) {
    return switch (fiber.activity()) {
      case Activity.Calling _, Activity.Awaiting _ -> fiber.stopping();
      case Activity.Polling polling -> fiber.stopping() || polling.passed();
      case Activity.Concluding(Wait _, Call _, Wait.Conclusion conclusion) ->
          fiber.stopping() || !(conclusion instanceof Wait.Conclusion.Answered);
      case Activity.Unwinding _,
          Activity.UnwindingGroup _,
          Activity.Joining _,
          Activity.Delegating _,
          Activity.Sleeping _,
          Activity.Parked _,
          Activity.Succeeded _,
          Activity.Failed _,
          Activity.Stopped _ ->
          false;
    };
  }

  private static Optional<Command.Forward> forward(Activity activity) {
    return activity instanceof Activity.Unwinding unwinding
        ? Optional.of(unwinding.current().forward())
        : Optional.empty();
  }

  /// The idempotency key: the same for every attempt of one call, different for every other call
  /// anywhere.
  static String key(String execution, String call) {
    return HexFormat.of().formatHex(digest(execution + "\n" + call), 0, 16);
  }

  /// What is kept of the key of a consumed message: 128 bits, so that two never meet.
  static String hashed(String messageKey) {
    return HexFormat.of().formatHex(digest(messageKey), 0, 16);
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
