package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Function;
import org.pcollections.PStack;
import org.pcollections.TreePMap;
import org.pcollections.TreePVector;

/// Frames and fan-outs as trees.
final class FrameCodec {

  private FrameCodec() {}

  static Value tree(Frame frame) {
    return switch (frame) {
      case Frame.Scope(PStack<Compensation> undos) ->
          Out.kind("scope")
              .list("undos", CallCodec.inOrder(undos), CallCodec::compensationTree)
              .done();
      case Frame.For(int at, List<Value> items, int index, Tally tally) ->
          Out.kind("for")
              .put("at", at)
              .put("items", new Value.Items(items))
              .put("index", index)
              .put("tally", tallyTree(tally))
              .done();
      case Frame.While(int at, int turns) ->
          Out.kind("while").put("at", at).put("turns", turns).done();
      case Frame.Try(int at, OptionalInt caught) ->
          Out.kind("try").put("at", at).put("caught", caught.orElse(-1)).done();
      case Frame.Finally(int at, Completion then) ->
          Out.kind("finally").put("at", at).put("then", completionTree(then)).done();
    };
  }

  static Frame frame(In in) {
    return switch (in.kind()) {
      case "scope" -> new Frame.Scope(CallCodec.stack(in.list("undos", CallCodec::compensation)));
      case "for" ->
          new Frame.For(
              in.integer("at"),
              in.values("items"),
              in.integer("index"),
              tally(in.object("tally")));
      case "while" -> new Frame.While(in.integer("at"), in.integer("turns"));
      case "try" -> {
        int caught = in.integer("caught");
        yield new Frame.Try(
            in.integer("at"), caught < 0 ? OptionalInt.empty() : OptionalInt.of(caught));
      }
      case "finally" -> new Frame.Finally(in.integer("at"), completion(in.object("then")));
      default -> throw in.unknownKind();
    };
  }

  private static Value completionTree(Completion completion) {
    return switch (completion) {
      case Completion.Onward() -> Out.kind("onward").done();
      case Completion.Break() -> Out.kind("break").done();
      case Completion.Continue() -> Out.kind("continue").done();
      case Completion.Yield(Value value) -> Out.kind("yield").put("value", value).done();
      case Completion.Return(Value result) -> Out.kind("return").put("result", result).done();
      case Purpose.Raise(Fault fault) ->
          Out.kind("raise").put("fault", CallCodec.faultTree(fault)).done();
      case Purpose.Stopping(Stop stop) ->
          Out.kind("stopping").put("stop", FiberCodec.stopTree(stop)).done();
    };
  }

  private static Completion completion(In in) {
    return switch (in.kind()) {
      case "onward" -> new Completion.Onward();
      case "break" -> new Completion.Break();
      case "continue" -> new Completion.Continue();
      case "yield" -> new Completion.Yield(in.value("value"));
      case "return" -> new Completion.Return(in.value("result"));
      case "raise" -> new Purpose.Raise(CallCodec.fault(in.object("fault")));
      case "stopping" -> new Purpose.Stopping(FiberCodec.stop(in.object("stop")));
      default -> throw in.unknownKind();
    };
  }

  private static Value tallyTree(Tally tally) {
    return new Out()
        .put("successes", tally.successes())
        .put("values", numbered(tally.values(), v -> v))
        .put("errors", numbered(tally.errors(), CallCodec::faultTree))
        .done();
  }

  private static Tally tally(In in) {
    var values = new TreeMap<Integer, Value>();
    in.entries("values").forEach((index, value) -> values.put(Integer.valueOf(index), value));
    var errors = new TreeMap<Integer, Fault>();
    in.entries("errors")
        .forEach((index, fault) ->
            errors.put(Integer.valueOf(index), CallCodec.fault(In.of(fault))));
    return new Tally(in.integer("successes"), TreePMap.from(values), TreePMap.from(errors));
  }

  private static <T> Value numbered(
      Map<Integer, T> entries, Function<T, Value> encode) {
    var out = new Out();
    entries.forEach((index, entry) -> out.put(index.toString(), encode.apply(entry)));
    return out.done();
  }

  static Value fanTree(Fan fan) {
    return new Out()
        .put("id", fan.id())
        .maybe("items", fan.items(), Value.Items::new)
        .put("all", fan.all())
        .put("begun", fan.begun())
        .put("live", fan.live())
        .put("tally", tallyTree(fan.tally()))
        .list("undos", fan.undos(), CallCodec::memberTree)
        .maybe("verdict", fan.verdict(), FrameCodec::verdictTree)
        .done();
  }

  static Fan fan(In in) {
    return new Fan(
        in.text("id"),
        in.maybe("items").map(In::items),
        in.integer("all"),
        in.integer("begun"),
        in.integer("live"),
        tally(in.object("tally")),
        TreePVector.from(in.list("undos", CallCodec::member)),
        in.maybe("verdict").map(In::of).map(FrameCodec::verdict));
  }

  private static Value verdictTree(Tally.Verdict verdict) {
    return switch (verdict) {
      case Tally.Verdict.Enough() -> Out.kind("enough").done();
      case Tally.Verdict.Failed(Fault fault) ->
          Out.kind("failed").put("fault", CallCodec.faultTree(fault)).done();
    };
  }

  private static Tally.Verdict verdict(In in) {
    return switch (in.kind()) {
      case "enough" -> new Tally.Verdict.Enough();
      case "failed" -> new Tally.Verdict.Failed(CallCodec.fault(in.object("fault")));
      default -> throw in.unknownKind();
    };
  }
}
