package dev.flowstone.lambda;

import dev.flowstone.grammar.program.ProgramHash;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.engine.Departure;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Ports;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.engine.Start;
import dev.flowstone.interpreter.engine.SystemTimers;
import dev.flowstone.interpreter.engine.WorkflowDirectory;
import dev.flowstone.interpreter.handler.HandlerCatalog;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.report.StatusDocument;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.interpreter.store.memory.MemoryPrograms;
import dev.flowstone.interpreter.store.memory.MemoryStore;
import dev.flowstone.lambda.answer.Answer;
import dev.flowstone.lambda.answer.AnswerWriter;
import dev.flowstone.lambda.request.EventReader;
import dev.flowstone.lambda.watch.HandlerLog;
import dev.flowstone.lambda.watch.JsonLog;
import dev.flowstone.lambda.watch.Metrics;
import dev.flowstone.lambda.watch.Tracing;
import dev.flowstone.lambda.watch.Watching;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/// Goes once through what invocations do, before the process is snapshotted or while an
/// ahead-of-time cache is recorded, so that the classes are loaded and linked and the compiler has
/// seen them.
///
/// Nothing of it is used again: it has a host of its own, whose credentials are made up and whose
/// requests go to a [Backstage] in this process.
public final class Rehearsal {
  private static final String SOURCE =
      """
      workflow rehearsal

      input {
        who: string
      }

      total = 1 + 2
      step log.info(message: "${input.who}") timeout 5s
      if total > 2 {
        name = "${input.who}"
      } else {
        name = "nobody"
      }
      return { name: name }
      """;

  /// Where the same lies compiled.
  private static final String PROGRAM = "rehearsal.json";

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private Rehearsal() {}

  /// Fills an ahead-of-time cache, where the JVM was told to record one.
  public static void main(String[] arguments) {
    var _ = run();
  }

  /// All that there is to practise. Answers how the execution stands at its end.
  static Value.Fields run() {
    Map<String, Optional<String>> before = new HashMap<>();
    try (Backstage backstage = Backstage.open()) {
      String address = backstage.address();
      properties(address)
          .forEach(
              (key, value) -> before.put(key, Optional.ofNullable(System.setProperty(key, value))));
      return practised(address);
    } finally {
      before.forEach((key, value) ->
          value.ifPresentOrElse(
              old -> System.setProperty(key, old), () -> System.clearProperty(key)));
    }
  }

  /// What the SDK looks for before it looks at the environment of the process.
  private static Map<String, String> properties(String address) {
    return Map.of(
        "aws.region", "us-east-1",
        "aws.accessKeyId", "none",
        "aws.secretAccessKey", "none",
        "aws.endpointUrlDynamoDb", address,
        "aws.endpointUrlSqs", address);
  }

  private static Value.Fields practised(String address) {
    try (Wiring wiring = wiring(address)) {
      var _ = heard(wiring, upload());
      Value.Fields standing = heard(wiring, resource("rehearsal-start.json"));
      var _ = heard(wiring, resource("rehearsal-http.json"));
      var _ = heard(wiring, resource("rehearsal-queue.json"));
      wiring.flush();
      return standing;
    }
  }

  private static Wiring wiring(String address) {
    Map<String, String> environment =
        Map.of(
            Configuration.TABLE, "rehearsal",
            Configuration.WAKE_QUEUE_URL, address + "/000000000000/rehearsal",
            Configuration.WAKE_QUEUE_ARN, "arn:aws:sqs:us-east-1:000000000000:rehearsal",
            Configuration.LOG_LEVEL, "off");
    if (!(Configuration.read(environment)
        instanceof Configuration.Reading.Ok(Configuration ours))) {
      throw new IllegalStateException("the rehearsal has a wrong environment");
    }
    InstantSource clock = InstantSource.system();
    return new Wiring(
        ours,
        Clients.of(ours),
        new Wiring.Surroundings(
            clock,
            new SystemTimers(clock),
            new SecureRandom(),
            _ -> {},
            handlers(),
            () -> HandlerCatalog.load(Rehearsal.class.getClassLoader()),
            List.of(),
            OpenTelemetry.noop()));
  }

