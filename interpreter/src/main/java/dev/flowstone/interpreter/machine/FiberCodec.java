package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.HashTreePMap;

/// Fibers and activities as trees.
final class FiberCodec {

  private FiberCodec() {}

  static Value tree(Fiber fiber) {
    return new Out()
        .put("path", fiber.path())
        .maybe("branch", fiber.branch(), FiberCodec::branchTree)
        .put("pc", fiber.pc())
        .list("frames", fiber.frames(), FrameCodec::tree)
        .put("variables", StateCodec.sorted(fiber.variables()))
        .maybe("stop", fiber.stop(), FiberCodec::stopTree)
        .put("activity", activityTree(fiber.activity()))
        .done();
  }

  private static Value branchTree(Fiber.Branch branch) {
    return new Out().put("parent", branch.parent()).put("index", branch.index()).done();
  }

  static Fiber fiber(In in) {
    return fiber(in, in.entries("variables"));
  }

  /// The only fiber of a state of the first form, whose variables were the state's.
  static Fiber first(In in, Value.Fields variables) {
    return fiber(in, In.of(new Out().put("variables", variables).done()).entries("variables"));
  }

  private static Fiber fiber(In in, Map<String, Value> variables) {
    return new Fiber(
        in.text("path"),
        in.maybe("branch").map(In::of).map(i -> new Fiber.Branch(i.text("parent"), i.integer("index"))),
        in.integer("pc"),
        in.list("frames", FrameCodec::frame),
        HashTreePMap.from(variables),
        in.maybe("stop").map(In::of).map(FiberCodec::stop),
        activity(in.object("activity")));
  }

  static Value stopTree(Stop stop) {
    return switch (stop) {
      case Stop.Cancelled(String reason) -> Out.kind("cancelled").put("reason", reason).done();
      case Stop.Terminated(String reason) -> Out.kind("terminated").put("reason", reason).done();
      case Stop.DeadlinePassed() -> Out.kind("deadline").done();
      case Stop.Exhausted() -> Out.kind("exhausted").done();
      case Stop.Superseded() -> Out.kind("superseded").done();
    };
  }

  static Stop stop(In in) {
    return switch (in.kind()) {
      case "cancelled" -> new Stop.Cancelled(in.text("reason"));
      case "terminated" -> new Stop.Terminated(in.text("reason"));
      case "deadline" -> new Stop.DeadlinePassed();
      case "exhausted" -> new Stop.Exhausted();
      case "superseded" -> new Stop.Superseded();
      default -> throw in.unknownKind();
    };
  }

  private static Value purposeTree(Purpose purpose) {
    return switch (purpose) {
      case Purpose.Rollback() -> Out.kind("rollback").done();
      case Purpose.Raise(Fault fault) ->
          Out.kind("raise").put("fault", CallCodec.faultTree(fault)).done();
      case Purpose.Stopping(Stop stop) -> Out.kind("stopping").put("stop", stopTree(stop)).done();
      case Purpose.Member() -> Out.kind("member").done();
    };
  }

  private static Purpose purpose(In in) {
    return switch (in.kind()) {
      case "rollback" -> new Purpose.Rollback();
      case "raise" -> new Purpose.Raise(CallCodec.fault(in.object("fault")));
      case "stopping" -> new Purpose.Stopping(stop(in.object("stop")));
      case "member" -> new Purpose.Member();
      default -> throw in.unknownKind();
    };
  }

