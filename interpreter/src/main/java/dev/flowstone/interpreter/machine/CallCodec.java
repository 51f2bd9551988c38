package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.pcollections.PStack;

/// Calls, undos and faults as trees.
final class CallCodec {

  private CallCodec() {}

  static Value tree(Call call) {
    return new Out()
        .put("id", call.id())
        .put("input", call.input())
        .put("attempt", call.attempt())
        .put("first", call.first())
        .put("since", call.since())
        .flag("unknown", call.unknown())
        .put("phase", phaseTree(call.phase()))
        .done();
  }

  static Call call(In in) {
    return new Call(
        in.text("id"),
        in.map("input"),
        in.integer("attempt"),
        in.integer("first"),
        in.instant("since"),
        in.flag("unknown"),
        phase(in.object("phase")));
  }

  private static Value phaseTree(Call.Phase phase) {
    return switch (phase) {
      case Call.InFlight(Instant since, boolean journaled) ->
          Out.kind("inFlight").put("since", since).flag("journaled", journaled).done();
      case Call.BackingOff(Instant due, Event.Failure last) ->
          Out.kind("backingOff").put("due", due).put("last", EventCodec.failureTree(last)).done();
      case Call.Held() -> Out.kind("held").done();
    };
  }

  private static Call.Phase phase(In in) {
    return switch (in.kind()) {
      case "inFlight" -> new Call.InFlight(in.instant("since"), in.flag("journaled"));
      case "backingOff" ->
          new Call.BackingOff(in.instant("due"), EventCodec.failure(in.object("last")));
      case "held" -> new Call.Held();
      default -> throw in.unknownKind();
    };
  }

  /// What is registered, in the order of its completion.
  static List<Compensation> inOrder(PStack<Compensation> compensations) {
    return new ArrayList<>(compensations).reversed();
  }

  static PStack<Compensation> stack(List<Compensation> inOrder) {
    var stack = Compensation.none();
    for (var each : inOrder) {
      stack = stack.plus(each);
    }
    return stack;
  }

  static Value compensationTree(Compensation compensation) {
    return switch (compensation) {
      case Undo undo -> undoTree(undo);
      case UndoGroup group -> groupTree(group);
    };
  }

  static Value groupTree(UndoGroup group) {
    return Out.kind("group")
        .put("bound", group.bound())
        .list("members", group.members(), CallCodec::memberTree)
        .done();
  }

  static Value memberTree(PStack<Compensation> member) {
    return new Out().list("undos", inOrder(member), CallCodec::compensationTree).done();
  }

  /// The first form of states knew single undos only, and no kinds of them.
  static Compensation compensation(In in) {
    return in.maybeText("kind").isPresent() ? group(in) : undo(in);
  }

  static UndoGroup group(In in) {
    return new UndoGroup(in.integer("bound"), in.list("members", CallCodec::member));
  }

  static PStack<Compensation> member(In in) {
    return stack(in.list("undos", CallCodec::compensation));
  }

  static Value undoTree(Undo undo) {
    return new Out()
        .put("at", undo.at())
        .put("id", undo.id())
        .put("arguments", argumentsTree(undo.arguments()))
        .put("forward", forwardTree(undo.forward()))
        .put("attempts", undo.attempts())
        .done();
  }

  static Undo undo(In in) {
    return new Undo(
        in.integer("at"),
        in.text("id"),
        arguments(in.object("arguments")),
        forward(in.object("forward")),
        in.integer("attempts"));
  }

  private static Value argumentsTree(Undo.Arguments arguments) {
    return switch (arguments) {
      case Undo.Ready(Value.Fields input) -> Out.kind("ready").put("input", input).done();
      case Undo.Broken(Fault fault) -> Out.kind("broken").put("fault", faultTree(fault)).done();
    };
  }

  private static Undo.Arguments arguments(In in) {
    return switch (in.kind()) {
      case "ready" -> new Undo.Ready(in.map("input"));
      case "broken" -> new Undo.Broken(fault(in.object("fault")));
      default -> throw in.unknownKind();
    };
  }

  private static Out forwardTree(Command.Forward forward) {
    var outcome =
        switch (forward.outcome()) {
          case Command.Outcome.Completed(Value output) ->
              Out.kind("completed").put("output", output);
          case Command.Outcome.Unknown(String error, String message) ->
              Out.kind("unknown").put("error", error).put("message", message);
        };
    return new Out()
        .put("key", forward.key())
        .put("input", forward.input())
        .put("outcome", outcome);
  }

  private static Command.Forward forward(In in) {
    var outcome = in.object("outcome");
    return new Command.Forward(
        in.text("key"),
        in.map("input"),
        switch (outcome.kind()) {
          case "completed" -> new Command.Outcome.Completed(outcome.value("output"));
          case "unknown" ->
              new Command.Outcome.Unknown(outcome.text("error"), outcome.text("message"));
          default -> throw outcome.unknownKind();
        });
  }

  static Value faultTree(Fault fault) {
    return new Out()
        .put("name", fault.name())
        .put("message", fault.message())
        .maybe("data", fault.data(), v -> v)
        .maybe("step", fault.step(), Value.Text::new)
        .put("attempts", fault.attempts())
        .done();
  }

  static Fault fault(In in) {
    return new Fault(
        in.text("name"),
        in.text("message"),
        in.maybe("data"),
        in.maybeText("step"),
        in.integer("attempts"));
  }
}
