package dev.flowstone.lambda;

import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Ports;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.engine.SystemTimers;
import dev.flowstone.interpreter.engine.Timers;
import dev.flowstone.interpreter.engine.WorkflowDirectory;
import dev.flowstone.interpreter.handler.HandlerCatalog;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.store.Capacity;
import dev.flowstone.lambda.dynamo.DynamoDbPrograms;
import dev.flowstone.lambda.dynamo.DynamoDbStore;
import dev.flowstone.lambda.dynamo.Payloads;
import dev.flowstone.lambda.dynamo.Registry;
import dev.flowstone.lambda.request.Access;
import dev.flowstone.lambda.request.Authoriser;
import dev.flowstone.lambda.wake.Sweeper;
import dev.flowstone.lambda.wake.Wakes;
import dev.flowstone.lambda.watch.HandlerLog;
import dev.flowstone.lambda.watch.JsonLog;
import dev.flowstone.lambda.watch.Metrics;
import dev.flowstone.lambda.watch.StatusEvents;
import dev.flowstone.lambda.watch.SystemLog;
import dev.flowstone.lambda.watch.Tracing;
import dev.flowstone.lambda.watch.Watching;
import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Everything that one process needs to be a host, put together once.
final class Wiring implements AutoCloseable {
  private static final String PREFIX = "lambda-";

  private final Clients clients;
  private final DynamoDbStore store;
  private final Engine engine;
  private final Host host;
  private final JsonLog log;
  private final Metrics metrics;
  private final InstantSource clock;
  private Capacity counted = Capacity.NONE;

  /// What comes from the process, or from a test.
  record Surroundings(
      InstantSource clock,
      Timers timers,
      RandomGenerator random,
      Consumer<String> out,
      HandlerRegistry handlers,
      Supplier<HandlerCatalog> catalog,
      List<Authoriser> authorisers,
      OpenTelemetry telemetry) {

    static Surroundings ofProcess(HandlerRegistry handlers) {
      ClassLoader classes = Wiring.class.getClassLoader();
      InstantSource clock = clock(classes);
      return new Surroundings(
          clock,
          new SystemTimers(clock),
          new SecureRandom(),
          JsonLog.to(System.out),
          handlers,
          () -> HandlerCatalog.load(classes),
          ServiceLoader.load(Authoriser.class, classes).stream()
              .map(ServiceLoader.Provider::get)
              .toList(),
          GlobalOpenTelemetry.get());
    }

    /// The system's, unless the class path offers another as a service: so a test lets days pass in
    /// this very function. Nothing that is deployed offers one.
    private static InstantSource clock(ClassLoader classes) {
      return ServiceLoader.load(InstantSource.class, classes)
          .findFirst()
          .orElseGet(InstantSource::system);
    }
  }

  Wiring(Configuration configuration, Clients clients, Surroundings around) {
    this.clock = around.clock();
    this.clients = clients;
    this.log = new JsonLog(around.out(), clock, configuration.logLevel(), configuration.redacted());
    this.metrics = new Metrics(log, clock, configuration.function());
    Optional<StatusEvents> events =
        clients
            .events()
            .map(client ->
                new StatusEvents(client, configuration.eventBus().orElseThrow(), log, metrics));
    Watching watching = new Watching(log, metrics, new Tracing(around.telemetry()), events);
    Wakes wakes = wakes(configuration, clients, clock);
    Settings settings = settings(configuration);
    Optional<Payloads> payloads =
        clients.s3().map(client -> new Payloads(client, configuration.bucket().orElseThrow()));
    this.store =
        new DynamoDbStore(
            clients.dynamo(), configuration.table(), payloads, settings.retention(), clock);
    DynamoDbPrograms programs =
        new DynamoDbPrograms(clients.dynamo(), configuration.table(), payloads, clock);
    Registry registry = programs.registry();
    WorkflowDirectory directory = workflow -> registry.version(workflow, Registry.LIVE);
    Ports ports =
        new Ports(
            store,
            programs,
            around.handlers(),
            PREFIX + Long.toHexString(around.random().nextLong()),
            clock,
            around.timers(),
            around.random(),
            new HandlerLog(log),
            new Arrivals(watching, wakes),
            directory);
    this.engine = new Engine(ports, settings);
    Follower follower = new Follower(engine, wakes, clock, settings.lease());
    Executions executions =
        new Executions(
            engine,
            programs,
            follower,
            wakes,
            clock,
            around.timers(),
            settings.margin(),
            log,
            metrics);
    Workflows workflows =
        new Workflows(
            registry,
            programs,
            new Gate(
                around.handlers(),
                around.catalog(),
                configuration.longestAttempt(),
                directory,
                registry::workflows),
            around.catalog());
    Sweeper sweeper = new Sweeper(engine, wakes, store.purge(), clock, metrics);
    Actions actions =
        new Actions(engine, executions, workflows, sweeper, clock, configuration, log);
    this.host =
        new Host(
            actions,
            new Uploads(clients.s3(), workflows, log),
            new Access(configuration.access(), around.authorisers()),
            log);
  }

  /// The host of this process. What is wrong with the environment is told in one exception. The
  /// handlers are asked for last: somebody may be loading them meanwhile.
  static Wiring fromEnvironment(
      Map<String, String> environment, Supplier<HandlerRegistry> handlers) {
    return switch (Configuration.read(environment)) {
      case Configuration.Reading.Ok(Configuration configuration) -> {
        Clients clients = Clients.of(configuration);
        Wiring wiring = new Wiring(configuration, clients, Surroundings.ofProcess(handlers.get()));
        SystemLog.install(wiring.log);
        yield wiring;
      }
      case Configuration.Reading.Wrong(List<String> problems) ->
          throw new IllegalStateException(
              "the environment of the function is not right: " + String.join("; ", problems));
    };
  }

  static Settings settings(Configuration configuration) {
    return Settings.standardBut(draft -> {
      draft.margin = configuration.margin();
      draft.longestAttempt = Optional.of(configuration.longestAttempt());
      draft.stepTimeout = shorter(draft.stepTimeout, configuration.longestAttempt());
      draft.retention = Optional.of(configuration.retention());
      draft.history = configuration.history();
      draft.callbackBase = configuration.callbackBase();
      draft.drain = Duration.ZERO;
    });
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private Wakes wakes(Configuration configuration, Clients of, InstantSource clock) {
    return new Wakes(
        of.sqs()
            .map(client -> new Wakes.Messages(client, configuration.wakeQueueUrl().orElseThrow())),
        of.scheduler()
            .map(client ->
                new Wakes.Schedules(
                    client,
                    configuration.scheduleGroup().orElseThrow(),
                    configuration.wakeQueueArn().orElseThrow(),
                    configuration.scheduleRoleArn().orElseThrow())),
        clock,
        log,
        metrics);
  }

  Host host() {
    return host;
  }

  Engine engine() {
    return engine;
  }

  Metrics metrics() {
    return metrics;
  }

  InstantSource clock() {
    return clock;
  }

  /// Writes the metrics of what has been done since the last time.
  synchronized void flush() {
    Capacity total = store.total();
    metrics.count(Metrics.Metric.READ_UNITS, total.readUnits() - counted.readUnits());
    metrics.count(Metrics.Metric.WRITE_UNITS, total.writeUnits() - counted.writeUnits());
    counted = total;
    metrics.flush();
  }

  @Override
  public void close() {
    engine.close();
    store.close();
    clients.close();
  }
}