  private static Value activityTree(Activity activity) {
    return switch (activity) {
      case Activity.Calling(Call call) ->
          Out.kind("calling").put("call", CallCodec.tree(call)).done();
      case Activity.Sleeping(String id, Instant since, Instant due) ->
          Out.kind("sleeping").put("id", id).put("since", since).put("due", due).done();
      case Activity.Awaiting(Wait begun, Optional<Call> notification) ->
          Out.kind("awaiting")
              .put("wait", waitTree(begun))
              .maybe("notification", notification, CallCodec::tree)
              .done();
      case Activity.Concluding(Wait begun, Call notification, Wait.Conclusion conclusion) ->
          Out.kind("concluding")
              .put("wait", waitTree(begun))
              .put("notification", CallCodec.tree(notification))
              .put("conclusion", conclusionTree(conclusion))
              .done();
      case Activity.Unwinding unwinding ->
          Out.kind("unwinding")
              .put("purpose", purposeTree(unwinding.purpose()))
              .list(
                  "remaining",
                  CallCodec.inOrder(unwinding.remaining()),
                  CallCodec::compensationTree)
              .put("current", CallCodec.undoTree(unwinding.current()))
              .put("call", CallCodec.tree(unwinding.call()))
              .list("broken", unwinding.broken(), FiberCodec::brokenTree)
              .done();
      case Activity.UnwindingGroup unwinding ->
          Out.kind("unwindingGroup")
              .put("purpose", purposeTree(unwinding.purpose()))
              .list(
                  "remaining",
                  CallCodec.inOrder(unwinding.remaining()),
                  CallCodec::compensationTree)
              .put("group", CallCodec.groupTree(unwinding.group()))
              .put("begun", unwinding.begun())
              .put("live", unwinding.live())
              .list("broken", unwinding.broken(), FiberCodec::brokenTree)
              .done();
      case Activity.Polling polling -> pollingTree(polling);
      case Activity.Joining(Fan fan) ->
          Out.kind("joining").put("fan", FrameCodec.fanTree(fan)).done();
      case Activity.Delegating(ChildCall child) ->
          Out.kind("delegating").put("child", childTree(child)).done();
      case Activity.Parked(Instant at, Purpose purpose, List<Activity.BrokenUndo> broken) ->
          Out.kind("parked")
              .put("at", at)
              .put("purpose", purposeTree(purpose))
              .list("broken", broken, FiberCodec::brokenTree)
              .done();
      case Activity.Succeeded(Instant at, Value result) ->
          Out.kind("succeeded").put("at", at).put("result", result).done();
      case Activity.Failed(Instant at, Fault fault, Repeat repeat) ->
          Out.kind("failed")
              .put("at", at)
              .put("fault", CallCodec.faultTree(fault))
              .flag("left", !repeat.possible())
              .maybe("call", repeat.call(), CallCodec::tree)
              .done();
      case Activity.Stopped(Instant at, Stop stop) ->
          Out.kind("stopped").put("at", at).put("stop", stopTree(stop)).done();
    };
  }

  private static Activity activity(In in) {
    return switch (in.kind()) {
      case "calling" -> new Activity.Calling(CallCodec.call(in.object("call")));
      case "sleeping" ->
          new Activity.Sleeping(in.text("id"), in.instant("since"), in.instant("due"));
      case "awaiting" ->
          new Activity.Awaiting(
              wait(in.object("wait")), in.maybe("notification").map(In::of).map(CallCodec::call));
      case "concluding" ->
          new Activity.Concluding(
              wait(in.object("wait")),
              CallCodec.call(in.object("notification")),
              conclusion(in.object("conclusion")));
      case "unwinding" ->
          new Activity.Unwinding(
              purpose(in.object("purpose")),
              CallCodec.stack(in.list("remaining", CallCodec::compensation)),
              CallCodec.undo(in.object("current")),
              CallCodec.call(in.object("call")),
              in.list("broken", FiberCodec::broken));
      case "unwindingGroup" ->
          new Activity.UnwindingGroup(
              purpose(in.object("purpose")),
              CallCodec.stack(in.list("remaining", CallCodec::compensation)),
              CallCodec.group(in.object("group")),
              in.integer("begun"),
              in.integer("live"),
              in.list("broken", FiberCodec::broken));
      case "polling" -> polling(in);
      case "joining" -> new Activity.Joining(FrameCodec.fan(in.object("fan")));
      case "delegating" -> new Activity.Delegating(child(in.object("child")));
      case "parked" ->
          new Activity.Parked(
              in.instant("at"),
              purpose(in.object("purpose")),
              in.list("broken", FiberCodec::broken));
      case "succeeded" -> new Activity.Succeeded(in.instant("at"), in.value("result"));
      case "failed" ->
          new Activity.Failed(
              in.instant("at"),
              CallCodec.fault(in.object("fault")),
              new Repeat(!in.flag("left"), in.maybe("call").map(In::of).map(CallCodec::call)));
      case "stopped" -> new Activity.Stopped(in.instant("at"), stop(in.object("stop")));
      default -> throw in.unknownKind();
    };
  }

