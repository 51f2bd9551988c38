package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.util.List;

/// The events of one journal slot as bytes. The same events always give the same bytes.
public final class EventCodec {

  public static final int FORMAT = 1;

  private EventCodec() {}

  public static byte[] encode(List<Event> events) {
    return ValueJson.taggedBytes(
        new Out().put("format", FORMAT).list("events", events, EventCodec::tree).done());
  }

  public static Decoded<List<Event>> decode(byte[] bytes) {
    return In.decode(bytes, FORMAT, in -> in.list("events", EventCodec::event));
  }

  private static Value tree(Event event) {
    return switch (event) {
      case Event.Started e ->
          Out.kind("started")
              .put("at", e.at())
              .put("name", e.name())
              .put("id", e.id())
              .put("version", e.version())
              .put("semantics", e.semantics())
              .put("input", e.input())
              .put("secret", e.secret())
              .put("callbackBase", e.callbackBase())
              .maybe("parent", e.parent(), StateCodec::parentTree)
              .done();
      case Event.Activated e ->
          Out.kind("activated")
              .put("at", e.at())
              .put("epoch", e.epoch())
              .put("host", e.host())
              .flag("interrupted", e.interrupted())
              .put("seed", e.seed())
              .done();
      case Event.AttemptStarted e ->
          Out.kind("attempt")
              .put("at", e.at())
              .put("call", e.call())
              .put("attempt", e.attempt())
              .done();
      case Event.AttemptSucceeded e ->
          Out.kind("succeeded")
              .put("at", e.at())
              .put("call", e.call())
              .put("attempt", e.attempt())
              .put("output", e.output())
              .put("took", e.took())
              .done();
      case Event.AttemptFailed e ->
          Out.kind("failed")
              .put("at", e.at())
              .put("call", e.call())
              .put("attempt", e.attempt())
              .put("failure", failureTree(e.failure()))
              .put("random", Value.Double.of(e.random()))
              .put("took", e.took())
              .done();
      case Event.TimerFired e ->
          Out.kind("timer").put("at", e.at()).put("timer", e.timer()).put("due", e.due()).done();
      case Event.ChildStarted e ->
          Out.kind("childStarted")
              .put("at", e.at())
              .put("call", e.call())
              .put("version", e.version())
              .done();
      case Event.ChildRefused e ->
          Out.kind("childRefused")
              .put("at", e.at())
              .put("call", e.call())
              .put("error", e.error())
              .put("message", e.message())
              .done();
      case Event.Delivered e ->
          Out.kind("delivered")
              .put("at", e.at())
              .put("key", e.key())
              .put("acceptedAt", e.acceptedAt())
              .put("message", MessageCodec.tree(e.message()))
              .done();
    };
  }

  private static Event event(In in) {
    var at = in.instant("at");
    return switch (in.kind()) {
      case "started" ->
          new Event.Started(
              at,
              in.text("name"),
              in.text("id"),
              in.text("version"),
              in.integer("semantics"),
              in.value("input"),
              in.text("secret"),
              in.text("callbackBase"),
              in.maybe("parent").map(In::of).map(StateCodec::parent));
      case "activated" ->
          new Event.Activated(
              at, in.number("epoch"), in.text("host"), in.flag("interrupted"), in.number("seed"));
      case "attempt" -> new Event.AttemptStarted(at, in.text("call"), in.integer("attempt"));
      case "succeeded" ->
          new Event.AttemptSucceeded(
              at, in.text("call"), in.integer("attempt"), in.value("output"), in.duration("took"));
      case "failed" ->
          new Event.AttemptFailed(
              at,
              in.text("call"),
              in.integer("attempt"),
              failure(in.object("failure")),
              in.fraction("random"),
              in.duration("took"));
      case "timer" -> new Event.TimerFired(at, in.text("timer"), in.instant("due"));
      case "childStarted" -> new Event.ChildStarted(at, in.text("call"), in.text("version"));
      case "childRefused" ->
          new Event.ChildRefused(at, in.text("call"), in.text("error"), in.text("message"));
      case "delivered" ->
          new Event.Delivered(
              at,
              in.text("key"),
              in.instant("acceptedAt"),
              MessageCodec.message(in.object("message")));
      default -> throw in.unknownKind();
    };
  }

  static Value failureTree(Event.Failure failure) {
    return new Out()
        .put("error", failure.error())
        .put("message", failure.message())
        .maybe("data", failure.data(), v -> v)
        .flag("permanent", failure.permanent())
        .flag("certain", failure.certain())
        .done();
  }

  static Event.Failure failure(In in) {
    return new Event.Failure(
        in.text("error"),
        in.text("message"),
        in.maybe("data"),
        in.flag("permanent"),
        in.flag("certain"));
  }
}
