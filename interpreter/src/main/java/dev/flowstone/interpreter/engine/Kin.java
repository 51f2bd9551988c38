package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.ChildEnd;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.EngineError;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Inputs;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.Parent;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.Creation;
import dev.flowstone.interpreter.store.Meta;
import java.util.Optional;
import java.util.function.Consumer;

/// Starts, cancels and tells executions that belong together. `wake` is told of each that has
/// something to do now.
///
/// Every method may be repeated after a crash: a child is created once by its name, messages count
/// once by their keys.
record Kin(
    Ports ports, Programs programs, Activations activations, Sender sender, Consumer<String> wake) {

  Input start(Command.StartChild child, Parent parent) {
    Optional<String> version = ports.workflows().live(child.workflow());
    if (version.isEmpty()) {
      return refused(
          child,
          EngineError.UNKNOWN_WORKFLOW,
          "no workflow " + child.workflow() + " is known here");
    }
    return switch (programs.find(version.get())) {
      case Programs.Found.Unusable(String reason) ->
          refused(child, EngineError.UNKNOWN_WORKFLOW, reason);
      case Programs.Found.Ok(Program program) ->
          switch (Inputs.accept(program, child.input())) {
            case Inputs.Checked.Rejected rejected ->
                refused(child, EngineError.INVALID_INPUT, rejected.message());
            case Inputs.Checked.Accepted(Value.Fields input) ->
                create(child, version.get(), program, input, parent);
          };
    };
  }

  private Input create(
      Command.StartChild child,
      String version,
      Program program,
      Value.Fields input,
      Parent parent) {
    Optional<Parent> told = child.detached() ? Optional.empty() : Optional.of(parent);
    return switch (activations.queue(child.child(), version, program, input, told)) {
      case Creation.Created(Meta meta) -> begun(child, meta);
      case Creation.Existing(Meta meta) -> begun(child, meta); // by a host that died since
      case Creation.Clash(Meta meta) ->
          refused(
              child,
              EngineError.UNKNOWN_WORKFLOW,
              "the name "
                  + child.child()
                  + " is taken by an execution of "
                  + meta.workflow()
                  + " with another input");
    };
  }

  private Input begun(Command.StartChild child, Meta meta) {
    wake.accept(child.child());
    return new Input.ChildStarted(child.call(), meta.version());
  }

  private static Input refused(Command.StartChild child, EngineError error, String message) {
    return new Input.ChildRefused(child.call(), error.errorName(), message);
  }

  /// A child that is on its way to an end, or has ended, tells that by itself.
  Input cancel(Command.CancelChild child) {
    sender.send(child.child(), new Message.Cancel(child.reason()), "cancel:" + child.call());
    wake.accept(child.child());
    return new Input.ChildTold(child.call());
  }

  /// A parent that is gone, has ended, or is another of that name, waits for nothing.
  Input tell(Parent parent, String child, ChildEnd end) {
    var there = ports.executions().meta(parent.name()).filter(m -> m.id().equals(parent.id()));
    if (there.isEmpty()) {
      return new Input.ParentTold(true);
    }
    Sending sending = send(parent, child, end);
    if (sending instanceof Sending.Rejected(String reason)) {
      var fault = Fault.of(EngineError.PAYLOAD_TOO_LARGE, reason);
      sending = send(parent, child, new ChildEnd.Otherwise(Status.FAILED, fault));
    }
    boolean full = sending instanceof Sending.Full;
    if (!full) {
      wake.accept(parent.name());
    }
    return new Input.ParentTold(!full);
  }

  private Sending send(Parent parent, String child, ChildEnd end) {
    Message message = new Message.ChildEnded(parent.call(), child, end);
    return sender.send(parent.name(), message, "child:" + child);
  }
}
