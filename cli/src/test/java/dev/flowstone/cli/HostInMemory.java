package dev.flowstone.cli;

import dev.flowstone.cli.source.Findings;
import dev.flowstone.cli.source.WorkflowReader;
import dev.flowstone.cli.source.WorkflowSource;
import dev.flowstone.grammar.program.Breaking;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.program.ProgramHash;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.SourceReader;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.CallbackAnswer;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Ports;
import dev.flowstone.interpreter.engine.Resumption;
import dev.flowstone.interpreter.engine.Sending;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.engine.Start;
import dev.flowstone.interpreter.engine.Timeline;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.report.BreakingDocument;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.report.ListDocument;
import dev.flowstone.interpreter.report.Reading;
import dev.flowstone.interpreter.report.StatusDocument;
import dev.flowstone.interpreter.report.TimelineDocument;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.interpreter.store.Query;
import dev.flowstone.interpreter.store.memory.MemoryPrograms;
import dev.flowstone.interpreter.store.memory.MemoryStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A host that answers requests as a deployed one does, over a store in memory. What it is sent
/// runs before it answers.
final class HostInMemory implements AutoCloseable {
  private final MemoryPrograms programs = new MemoryPrograms();
  private final Engine engine =
      new Engine(
          Ports.of(
              new MemoryStore(),
              programs,
              HandlerRegistry.load(HostInMemory.class.getClassLoader()),
              "host-1"),
          Settings.standard());
  private final Map<String, Map<String, String>> aliases = new LinkedHashMap<>();
  private final Map<String, List<Document>> versions = new LinkedHashMap<>();

  record Answer(int status, Value.Fields body) {

    static Answer refused(int status, String code, String message) {
      return new Answer(
          status,
          new Document()
              .put("error", new Document().put("code", code).put("message", message))
              .value());
    }
  }

  Answer answer(Value.Fields request) {
    Reading asked = new Reading(request);
    return switch (asked.text("action")) {
      case "start" -> start(asked);
      case "describe" -> described(asked.text("name"), 200);
      case "list" ->
          new Answer(
              200,
              ListDocument.of(
                  engine.list(
                      new Query(
                          asked.optionalText("workflow"),
                          asked.optionalText("status"),
                          asked.optionalInstant("from"),
                          asked.optionalInstant("before"),
                          Integer.parseInt(asked.text("limit")),
                          asked.optionalText("after")))));
      case "history" -> history(asked);
      case "signal" ->
          sent(
              engine.signal(
                  asked.text("name"),
                  asked.text("signal"),
                  asked.fields().get("payload").orElse(Value.Null.NULL),
                  Optional.of(asked.text("key"))));
      case "callback" -> sent(engine.callback(asked.text("token"), callback(asked)));
      case "cancel" -> sent(engine.cancel(asked.text("name"), reason(asked)));
      case "terminate" -> sent(engine.terminate(asked.text("name"), reason(asked)));
      case "redrive" -> sent(engine.redrive(asked.text("name"), reason(asked)));
      case "pause" -> sent(engine.pause(asked.text("name"), reason(asked)));
      case "resume" -> resume(asked);
      case "upload" -> upload(asked);
      case "workflows" -> workflows(asked.optionalText("workflow"));
      case "alias" -> {
        aliases
            .computeIfAbsent(asked.text("workflow"), _ -> new LinkedHashMap<>())
            .put(asked.text("alias"), asked.text("version"));
        yield new Answer(200, new Document().value());
      }
      default -> Answer.refused(400, "BadRequest", "there is no such action");
    };
  }

  private Answer resume(Reading asked) {
    String name = asked.text("name");
    Optional<String> version = asked.optionalText("version");
    if (version.isPresent()) {
      return sent(engine.move(name, version.get(), reason(asked)));
    }
    if (engine.unpause(name, reason(asked)) instanceof Sending.Accepted accepted) {
      return sent(accepted);
    }
    return engine.resumeAnyway(name) instanceof Resumption.Missing
        ? missing(name)
        : new Answer(202, new Document().put("accepted", true).value());
  }

  private Answer start(Reading asked) {
    String workflow = asked.text("workflow");
    String name = asked.text("name");
    String version =
        asked
            .optionalText("version")
            .orElseGet(() ->
                aliases
                    .getOrDefault(workflow, Map.of())
                    .getOrDefault(asked.optionalText("alias").orElse("live"), ""));
    if (version.isEmpty()) {
      return Answer.refused(404, "NotFound", "there is no workflow " + workflow);
    }
    return switch (engine.start(name, version, asked.fields().get("input").orElseThrow())) {
      case Start.Begun begun -> {
        begun.departure().join();
        yield created(name, true);
      }
      case Start.Existing _ -> created(name, false);
      case Start.Clash _ -> Answer.refused(409, "Conflict", "there is another execution " + name);
      case Start.Refused(String why) -> Answer.refused(400, "BadRequest", why);
      case Start.Queued _ -> throw new AssertionError("nothing was enqueued");
    };
  }

  private Answer created(String name, boolean created) {
    Answer described = described(name, 200);
    Map<Value, Value> fields = new LinkedHashMap<>(described.body().entries());
    fields.put(new Value.Text("created"), new Value.Bool(created));
    return new Answer(200, new Value.Fields(fields));
  }

  private Answer described(String name, int status) {
    return engine
        .describe(name)
        .map(description -> new Answer(status, StatusDocument.of(description, programs)))
        .orElseGet(() -> missing(name));
  }

  private static Answer missing(String name) {
    return Answer.refused(404, "NotFound", "there is no execution " + name);
  }

