package dev.flowstone.cli.execution;

import dev.flowstone.cli.terminal.Document;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Description;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.Waiting;

/// How an execution stands, as programs read it: what `flow status --json` prints.
public final class StatusDocument {

  private StatusDocument() {}

  /// `name`, `id`, `workflow`, `version`, `status`, `result` or `error`, `waiting_for`, `stats`.
  public static Value of(Description description) {
    State state = description.state();
    Document document =
        new Document()
            .put("name", state.name())
            .put("id", state.id())
            .put("workflow", description.meta().workflow())
            .put("version", description.meta().version())
            .put("status", state.status().name());
    state.result().ifPresent(result -> document.put("result", result));
    state.error().ifPresent(fault -> document.put("error", error(fault)));
    String base = state.identity().callbackBase();
    return document
        .put(
            "waiting_for",
            description.waitingFor().stream().map(each -> document(each, base)).toList())
        .put(
            "stats",
            new Document()
                .put("steps", state.stats().steps())
                .put("attempts", state.stats().attempts())
                .put("store_commits", description.meta().writes()))
        .value();
  }

  private static Document error(Fault fault) {
    Document document = new Document().put("name", fault.name()).put("message", fault.message());
    fault.data().ifPresent(data -> document.put("data", data));
    document.putText("step", fault.step());
    return fault.attempts() == 0 ? document : document.put("attempts", fault.attempts());
  }

  private static Document document(Waiting waiting, String callbackBase) {
    return switch (waiting) {
      case Waiting.Attempt w ->
          kind("attempt", w.step())
              .put("handler", w.handler())
              .put("attempt", w.attempt())
              .put("since", w.since())
              .put("undo", w.undo());
      case Waiting.Retry w ->
          kind("retry", w.step())
              .put("handler", w.handler())
              .put("attempt", w.attempt())
              .put("due", w.due())
              .put("error", w.error())
              .put("message", w.message());
      case Waiting.Time w -> kind("timer", w.id()).put("since", w.since()).put("due", w.due());
      case Waiting.Signal w ->
          kind("signal", w.signal())
              .put("wait", w.id())
              .put("since", w.since())
              .put("due", w.due())
              .putInstant("heartbeat_due", w.heartbeat())
              .put("token", w.token())
              .put("callback_url", callbackBase + w.token());
      case Waiting.Redrive w ->
          kind("redrive", w.undo()).put("error", w.error()).put("message", w.message());
    };
  }

  private static Document kind(String kind, String name) {
    return new Document().put("kind", kind).put("name", name);
  }
}
