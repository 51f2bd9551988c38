package dev.flowstone.interpreter.report;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Description;
import dev.flowstone.interpreter.machine.Fault;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.machine.Waiting;
import dev.flowstone.interpreter.store.Capacity;
import dev.flowstone.interpreter.store.ProgramStore;
import java.util.Optional;

/// How an execution stands, as programs read it.
public final class StatusDocument {

  private StatusDocument() {}

  /// `programs` have the sources, for the place of a failure.
  public static Value.Fields of(Description description, ProgramStore programs) {
    return of(Standing.of(description, programs));
  }

  /// `name`, `id`, `workflow`, `version`, `parent`, `status`, `started_at`, `ended_at`, `result` or
  /// `error`, `waiting_for`, `parked` with `tries`, `redrivable`, `stats`, `consumed_capacity`;
  /// what does not apply is absent.
  public static Value.Fields of(Standing standing) {
    Document document =
        new Document()
            .put("name", standing.name())
            .put("id", standing.id())
            .put("workflow", standing.workflow())
            .put("version", standing.version())
            .putText("parent", standing.parent())
            .put("status", standing.status().name())
            .put("started_at", standing.startedAt())
            .putInstant("ended_at", standing.endedAt());
    standing.result().ifPresent(result -> document.put("result", result));
    standing.error().ifPresent(fault -> document.put("error", error(fault, standing.failedAt())));
    document.put(
        "waiting_for", standing.waitingFor().stream().map(StatusDocument::awaited).toList());
    if (standing.deaths() > 0) {
      document.put("parked", true).put("tries", standing.deaths());
    }
    if (standing.redrivable()) {
      document.put("redrivable", true);
    }
    document.put(
        "stats",
        new Document()
            .put("steps", standing.work().steps())
            .put("attempts", standing.work().attempts())
            .put("store_commits", standing.work().commits()));
    standing
        .work()
        .capacity()
        .ifPresent(capacity ->
            document.put(
                "consumed_capacity",
                new Document()
                    .put("read_units", Value.Double.of(capacity.readUnits()))
                    .put("write_units", Value.Double.of(capacity.writeUnits()))));
    return document.value();
  }

  private static Document error(Fault fault, Optional<SourcePlace> place) {
    Document document = new Document().put("name", fault.name()).put("message", fault.message());
    fault.data().ifPresent(data -> document.put("data", data));
    document.putText("step", fault.step());
    if (fault.attempts() > 0) {
      document.put("attempts", fault.attempts());
    }
    place.ifPresent(at ->
        document.put(
            "at",
            new Document()
                .put("file", at.file())
                .put("line", at.line())
                .put("column", at.column())));
    return document;
  }

  private static Document awaited(Standing.Awaited awaited) {
    return switch (awaited.what()) {
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
      case Waiting.Signal w -> {
        Document document =
            kind("signal", w.signal())
                .put("wait", w.id())
                .put("since", w.since())
                .put("due", w.due())
                .putInstant("heartbeat_due", w.heartbeat())
                .put("token", w.token())
                .putText("callback_url", awaited.callbackUrl());
        awaited.sample().ifPresent(sample -> document.put("sample_payload", sample));
        yield document;
      }
      case Waiting.Poll w ->
          kind("poll", w.id()).put("asked", w.asked()).put("next", w.next()).put("due", w.due());
      case Waiting.Child w ->
          kind("child", w.id())
              .put("child", w.child())
              .put("since", w.since())
              .putInstant("due", w.due());
      case Waiting.Paused w -> kind("resume", "").put("since", w.since());
      case Waiting.Redrive w ->
          kind("redrive", w.undo()).put("error", w.error()).put("message", w.message());
    };
  }

  private static Document kind(String kind, String name) {
    return new Document().put("kind", kind).put("name", name);
  }

  /// Reads it again.
  public static Standing read(Value document) {
    Reading reading = Reading.of(document);
    return new Standing(
        reading.text("name"),
        reading.text("id"),
        reading.text("workflow"),
        reading.text("version"),
        reading.optionalText("parent"),
        reading.word("status", Status.class),
        reading.instant("started_at"),
        reading.optionalInstant("ended_at"),
        reading.fields().get("result"),
        reading.optionalObject("error").map(StatusDocument::fault),
        reading.optionalObject("error").flatMap(StatusDocument::place),
        reading.objects("waiting_for").stream().map(StatusDocument::awaited).toList(),
        reading.yes("parked") ? (int) reading.whole("tries") : 0,
        reading.yes("redrivable"),
        work(reading));
  }

  private static Standing.Work work(Reading reading) {
    Reading stats = reading.object("stats");
    return new Standing.Work(
        (int) stats.whole("steps"),
        (int) stats.whole("attempts"),
        stats.whole("store_commits"),
        reading
            .optionalObject("consumed_capacity")
            .map(units -> new Capacity(units.number("read_units"), units.number("write_units"))));
  }

  private static Fault fault(Reading error) {
    boolean counted = error.fields().get("attempts").isPresent();
    return new Fault(
        error.text("name"),
        error.text("message"),
        error.fields().get("data"),
        error.optionalText("step"),
        counted ? (int) error.whole("attempts") : 0);
  }

  private static Optional<SourcePlace> place(Reading error) {
    return error
        .optionalObject("at")
        .map(at ->
            new SourcePlace(at.text("file"), (int) at.whole("line"), (int) at.whole("column")));
  }

  private static Standing.Awaited awaited(Reading reading) {
    String name = reading.text("name");
    Waiting what =
        switch (reading.text("kind")) {
          case "attempt" ->
              new Waiting.Attempt(
                  name,
                  reading.text("handler"),
                  (int) reading.whole("attempt"),
                  reading.instant("since"),
                  reading.yes("undo"));
          case "retry" ->
              new Waiting.Retry(
                  name,
                  reading.text("handler"),
                  (int) reading.whole("attempt"),
                  reading.instant("due"),
                  reading.text("error"),
                  reading.text("message"));
          case "timer" -> new Waiting.Time(name, reading.instant("since"), reading.instant("due"));
          case "signal" ->
              new Waiting.Signal(
                  reading.text("wait"),
                  name,
                  reading.text("token"),
                  reading.instant("since"),
                  reading.instant("due"),
                  reading.optionalInstant("heartbeat_due"));
          case "poll" ->
              new Waiting.Poll(
                  name,
                  (int) reading.whole("asked"),
                  reading.instant("next"),
                  reading.instant("due"));
          case "child" ->
              new Waiting.Child(
                  name,
                  reading.text("child"),
                  reading.instant("since"),
                  reading.optionalInstant("due"));
          case "resume" -> new Waiting.Paused(reading.instant("since"));
          case "redrive" ->
              new Waiting.Redrive(name, reading.text("error"), reading.text("message"));
          case String kind -> throw new MalformedReport("it waits for an unknown '" + kind + "'");
        };
    return new Standing.Awaited(
        what, reading.optionalText("callback_url"), reading.fields().get("sample_payload"));
  }
}
