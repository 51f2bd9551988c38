package dev.flowstone.lambda;

import dev.flowstone.grammar.program.ProgramHash;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Departure;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Ports;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.engine.Start;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.report.StatusDocument;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.interpreter.store.memory.MemoryPrograms;
import dev.flowstone.interpreter.store.memory.MemoryStore;
import dev.flowstone.lambda.answer.Answer;
import dev.flowstone.lambda.answer.AnswerWriter;
import dev.flowstone.lambda.dynamo.DynamoDbStore;
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
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Goes once through what invocations do, before the process is snapshotted or while an
/// ahead-of-time cache is recorded, so that the classes are loaded and linked and the compiler has
/// seen them.
///
/// Nothing of it is used again: its executions are in memory or in a table that is none, its
/// credentials are made up, and its requests go to a port of this machine where nobody listens.
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

  private static final URI NOWHERE = URI.create("http://127.0.0.1:9");

  private Rehearsal() {}

  /// Fills an ahead-of-time cache, where the JVM was told to record one.
  public static void main(String[] arguments) {
    var _ = run();
  }

  /// All that there is to practise. Answers how an execution in memory stands at its end.
  static Value.Fields run() {
    HandlerRegistry handlers = handlers();
    Value.Fields standing = execution(new MemoryStore(), handlers, compiled(handlers));
    try (DynamoDbClient client = dynamo(new NoTable(), NOWHERE)) {
      InstantSource clock = InstantSource.system();
      var _ =
          execution(
              new DynamoDbStore(client, "none", Optional.empty(), Optional.empty(), clock),
              handlers,
              ready());
    }
    requests();
    return standing;
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
          execution(new MemoryStore(), taken(loading), ready());
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
    return new Gate(handlers, Duration.ofMinutes(1))
        .check("rehearsal.flow", SOURCE.getBytes(StandardCharsets.UTF_8))
        .program()
        .orElseThrow();
  }

  /// The program as it was compiled when this was built: no parser is needed for it.
  static StoredProgram ready() {
    try (InputStream in = Rehearsal.class.getResourceAsStream(PROGRAM)) {
      byte[] body = Objects.requireNonNull(in, PROGRAM).readAllBytes();
      return new StoredProgram("rehearsal", ProgramHash.of(body), body, "", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs an execution to its end, and tells how it stands.
  private static Value.Fields execution(
      ExecutionStore store, HandlerRegistry handlers, StoredProgram program) {
    MemoryPrograms programs = new MemoryPrograms();
    programs.put(program);
    JsonLog log = new JsonLog(_ -> {}, InstantSource.system(), Level.INFO, Set.of());
    Metrics metrics = new Metrics(log, InstantSource.system(), Optional.empty());
    Watching watching =
        new Watching(log, metrics, new Tracing(OpenTelemetry.noop()), Optional.empty());
    Ports ports =
        Ports.of(store, programs, handlers, "rehearsal")
            .withObserver(watching)
            .withLoggers(new HandlerLog(log));
    try (Engine engine = new Engine(ports, Settings.standard())) {
      Value input = new Value.Fields(Map.of(new Value.Text("who"), new Value.Text("all")));
      if (engine.start("rehearsal", program.version(), input) instanceof Start.Begun begun
          && begun.departure().join() instanceof Departure.Broken(String message)) {
        throw new IllegalStateException("the rehearsal did not end: " + message);
      }
      Value.Fields standing =
          engine.describe("rehearsal").map(StatusDocument::of).orElse(Value.Fields.EMPTY);
      byte[] written = AnswerWriter.http(Answer.ok(standing));
      var _ = EventReader.read(written);
      var _ = EventReader.read("{\"action\":\"sweep\"}".getBytes(StandardCharsets.UTF_8));
      metrics.flush();
      return standing;
    }
  }

  private static DynamoDbClient dynamo(SdkHttpClient http, URI endpoint) {
    return DynamoDbClient.builder()
        .httpClient(http)
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none")))
        .overrideConfiguration(c -> c.retryStrategy(s -> s.maxAttempts(1)))
        .build();
  }

  /// Signs and sends requests that cannot arrive.
  private static void requests() {
    try (var http = UrlConnectionHttpClient.create();
        DynamoDbClient dynamo = dynamo(http, NOWHERE);
        SqsClient sqs =
            SqsClient.builder()
                .httpClient(http)
                .endpointOverride(NOWHERE)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("none", "none")))
                .overrideConfiguration(c -> c.retryStrategy(s -> s.maxAttempts(1)))
                .build()) {
      Map<String, AttributeValue> key = Map.of("pk", AttributeValue.fromS("none"));
      attempt(() -> dynamo.getItem(request -> request.tableName("none").key(key)));
      attempt(() ->
          sqs.sendMessage(request -> request.queueUrl(NOWHERE + "/none").messageBody("none")));
    }
  }

  private static void attempt(Runnable request) {
    try {
      request.run();
    } catch (SdkException e) {
      // It was to fail, and has loaded what a request needs.
    }
  }
}
