package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.Activity;
import dev.flowstone.interpreter.machine.ChildEnd;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.EngineError;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Inputs;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.Parent;
import dev.flowstone.interpreter.machine.Status;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The children of executions on a virtual host: executed themselves, or pretended.
final class Children {

  private static final String VERSION = "test";

  private final VirtualHost host;
  private final Handling handling;
  private final Workflows workflows;
  private final Map<String, Pretended> pretended = new LinkedHashMap<>();

  Children(VirtualHost host, Handling handling, Workflows workflows) {
    this.host = host;
    this.handling = handling;
    this.workflows = workflows;
  }

  /// Starts a child, once however often it is asked for.
  void start(Live parent, Command.StartChild start) {
    boolean exists = host.find(start.child()).isPresent() || pretended.containsKey(start.child());
    if (!exists && !begun(parent, start)) {
      return;
    }
    host.apply(parent, new Event.ChildStarted(host.now(), start.call(), VERSION));
    host.find(start.child()).filter(child -> child.state().epoch() == 0).ifPresent(host::activate);
  }

  /// Makes the child; false where there will be none.
  private boolean begun(Live parent, Command.StartChild start) {
    Optional<Program> program = workflows.find(start.workflow());
    host.called(
        new Called(
            host.now(),
            parent.name(),
            Called.Kind.WORKFLOW,
            start.call(),
            start.call(),
            start.workflow(),
            1,
            start.input()));
    switch (handling.child(start.workflow(), start.input(), program.isPresent())) {
      case Handling.Course.Lives() -> {
        return program.isPresent() && lives(parent, start, program.get());
      }
      case Handling.Course.Pretends(ChildEnd end, Duration after) ->
          pretend(parent, start, host.now().plus(after), Optional.of(end));
      case Handling.Course.Hangs() -> pretend(parent, start, Instant.MAX, Optional.empty());
      case Handling.Course.Crashes(Duration after) ->
          pretend(parent, start, host.now().plus(after), Optional.empty());
      case Handling.Course.Unforeseen(String problem) -> {
        host.giveUp(problem);
        return false;
      }
      case Handling.Course.Ends _ ->
          throw new IllegalStateException("a child does not reply as a handler does");
    }
    return true;
  }

  private boolean lives(Live parent, Command.StartChild start, Program program) {
    Parent by = Parent.of(parent.state(), start.call(), start.detached());
    if (by.depth() > Parent.DEEPEST) {
      String error = EngineError.LIMIT_EXCEEDED.errorName();
      host.apply(parent, new Event.ChildRefused(host.now(), start.call(), error, Parent.TOO_DEEP));
      return false;
    }
    return switch (Inputs.accept(program, start.input())) {
      case Inputs.Checked.Rejected rejected -> {
        String error = EngineError.INVALID_INPUT.errorName();
        host.apply(
            parent, new Event.ChildRefused(host.now(), start.call(), error, rejected.message()));
        yield false;
      }
      case Inputs.Checked.Accepted(Value.Fields input) -> {
        String id =
            UUID.nameUUIDFromBytes(start.child().getBytes(StandardCharsets.UTF_8)).toString();
        host.begin(
            program, VirtualHost.started(start.child(), id, input, host.now(), Optional.of(by)));
        yield true;
      }
    };
  }

  private void pretend(
      Live parent, Command.StartChild start, Instant ends, Optional<ChildEnd> end) {
    pretended.put(
        start.child(), new Pretended(parent.name(), start.call(), !start.detached(), ends, end));
  }

  void cancel(String child, String reason) {
    host.find(child).ifPresent(live -> host.deliver(live, new Message.Cancel(reason)));
    pretended.computeIfPresent(child, (_, it) -> it.cancelled(host.now(), reason));
  }

  /// The pretended child that is over first.
  Optional<Due> next() {
    return pretended.entrySet().stream()
        .filter(each -> each.getValue().ends().isBefore(Instant.MAX))
        .min(Comparator.comparing(each -> each.getValue().ends()))
        .map(each -> new Due(each.getValue().ends(), false, () -> over(each.getKey())));
  }

  private void over(String name) {
    Pretended child = pretended.remove(name);
    if (child == null) {
      return;
    }
    pretended.put(name, child.endless()); // it is there, however often it is asked for
    if (child.end().isEmpty()) {
      host.crash();
    } else if (child.awaited()) {
      host.find(child.parent())
          .ifPresent(parent -> tell(parent, child.call(), name, child.end().get()));
    }
  }

  /// Tells the parent of an execution that has ended.
  void ended(Live child) {
    Parent parent = child.parent.orElseThrow();
    host.find(parent.name())
        .ifPresent(live -> tell(live, parent.call(), child.state().id(), end(child)));
  }

  private void tell(Live parent, String call, String child, ChildEnd end) {
    host.deliver(parent, new Message.ChildEnded(call, child, end));
  }

  private static ChildEnd end(Live child) {
    Activity.Ending ending = child.state().ending().orElseThrow();
    return ending.status() == Status.SUCCEEDED
        ? new ChildEnd.Succeeded(PlainValue.of(ending.result().orElse(Value.Null.NULL)))
        : new ChildEnd.Otherwise(
            ending.status(), ending.error().orElseGet(() -> Fault.of(ending.status().name(), "")));
  }
}
