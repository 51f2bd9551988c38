package dev.flowstone.tests.lambda;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.report.Reading;
import dev.flowstone.lambda.aws.DynamoDb;
import dev.flowstone.lambda.aws.DynamoDbServer;
import dev.flowstone.lambda.aws.EventBusServer;
import dev.flowstone.lambda.aws.LambdaProcess;
import dev.flowstone.lambda.aws.RuntimeApi.Outcome;
import dev.flowstone.lambda.aws.S3;
import dev.flowstone.lambda.aws.SchedulerServer;
import dev.flowstone.lambda.aws.Sqs;
import dev.flowstone.lambda.dynamo.DynamoDbPrograms;
import dev.flowstone.lambda.dynamo.DynamoDbStore;
import dev.flowstone.lambda.dynamo.Payloads;
import dev.flowstone.lambda.dynamo.Tables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Function;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Everything that the deployment template names, on this machine: the function as a bundle in
/// processes of its own, and the services around it. Only the clock and the scheduler are not as
/// they are out there: time passes when a test says so, too.
final class LocalAws implements AutoCloseable {
  static final String ACCOUNT = "000000000000";
  static final String QUEUE_ARN = "arn:aws:sqs:us-east-1:" + ACCOUNT + ":wakes";

  private static final Value SWEEP = new Document().put("action", "sweep").value();
  private static final long TICK_NANOS = 20_000_000;

  private final String table = DynamoDb.freshTableName();
  private final LeadingClock clock;
  private final DynamoDbServer dynamo;
  private final DynamoDbClient client;
  private final SqsClient sqs;
  private final String queue;
  private final String bucket;
  private final SchedulerServer scheduler;
  private final EventBusServer bus;
  private final DelayedQueue delays;
  private final Outstanding outstanding = new Outstanding();
  private final Functions functions;
  private final EventSource source;
  private volatile boolean open = true;

  /// - `functions`: so many environments, each of which may be asked `concurrency` things at once.
  /// - `batch`: so many messages may come in one event.
  /// - `layers`: handlers and other classes beside the bundle, as entries of the class path.
  /// - `options`: of the virtual machines.
  record Setting(
      int functions,
      int concurrency,
      int batch,
      List<Path> layers,
      List<String> options,
      Function<Message, EventSource.Fate> fates) {

    /// One environment, as small as it may be.
    static Setting plain(List<Path> layers, List<String> options) {
      return new Setting(1, 1, 1, layers, options, _ -> EventSource.Fate.DELIVERED);
    }
  }

