package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A State as bytes, for snapshots. Equal states give equal bytes, on every host (I4).
public final class StateCodec {

  public static final int FORMAT = 1;

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
        .put("counters", countersTree(state.counters()))
        .put("variables", sorted(state.variables()))
        .put("mailbox", sorted(mailbox))
        .list("consumed", state.consumed().stream().sorted().toList(), Value.Text::new)
        .list("fibers", state.fibers(), FiberCodec::tree)
        .done();
  }

  private static State state(In in) {
    var mailbox = new HashMap<String, List<Value>>();
    in.entries("mailbox").forEach((name, queue) -> mailbox.put(name, In.items(queue)));
    return new State(
        identity(in.object("identity")),
        in.number("epoch"),
        in.instant("time"),
        in.maybeInstant("deadline"),
        counters(in.object("counters")),
        in.entries("variables"),
        mailbox,
        new HashSet<>(in.texts("consumed")),
        in.list("fibers", FiberCodec::fiber));
  }

  private static Value sorted(Map<String, Value> entries) {
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
        .put("input", identity.input());
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
        in.value("input"));
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
