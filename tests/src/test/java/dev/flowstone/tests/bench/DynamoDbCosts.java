package dev.flowstone.tests.bench;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Departure;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Ports;
import dev.flowstone.interpreter.engine.Resumption;
import dev.flowstone.interpreter.engine.Sending;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.engine.Shift;
import dev.flowstone.interpreter.engine.Start;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.store.Capacity;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.lambda.aws.DynamoDb;
import dev.flowstone.lambda.aws.DynamoDbServer;
import dev.flowstone.lambda.dynamo.DynamoDbPrograms;
import dev.flowstone.lambda.dynamo.DynamoDbStore;
import dev.flowstone.lambda.dynamo.Tables;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// What the engine consumes of a table, told by the server of the tests: it counts as the service
/// bills, also conditions that fail.
final class DynamoDbCosts implements AutoCloseable {
  private static final String TABLE = "costs";

  private final DynamoDbServer server = DynamoDbServer.start();
  private final DynamoDbClient client = DynamoDb.client(server.endpoint());
  private final DynamoDbStore store;
  private final DynamoDbPrograms programs;
  private int names;

  /// Units and requests of something that was done.
  record Cost(double writes, double reads, long requests, long queries) {

    Cost minus(Cost other) {
      return new Cost(
          writes - other.writes,
          reads - other.reads,
          requests - other.requests,
          queries - other.queries);
    }

    Cost plus(Cost other) {
      return new Cost(
          writes + other.writes,
          reads + other.reads,
          requests + other.requests,
          queries + other.queries);
    }

    Cost over(double times) {
      return new Cost(
          writes / times, reads / times, Math.round(requests / times), Math.round(queries / times));
    }
  }

  DynamoDbCosts() {
    client.createTable(Tables.table(TABLE));
    InstantSource clock = InstantSource.system();
    Optional<Duration> retention = Optional.of(Duration.ofDays(30));
    this.store = new DynamoDbStore(client, TABLE, Optional.empty(), retention, clock);
    this.programs = new DynamoDbPrograms(client, TABLE, Optional.empty(), clock);
  }

  /// What has been consumed so far.
  private Cost total() {
    long requests =
        server.requests("GetItem")
            + server.requests("PutItem")
            + server.requests("UpdateItem")
            + server.requests("DeleteItem")
            + server.requests("BatchGetItem")
            + server.requests("Query");
    return new Cost(server.writeUnits(), server.readUnits(), requests, server.requests("Query"));
  }

  private interface Work {
    void with(Engine engine);
  }

  /// A host of its own, as each invocation may have one, that knows the program already.
  private Cost cost(StoredProgram program, Work work) {
    programs.put(program);
    Ports ports = Ports.of(store, programs, HandlerRegistry.of(new Nothing()), "host-" + names++);
    try (Engine engine = new Engine(ports, Settings.standard())) {
      warm(engine, program);
      Cost before = total();
      work.with(engine);
      return total().minus(before);
    }
  }

  private void warm(Engine engine, StoredProgram program) {
    begin(engine, "warm-" + names++, program, 0);
  }

  private static Departure begin(Engine engine, String name, StoredProgram program, int steps) {
    Start start = engine.start(name, program.version(), BenchPrograms.input(steps));
    if (start instanceof Start.Begun(var _, var departure)) {
      return departure.join();
    }
    throw new AssertionError(start.toString());
  }

  /// An execution of so many steps, from its start to its end.
  Cost steps(String name, int steps) {
    return cost(BenchPrograms.steps(), engine -> begin(engine, name, BenchPrograms.steps(), steps));
  }

  /// The same, up to where it waits for a signal and is let go of.
  Cost stepsUpToAWait(String name, int steps) {
    return cost(
        BenchPrograms.stepsAndWait(),
        engine -> begin(engine, name, BenchPrograms.stepsAndWait(), steps));
  }

  Cost signal(String name) {
    return cost(
        BenchPrograms.stepsAndWait(),
        engine -> {
          Sending sent =
              engine.signal(name, BenchPrograms.SIGNAL, Value.Null.NULL, Optional.of("key"));
          if (!(sent instanceof Sending.Accepted)) {
            throw new AssertionError(sent.toString());
          }
        });
  }

  /// Taken up by a host that has never seen it, and brought to its end.
  Cost resume(String name) {
    return cost(
        BenchPrograms.stepsAndWait(),
        engine -> {
          Resumption resumption = engine.resume(name, Shift.open());
          if (!(resumption instanceof Resumption.Running(var departure)
              && departure.join() instanceof Departure.Ended)) {
            throw new AssertionError(resumption.toString());
          }
        });
  }

  Cost describe(String name) {
    return cost(
        BenchPrograms.stepsAndWait(),
        engine -> {
          var _ = engine.describe(name).orElseThrow();
        });
  }

  /// What the execution's own item says that it has consumed.
  Capacity told(String name) {
    return store.meta(name).orElseThrow().capacity().orElseThrow();
  }

  /// The size of all its items, as they are billed for storage.
  long bytes(String name) {
    return client.scanPaginator(request -> request.tableName(TABLE)).items().stream()
        .filter(item -> AttributeValue.fromS("E#" + name).equals(item.get("pk")))
        .mapToLong(DynamoDbCosts::size)
        .sum();
  }

  private static long size(Map<String, AttributeValue> item) {
    return item.entrySet().stream()
        .mapToLong(entry -> entry.getKey().length() + size(entry.getValue()))
        .sum();
  }

  /// As the developer guide counts.
  private static long size(AttributeValue value) {
    return switch (value.type()) {
      case S -> value.s().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
      case N -> (value.n().length() + 1) / 2 + 1;
      case B -> value.b().asByteArrayUnsafe().length;
      case M -> 3 + size(value.m()) + value.m().size();
      case L -> 3 + value.l().stream().mapToLong(DynamoDbCosts::size).sum() + value.l().size();
      default -> 1;
    };
  }

  @Override
  public void close() {
    store.close();
    client.close();
    server.close();
  }
}
