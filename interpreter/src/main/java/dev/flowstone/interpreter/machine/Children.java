package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// `call` and `start`: child executions begin, end, are cancelled and awaited.
final class Children {

  private final Turn turn;
  private final Saga saga;

  Children(Turn turn) {
    this.turn = turn;
    this.saga = new Saga(turn);
  }

  void begin(Strand strand, Instruction.CallWorkflow call, Optional<Duration> timeout) {
    begin(strand, call.id(), call.workflow(), call.arguments(), timeout);
  }

  void begin(Strand strand, Instruction.StartWorkflow start) {
    begin(strand, start.id(), start.workflow(), start.arguments(), Optional.empty());
  }

  private void begin(
      Strand strand,
      String id,
      String workflow,
      Map<String, Expression> arguments,
      Optional<Duration> timeout) {
    switch (turn.arguments(strand, id, arguments, Map.of())) {
      case Undo.Broken(Fault fault) -> saga.raise(strand, fault);
      case Undo.Ready(Value.Fields input) -> {
        // A repeated call is another child: the one before has ended.
        var call = turn.instance(strand, id) + "@" + turn.nextWait();
        var child =
            new ChildCall(
                call, name(call), input, turn.now, timeout.map(turn.now::plus), false, false);
        strand.block(new Activity.Delegating(child));
        turn.tell(new HistoryEntry.ChildRequested(turn.now, shown(child), workflow, child.name()));
      }
    }
  }

  /// The name of a child follows from its parent's name and incarnation and the call, so that it is
  /// started once however often it is asked for.
  private String name(String call) {
    var name = turn.identity.name() + "." + call.replace("]/", "].");
    return name.length() <= State.NAME_LENGTH
        ? name
        : name.substring(0, State.NAME_LENGTH - 33) + "." + CallSite.key(turn.identity.id(), call);
  }

  private static String shown(ChildCall child) {
    return CallSite.shown(child.id());
  }

  private Instruction instruction(Strand strand) {
    return turn.program.code().get(strand.pc);
  }

  /// The child exists.
  void started(Strand strand, ChildCall child, String version) {
    turn.tell(new HistoryEntry.ChildStarted(turn.now, shown(child), child.name(), version));
    if (instruction(strand) instanceof Instruction.StartWorkflow start) {
      turn.stepCompleted();
      start
          .variable()
          .ifPresent(name ->
              strand.assign(
                  name,
                  new Value.Fields(Map.of(new Value.Text("id"), new Value.Text(child.name())))));
      saga.goOn(strand);
    } else {
      strand.block(new Activity.Delegating(child.begun()));
    }
  }

  /// No child was started: certainly nothing has been done.
  void refused(Strand strand, String error, String message) {
    var fault = new Fault(error, message, Optional.empty(), Optional.of(id(strand)), 0);
    over(strand, fault, Optional.empty());
  }

  private String id(Strand strand) {
    return switch (instruction(strand)) {
      case Instruction.CallWorkflow call -> call.id();
      case Instruction.StartWorkflow start -> start.id();
      default -> throw new IllegalStateException("no child is called here");
    };
  }

  void ended(Strand strand, ChildCall child, ChildEnd end) {
    var call = (Instruction.CallWorkflow) instruction(strand);
    switch (end) {
      case ChildEnd.Succeeded(Value result) -> {
        turn.tell(
            new HistoryEntry.ChildEnded(
                turn.now, shown(child), child.name(), Status.SUCCEEDED, Optional.empty()));
        turn.stepCompleted();
        call.variable().ifPresent(name -> strand.assign(name, result));
        undo(strand, call, child, result, new Command.Outcome.Completed(result))
            .ifPresent(strand::register);
        saga.goOn(strand); // it made it, even where its time was up
      }
      case ChildEnd.Otherwise(Status status, Fault fault) -> {
        turn.tell(
            new HistoryEntry.ChildEnded(
                turn.now, shown(child), child.name(), status, Optional.of(fault.name())));
        var own =
            status == Status.TERMINATED
                ? undo(
                    strand,
                    call,
                    child,
                    Value.Null.NULL,
                    new Command.Outcome.Unknown(fault.name(), fault.message()))
                : Optional.<Undo>empty();
        over(strand, raised(child, status, fault).at(call.id()), own);
      }
    }
  }

  /// What the parent sees of a child that did not succeed: its own error, if it failed by one.
  private static Fault raised(ChildCall child, Status status, Fault fault) {
    if (child.passed()) {
      return Fault.of(
          EngineError.CALL_TIMEOUT,
          "%s ran past the timeout of its call, and was cancelled".formatted(child.name()));
    }
    return switch (status) {
      case CANCELLED -> Fault.of(EngineError.CHILD_CANCELLED, text(child, "cancelled", fault));
      case TIMED_OUT -> Fault.of(EngineError.CHILD_TIMED_OUT, text(child, "timed out", fault));
      case TERMINATED -> Fault.of(EngineError.CHILD_TERMINATED, text(child, "terminated", fault));
      case FAILED, COMPENSATION_FAILED, SUCCEEDED, RUNNING, WAITING, PAUSED -> fault;
    };
  }

  private static String text(ChildCall child, String what, Fault fault) {
    return "%s was %s: %s".formatted(child.name(), what, fault.message());
  }

  private void over(Strand strand, Fault fault, Optional<Undo> own) {
    if (strand.stopping()) {
      saga.stop(strand, strand.stop.orElseThrow(), own);
    } else {
      saga.raise(strand, fault, own, Repeat.HERE);
    }
  }

  /// The timeout of a call has come: the child is cancelled, and its end awaited.
  void due(Strand strand, ChildCall child) {
    strand.block(new Activity.Delegating(child.overdue()));
    turn.tell(new HistoryEntry.ChildOverdue(turn.now, shown(child), child.name()));
  }

  private Optional<Undo> undo(
      Strand strand,
      Instruction.CallWorkflow call,
      ChildCall child,
      Value result,
      Command.Outcome outcome) {
    return call.compensate()
        .map(compensate ->
            new Calls(turn)
                .undo(
                    strand,
                    compensate,
                    call.variable(),
                    result,
                    child.id(),
                    child.input(),
                    outcome));
  }

  /// The call whose child has ended, where it is still awaited: that of a `start` is nobody's.
  static Optional<ChildCall> called(Program program, Fiber fiber, String call) {
    return program.code().get(fiber.pc()) instanceof Instruction.CallWorkflow
        ? awaited(fiber.activity(), call)
        : Optional.empty();
  }

  /// The call that news of a child is about.
  static Optional<ChildCall> awaited(Activity activity, String call) {
    return activity instanceof Activity.Delegating(ChildCall child) && child.id().equals(call)
        ? Optional.of(child)
        : Optional.empty();
  }
}
