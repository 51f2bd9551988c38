package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pcollections.HashTreePMap;
import org.pcollections.OrderedPSet;

/// A State as bytes, for snapshots. Equal states give equal bytes, on every host (I4).
public final class StateCodec {

  /// Since 2 fibers have variables of their own, and may be branches.
  public static final int FORMAT = 2;

  private StateCodec() {}

  public static byte[] encode(State state) {
    return ValueJson.taggedBytes(tree(state));
  }

  public static Decoded<State> decode(byte[] bytes) {
    return In.decode(bytes, FORMAT, StateCodec::state);
  }

  private static Value tree(State state) {
    var mailbox = new TreeMap<String, Value>();
    state.mailbox().forEach((name, queue) -> mailbox.put(name, new Value.Items(queue)));
    return new Out()
        .put("format", FORMAT)
        .put("identity", identityTree(state.identity()))
        .put("epoch", state.epoch())
        .put("time", state.time())
        .maybe("deadline", state.deadline())
        .maybe("pausedSince", state.pausedSince())
        .put("counters", countersTree(state.counters()))
        .put("mailbox", sorted(mailbox))
        .list("consumed", keys(state), Value.Text::new)
        .list("fibers", state.fibers(), FiberCodec::tree)
        .maybe("failure", state.failure(), StateCodec::failureTree)
        .done();
  }

  private static List<String> keys(State state) {
    var keys = state.consumed().stream();
    return (Semantics.keepsOrderOfKeys(state.identity()) ? keys : keys.sorted()).toList();
  }

  private static State state(In in) {
    var mailbox = new HashMap<String, List<Value>>();
    in.entries("mailbox").forEach((name, queue) -> mailbox.put(name, In.items(queue)));
    return new State(
        identity(in.object("identity")),
        in.number("epoch"),
        in.instant("time"),
        in.maybeInstant("deadline"),
        in.maybeInstant("pausedSince"),
        counters(in.object("counters")),
        mailbox,
        OrderedPSet.from(in.texts("consumed")),
        in.integer("format") == 1
            ? List.of(FiberCodec.first(in.list("fibers", i -> i).getFirst(), in.map("variables")))
            : in.list("fibers", FiberCodec::fiber),
        in.maybe("failure").map(In::of).map(StateCodec::failure));
  }

  private static Value failureTree(FailurePoint failure) {
    return new Out()
        .list("fibers", failure.fibers(), FiberCodec::tree)
        .put("completed", sorted(failure.completed()))
        .done();
  }

  private static FailurePoint failure(In in) {
    return new FailurePoint(
        in.list("fibers", FiberCodec::fiber), HashTreePMap.from(in.entries("completed")));
  }

  static Value parentTree(Parent parent) {
    return new Out()
        .put("name", parent.name())
        .put("id", parent.id())
        .put("call", parent.call())
        .flag("detached", parent.detached())
        .put("depth", parent.depth())
        .done();
  }

  static Parent parent(In in) {
    return new Parent(
        in.text("name"),
        in.text("id"),
        in.text("call"),
        in.flag("detached"),
        in.fields().get("depth").isPresent() ? in.integer("depth") : 1);
  }

  static Value sorted(Map<String, Value> entries) {
    var out = new Out();
    new TreeMap<>(entries).forEach(out::put);
    return out.done();
  }

  private static Out identityTree(State.Identity identity) {
    return new Out()
        .put("name", identity.name())
        .put("id", identity.id())
        .put("version", identity.version())
        .put("semantics", identity.semantics())
        .put("secret", identity.secret())
        .put("callbackBase", identity.callbackBase())
        .put("startedAt", identity.startedAt())
        .put("input", identity.input())
        .maybe("parent", identity.parent(), StateCodec::parentTree);
  }

  private static State.Identity identity(In in) {
    return new State.Identity(
        in.text("name"),
        in.text("id"),
        in.text("version"),
        in.integer("semantics"),
        in.text("secret"),
        in.text("callbackBase"),
        in.instant("startedAt"),
        in.value("input"),
        in.maybe("parent").map(In::of).map(StateCodec::parent));
  }

  private static Out countersTree(State.Counters counters) {
    return new Out()
        .put("steps", counters.steps())
        .put("attempts", counters.attempts())
        .put("waits", counters.waits())
        .put("undos", counters.undos());
  }

  private static State.Counters counters(In in) {
    return new State.Counters(
        in.integer("steps"), in.integer("attempts"), in.integer("waits"), in.integer("undos"));
  }
}
