package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.machine.ChildEnd;
import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.EngineError;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.Parent;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.Creation;
import dev.flowstone.interpreter.store.Delivery;
import dev.flowstone.interpreter.store.Meta;
import java.util.Optional;
import java.util.function.Consumer;

/// Starts, cancels and tells executions that belong together. `wake` is told of each that has
/// something to do now.
///
/// Every method may be repeated after a crash: a child knows who began it, messages count once by
/// their keys. Messages go straight to the store: this host need not have the program of the other.
public record Kin(
    Ports ports,
    Settings settings,
    Programs programs,
    Reader reader,
    Activations activations,
    Sender sender,
    Consumer<String> wake) {

  /// Of a host that drives its activations by hand.
  public static Kin of(Ports ports, Settings settings, Consumer<String> wake) {
    Asking asking = new Asking(ports.clock(), ports.timers(), settings.lease());
    Programs programs = new Programs(ports.programs(), asking);
    Reader reader = new Reader(ports, asking, programs);
    return new Kin(
        ports,
        settings,
        programs,
        reader,
        new Activations(ports, settings, asking, programs),
        new Sender(ports, settings, asking, programs, reader, wake),
        wake);
  }

  /// A host before this one may have begun the child: it is looked for before anything is refused.
  public Input start(Command.StartChild child, Parent parent) {
    return reader
        .kept(child.child())
        .map(kept -> found(child, parent, kept))
        .orElseGet(() -> begin(child, parent));
  }

  private Input begin(Command.StartChild child, Parent parent) {
    if (parent.depth() > Parent.DEEPEST) {
      return refused(child, EngineError.LIMIT_EXCEEDED, Parent.TOO_DEEP);
    }
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
          switch (Admission.of(program, child.input(), settings)) {
            case Admission.Refused(EngineError error, String message) ->
                refused(child, error, message);
            case Admission.Granted(Value.Fields input) ->
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
    return switch (activations.queue(child.child(), version, program, input, Optional.of(parent))) {
      case Creation.Created(Meta meta) -> begun(child, meta);
      // Whoever was faster may be a host that has lost the parent, or somebody else.
      case Creation.Existing _, Creation.Clash _ -> start(child, parent);
    };
  }

  private Input found(Command.StartChild child, Parent parent, Reader.Kept kept) {
    return kept.isOf(parent)
        ? begun(child, kept.meta())
        : refused(child, EngineError.NAME_TAKEN, taken(kept));
  }

  private static String taken(Reader.Kept kept) {
    return "the name %s is taken by an execution of %s, which %s"
        .formatted(
            kept.meta().name(),
            kept.meta().workflow(),
            kept.parent()
                .map(other ->
                    "was begun by another call: %s of %s (%s)"
                        .formatted(other.call(), other.name(), other.id()))
                .orElse("no workflow has begun"));
  }

  private Input begun(Command.StartChild child, Meta meta) {
    if (meta.endedAt().isEmpty()) {
      wake.accept(child.child());
    }
    return new Input.ChildStarted(child.call(), meta.version());
  }

  private static Input refused(Command.StartChild child, EngineError error, String message) {
    return new Input.ChildRefused(child.call(), error.errorName(), message);
  }

  /// A child that is on its way to an end, or has ended, tells that by itself; one that rests with
  /// failed undos takes the cancel, and stops once they are mended. One that is gone tells nothing
  /// any more: its parent is told in its place.
  public Input cancel(Command.CancelChild child, Parent parent) {
    boolean settled =
        reader
            .kept(child.child())
            .filter(kept -> kept.isOf(parent))
            .map(kept -> cancelled(child, kept.meta()))
            .orElseGet(() -> told(parent, gone(child)));
    return new Input.ChildTold(child.call(), settled);
  }

  private static Message.ChildEnded gone(Command.CancelChild child) {
    Fault fault = Fault.of(EngineError.CHILD_TERMINATED, child.child() + " is not there any more");
    return new Message.ChildEnded(
        child.call(), "gone:" + child.call(), new ChildEnd.Otherwise(Status.TERMINATED, fault));
  }

  private boolean cancelled(Command.CancelChild child, Meta there) {
    boolean ended = there.endedAt().isPresent();
    if (ended && !rests(there.status())) {
      return true;
    }
    Message message = new Message.Cancel(child.reason());
    return switch (sender.deliver(child.child(), message, "cancel:" + child.call(), ended)) {
      case Delivery.Accepted _, Delivery.Duplicate() -> {
        wake.accept(child.child());
        yield true;
      }
      case Delivery.Full(), Delivery.Live _ -> false;
      case Delivery.Ended(String status) -> !rests(status);
      case Delivery.Missing() -> true;
    };
  }

  private static boolean rests(String status) {
    return status.equals(Status.COMPENSATION_FAILED.name());
  }

  /// A parent that is gone, has ended, or is another of that name, waits for nothing.
  public Input tell(Parent parent, String child, ChildEnd end) {
    boolean there =
        reader.head(parent.name()).filter(meta -> meta.id().equals(parent.id())).isPresent();
    return new Input.ParentTold(!there || told(parent, news(parent, child, end)));
  }

  private Message.ChildEnded news(Parent parent, String child, ChildEnd end) {
    Message.ChildEnded whole = new Message.ChildEnded(parent.call(), child, end);
    return sender
        .excess(whole)
        .map(reason -> Fault.of(EngineError.PAYLOAD_TOO_LARGE, reason))
        .map(fault -> new ChildEnd.Otherwise(Status.FAILED, fault))
        .map(instead -> new Message.ChildEnded(parent.call(), child, instead))
        .orElse(whole);
  }

  private boolean told(Parent parent, Message.ChildEnded news) {
    return switch (sender.deliver(parent.name(), news, "child:" + news.child(), false)) {
      case Delivery.Accepted _, Delivery.Duplicate() -> {
        wake.accept(parent.name());
        yield true;
      }
      case Delivery.Full() -> false;
      case Delivery.Ended _, Delivery.Missing() -> true;
      case Delivery.Live _ -> throw new IllegalStateException("nothing is reopened by it");
    };
  }
}