  private Answer history(Reading asked) {
    int after = Integer.parseInt(asked.text("after"));
    int limit = Integer.parseInt(asked.text("limit"));
    Optional<Timeline> found = engine.history(asked.text("name"), after, limit);
    return found.isEmpty()
        ? missing(asked.text("name"))
        : new Answer(200, TimelineDocument.of(asked.text("name"), found.get()));
  }

  private static CallbackAnswer callback(Reading asked) {
    return switch (asked.text("result")) {
      case "success" ->
          new CallbackAnswer.Success(asked.fields().get("payload").orElse(Value.Null.NULL));
      case "failure" ->
          new CallbackAnswer.Failure(
              asked.text("error"), asked.text("message"), asked.fields().get("data"));
      default -> new CallbackAnswer.Heartbeat();
    };
  }

  private static String reason(Reading asked) {
    return asked.optionalText("reason").orElse("");
  }

  private Answer sent(Sending sending) {
    return switch (sending) {
      case Sending.Accepted(String name, boolean _) -> {
        if (engine.resume(name) instanceof Resumption.Running(var departure)) {
          departure.join();
        }
        yield accepted(false);
      }
      case Sending.Duplicate _ -> accepted(true);
      case Sending.Refused(String _, var _, String message) ->
          Answer.refused(409, "Refused", message);
      case Sending.Missing(String name) -> missing(name);
      case Sending.BadToken() -> Answer.refused(404, "NotFound", "this is no callback token");
      case Sending.Full _ -> Answer.refused(429, "TooMany", "the inbox is full");
      case Sending.Rejected(String why) -> Answer.refused(400, "BadRequest", why);
    };
  }

  private static Answer accepted(boolean duplicate) {
    return new Answer(
        202, new Document().put("accepted", true).put("duplicate", duplicate).value());
  }

  /// The gate: a workflow that calls a handler of a `shop` is not taken, since there is none.
  private Answer upload(Reading asked) {
    byte[] bytes = asked.text("source").getBytes(StandardCharsets.UTF_8);
    WorkflowSource source =
        WorkflowSource.checked(
            new WorkflowReader.Read(
                SourceReader.read(asked.text("file"), bytes),
                dev.flowstone.cli.source.Spelling.named(asked.text("file"))));
    int shop = source.text().text().indexOf("shop.");
    if (shop >= 0) {
      Diagnostic unknown =
          Diagnostic.error("FL900", "this host has no handler 'shop'", new Span(shop, shop + 4))
              .hint("deploy it with the host first");
      return new Answer(
          422,
          new Document()
              .put(
                  "error",
                  new Document()
                      .put("code", "Refused")
                      .put("message", "the workflow has errors")
                      .put("diagnostics", Findings.documents(source.text(), List.of(unknown))))
              .value());
    }
    Program program = source.program().orElseThrow();
    byte[] body = ProgramCodec.bytes(program);
    String version = ProgramHash.of(body);
    boolean created = programs.get(version).isEmpty();
    Document answer =
        new Document()
            .put("workflow", program.workflow())
            .put("version", version)
            .put("created", created)
            .put("diagnostics", Findings.documents(source.text(), uncalled(source, program)));
    Optional.ofNullable(
            aliases
                .getOrDefault(program.workflow(), Map.of())
                .get(asked.optionalText("alias").orElse("live")))
        .flatMap(programs::get)
        .ifPresent(old ->
            answer.put(
                "breaking",
                BreakingDocument.of(
                    Breaking.between(
                        ((ProgramCodec.Loaded.Ok) ProgramCodec.load(old.body())).program(),
                        program))));
    if (asked.yes("check")) {
      return new Answer(200, answer.value());
    }
    programs.put(
        new StoredProgram(
            program.workflow(), version, body, asked.text("source"), asked.text("file")));
    if (created) {
      List<Document> all = versions.computeIfAbsent(program.workflow(), _ -> new ArrayList<>());
      all.add(
          new Document()
              .put("version", version)
              .put("uploaded_at", Instant.EPOCH.plusSeconds(all.size()))
              .put("file", asked.text("file")));
    }
    Map<String, String> named =
        aliases.computeIfAbsent(program.workflow(), _ -> new LinkedHashMap<>());
    asked.optionalText("alias").ifPresent(alias -> named.put(alias, version));
    return new Answer(created ? 201 : 200, answer.value());
  }

  private List<Diagnostic> uncalled(WorkflowSource source, Program program) {
    return program.called().stream()
        .filter(call -> !aliases.getOrDefault(call.workflow(), Map.of()).containsKey("live"))
        .map(call ->
            Diagnostic.warning(
                "FH003",
                "no version of the workflow '" + call.workflow() + "' is live on this host",
                source.positions().steps().getOrDefault(call.id(), Span.NONE)))
        .toList();
  }

  private Answer workflows(Optional<String> only) {
    List<Document> all = new ArrayList<>();
    versions.forEach((workflow, uploads) -> {
      if (only.isEmpty() || only.get().equals(workflow)) {
        Document named = new Document();
        aliases.getOrDefault(workflow, Map.of()).forEach(named::put);
        all.add(
            new Document()
                .put("workflow", workflow)
                .put("aliases", named)
                .put("versions", uploads));
      }
    });
    return only.isPresent() && all.isEmpty()
        ? Answer.refused(404, "NotFound", "there is no workflow " + only.get())
        : new Answer(200, new Document().put("workflows", all).value());
  }

  @Override
  public void close() {
    engine.close();
  }
}