  private static Value pollingTree(Activity.Polling polling) {
    return Out.kind("polling")
        .put("id", polling.id())
        .put("since", polling.since())
        .put("due", polling.due())
        .put("every", polling.every())
        .put("asked", polling.asked())
        .maybe("call", polling.call(), CallCodec::tree)
        .maybe("next", polling.next())
        .flag("passed", polling.passed())
        .done();
  }

  private static Activity.Polling polling(In in) {
    return new Activity.Polling(
        in.text("id"),
        in.instant("since"),
        in.instant("due"),
        in.duration("every"),
        in.integer("asked"),
        in.maybe("call").map(In::of).map(CallCodec::call),
        in.maybeInstant("next"),
        in.flag("passed"));
  }

  private static Value childTree(ChildCall child) {
    return new Out()
        .put("id", child.id())
        .put("name", child.name())
        .put("input", child.input())
        .put("since", child.since())
        .maybe("due", child.due())
        .flag("started", child.started())
        .flag("passed", child.passed())
        .done();
  }

  private static ChildCall child(In in) {
    return new ChildCall(
        in.text("id"),
        in.text("name"),
        in.map("input"),
        in.instant("since"),
        in.maybeInstant("due"),
        in.flag("started"),
        in.flag("passed"));
  }

  private static Value waitTree(Wait wait) {
    return new Out()
        .put("ordinal", wait.ordinal())
        .put("id", wait.id())
        .put("signal", wait.signal())
        .put("since", wait.since())
        .put("due", wait.due())
        .maybe("heartbeat", wait.heartbeat())
        .done();
  }

  private static Wait wait(In in) {
    return new Wait(
        in.integer("ordinal"),
        in.text("id"),
        in.text("signal"),
        in.instant("since"),
        in.instant("due"),
        in.maybeInstant("heartbeat"));
  }

  private static Value conclusionTree(Wait.Conclusion conclusion) {
    return switch (conclusion) {
      case Wait.Conclusion.Answered(Value payload) ->
          Out.kind("answered").put("payload", payload).done();
      case Wait.Conclusion.TimedOut() -> Out.kind("timedOut").done();
      case Wait.Conclusion.Failed(Fault fault) ->
          Out.kind("failed").put("fault", CallCodec.faultTree(fault)).done();
    };
  }

  private static Wait.Conclusion conclusion(In in) {
    return switch (in.kind()) {
      case "answered" -> new Wait.Conclusion.Answered(in.value("payload"));
      case "timedOut" -> new Wait.Conclusion.TimedOut();
      case "failed" -> new Wait.Conclusion.Failed(CallCodec.fault(in.object("fault")));
      default -> throw in.unknownKind();
    };
  }

  private static Value brokenTree(Activity.BrokenUndo broken) {
    return new Out()
        .put("undo", CallCodec.undoTree(broken.undo()))
        .put("fault", CallCodec.faultTree(broken.fault()))
        .done();
  }

  private static Activity.BrokenUndo broken(In in) {
    return new Activity.BrokenUndo(
        CallCodec.undo(in.object("undo")), CallCodec.fault(in.object("fault")));
  }
}