  private static byte[] upload() {
    return new Document()
        .put("action", "upload")
        .put("file", "rehearsal.flow")
        .put("source", SOURCE)
        .put("alias", "live")
        .json()
        .getBytes(StandardCharsets.UTF_8);
  }

  /// What the host answers to an event: the body where it is one with a body.
  private static Value.Fields heard(Wiring wiring, byte[] event) {
    Instant deadline = wiring.clock().instant().plus(PATIENCE);
    byte[] answer = wiring.host().handle(event, "rehearsal", deadline);
    return ValueJson.parse(answer) instanceof ValueJson.Parsed.Ok(Value.Fields fields)
            && fields.get("body").orElse(Value.Null.NULL) instanceof Value.Fields body
        ? body
        : Value.Fields.EMPTY;
  }

  /// Loads the handlers beside the initialisation, on a thread of its own, and practises there what
  /// the first execution will need: Lambda gives a function that starts more than one processor's
  /// worth. Whoever asks for the handlers waits for them only.
  static Supplier<HandlerRegistry> begin() {
    FutureTask<HandlerRegistry> loading = new FutureTask<>(Rehearsal::handlers);
    Thread.ofPlatform()
        .daemon()
        .name("flowstone-rehearsal")
        .start(() -> {
          loading.run();
          execution(taken(loading));
        });
    return () -> taken(loading);
  }

  private static HandlerRegistry taken(FutureTask<HandlerRegistry> loading) {
    try {
      return loading.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the handlers were loaded", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    }
  }

  static HandlerRegistry handlers() {
    return HandlerRegistry.load(Rehearsal.class.getClassLoader());
  }

  static StoredProgram compiled(HandlerRegistry handlers) {
    return new Gate(
            handlers,
            () -> HandlerCatalog.of(List.of()),
            Duration.ofMinutes(1),
            WorkflowDirectory.empty(),
            List::of)
        .check("rehearsal.flow", SOURCE.getBytes(StandardCharsets.UTF_8))
        .program()
        .orElseThrow();
  }

  /// The program as it was compiled when this was built: no parser is needed for it.
  static StoredProgram ready() {
    byte[] body = resource(PROGRAM);
    return new StoredProgram("rehearsal", ProgramHash.of(body), body, "", "");
  }

  private static byte[] resource(String file) {
    try (InputStream in = Rehearsal.class.getResourceAsStream(file)) {
      return Objects.requireNonNull(in, file).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs an execution to its end.
  private static void execution(HandlerRegistry handlers) {
    StoredProgram program = ready();
    MemoryPrograms programs = new MemoryPrograms();
    programs.put(program);
    JsonLog log = new JsonLog(_ -> {}, InstantSource.system(), Level.INFO, Set.of());
    Metrics metrics = new Metrics(log, InstantSource.system(), Optional.empty());
    Watching watching =
        new Watching(log, metrics, new Tracing(OpenTelemetry.noop()), Optional.empty());
    Ports ports =
        Ports.of(new MemoryStore(), programs, handlers, "rehearsal")
            .withObserver(watching)
            .withLoggers(new HandlerLog(log));
    try (Engine engine = new Engine(ports, Settings.standard())) {
      Value input = new Value.Fields(Map.of(new Value.Text("who"), new Value.Text("all")));
      if (engine.start("rehearsal", program.version(), input) instanceof Start.Begun begun
          && begun.departure().join() instanceof Departure.Ended ended) {
        byte[] written =
            ended
                .last()
                .map(last -> AnswerWriter.http(Answer.ok(StatusDocument.of(last, programs))))
                .orElseThrow();
        var _ = EventReader.read(written);
      }
      metrics.flush();
    }
  }
}