  LocalAws(Path folder, Setting setting, Consumer<DynamoDbServer> prepared) {
    this.clock = new LeadingClock(folder.resolve("clock"), 0);
    this.dynamo = DynamoDb.server();
    this.client = DynamoDb.client(dynamo.endpoint());
    client.createTable(Tables.table(table));
    if (DynamoDb.isForeign()) {
      client.waiter().waitUntilTableExists(request -> request.tableName(table));
    } else {
      client.updateTimeToLive(Tables.timeToLive(table));
    }
    prepared.accept(dynamo);
    this.sqs = Sqs.client();
    this.queue = Sqs.freshQueue();
    sqs.setQueueAttributes(request ->
        request.queueUrl(queue).attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "960")));
    this.bucket = S3.freshBucket();
    this.scheduler = SchedulerServer.start(clock.instant(), this::fired);
    this.bus = EventBusServer.start();
    this.delays = new DelayedQueue(Sqs.endpoint(), clock, outstanding::arrived);
    this.functions =
        new Functions(setting.functions(), number -> function(folder, setting, number), folder);
    this.source =
        new EventSource(sqs, queue, functions, outstanding, setting.batch(), setting.fates())
            .poll(setting.functions() * setting.concurrency());
    Thread.ofPlatform().daemon().name("ticking").start(this::ticking);
  }

  private LambdaProcess.Function function(Path folder, Setting setting, int number) {
    Map<String, String> environment = new HashMap<>(variables());
    if (setting.concurrency() > 1) {
      environment.put("AWS_LAMBDA_MAX_CONCURRENCY", Integer.toString(setting.concurrency()));
    }
    List<String> options = new java.util.ArrayList<>(setting.options());
    options.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-D" + LeadingClock.FILE + "=" + folder.resolve("clock"),
            "-D" + LeadingClock.NUMBER + "=" + (number + 1)));
    return new LambdaProcess.Function(
        Bundle.classPath(setting.layers()),
        "dev.flowstone.lambda.FlowFunction::handleRequest",
        environment,
        options);
  }

  /// What the template gives to the function.
  private Map<String, String> variables() {
    return Map.ofEntries(
        Map.entry("FLOWSTONE_TABLE", table),
        Map.entry("FLOWSTONE_BUCKET", bucket),
        Map.entry("FLOWSTONE_WAKE_QUEUE_URL", queue),
        Map.entry("FLOWSTONE_WAKE_QUEUE_ARN", QUEUE_ARN),
        Map.entry("FLOWSTONE_SCHEDULE_GROUP", "flowstone-waits"),
        Map.entry("FLOWSTONE_SCHEDULE_ROLE_ARN", "arn:aws:iam::" + ACCOUNT + ":role/schedules"),
        Map.entry("FLOWSTONE_EVENT_BUS", "default"),
        Map.entry("FLOWSTONE_CALLBACK_BASE", "https://api.example.com/callbacks/"),
        Map.entry("FLOWSTONE_TIMEOUT_SECONDS", Long.toString(Functions.TIMEOUT.toSeconds())),
        Map.entry("FLOWSTONE_MAX_WAIT_SECONDS", "25"),
        Map.entry("FLOWSTONE_RETENTION_DAYS", "30"),
        Map.entry("FLOWSTONE_HISTORY", "10000"),
        Map.entry("FLOWSTONE_AUTH", "iam"),
        Map.entry("FLOWSTONE_REDACT", ""),
        Map.entry("FLOWSTONE_LOG_LEVEL", "info"),
        Map.entry("AWS_ENDPOINT_URL_DYNAMODB", dynamo.endpoint().toString()),
        Map.entry("AWS_ENDPOINT_URL_S3", S3.endpoint().toString()),
        Map.entry("AWS_ENDPOINT_URL_SQS", delays.endpoint().toString()),
        Map.entry("AWS_ENDPOINT_URL_SCHEDULER", scheduler.endpoint().toString()),
        Map.entry("AWS_ENDPOINT_URL_EVENTBRIDGE", bus.endpoint().toString()));
  }

  LeadingClock clock() {
    return clock;
  }

  DynamoDbServer dynamo() {
    return dynamo;
  }

  Functions functions() {
    return functions;
  }

  SchedulerServer scheduler() {
    return scheduler;
  }

  EventBusServer bus() {
    return bus;
  }

  String bucket() {
    return bucket;
  }

  Rest rest() {
    return new Rest(functions);
  }

  /// The workflows that were uploaded.
  DynamoDbPrograms programs() {
    return new DynamoDbPrograms(
        client, table, Optional.of(new Payloads(S3::client, bucket)), clock);
  }

  /// The table, for whoever looks at it beside the function.
  DynamoDbStore store() {
    return new DynamoDbStore(
        client,
        table,
        Optional.of(new Payloads(S3::client, bucket)),
        Optional.of(Duration.ofDays(30)),
        clock);
  }

  private void fired(SchedulerServer.Firing firing) {
    if (!firing.targetArn().equals(QUEUE_ARN)) {
      throw new IllegalStateException("a schedule for somebody else: " + firing);
    }
    send(firing.input());
  }

  /// Sends to the wake queue.
  void send(String body) {
    outstanding.arrived();
    sqs.sendMessage(request -> request.queueUrl(queue).messageBody(body));
  }

  /// A direct invocation, which somebody waits for; `time` is what the function is told to have.
  CompletableFuture<Reading> direct(Value request, Duration time) {
    return functions
        .invoke(Json.of(request), time)
        .thenApply(outcome -> Reading.of(Json.read(((Outcome.Answered) outcome).payload())));
  }

  Reading direct(Value request) {
    return direct(request, Functions.TIMEOUT)
        .orTimeout(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  /// What the one-minute rule sends.
  Reading sweep() {
    return direct(SWEEP);
  }

  /// The same, without anybody who waits for it.
  void sweepSoon() {
    var _ = functions.invoke(Json.of(SWEEP));
  }

  private void ticking() {
    while (open) {
      tick();
      LockSupport.parkNanos(TICK_NANOS);
    }
  }

  private synchronized void tick() {
    scheduler.advanceTo(clock.instant());
    delays.tick();
  }

  /// Loses what is sent with a delay and not due yet.
  void loseDelayed() {
    delays.lose();
  }

  /// Waits until every message that is due has been taken.
  void settle() {
    tick();
    try {
      while (!outstanding.awaitNone(Waiting.PATIENCE)) {
        throw new AssertionError(outstanding.count() + " messages are not taken");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Lets time pass while nothing is going on.
  void pass(Duration time) {
    settle();
    clock.pass(time);
    settle();
  }

  @Override
  public void close() {
    open = false;
    source.close();
    functions.close();
    delays.close();
    scheduler.close();
    bus.close();
    client.close();
    dynamo.close();
  }
}
