package dev.flowstone.lambda.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.CRC32;

/// DynamoDB in memory, for tests: the public interface over HTTP, as strict as the service, and
/// with the service's bad days at hand. It checks no signatures, serves no transactions, and
/// forgets everything when it ends. In front of another DynamoDB it is a proxy, which brings those
/// bad days along: all but half batches and late indexes.
public final class DynamoDbServer implements AutoCloseable {

  private static final String TARGET = "DynamoDB_20120810.";

  /// What two requests in the same moment may cost an uninvolved third: a held request goes on
  /// after this long even when nobody else comes.
  private static final long LONGEST_HOLD_MILLISECONDS = 100;

  private final LocalHttp http;
  private final Database database;
  private final TableOperations tables;
  private final ItemOperations items;
  private final QueryOperations queries;
  private final BatchOperations batches;
  private final Optional<Upstream> upstream;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final Object passed = new Object();
  private long answered;
  private volatile Faults faults = Faults.none();
  private volatile int heldFor = 1;

  private DynamoDbServer(int port, long seed, Optional<Upstream> upstream) {
    this.upstream = upstream;
    database = new Database(seed);
    tables = new TableOperations(database);
    items = new ItemOperations(database);
    queries = new QueryOperations(database);
    batches = new BatchOperations(database);
    http = LocalHttp.start(port, this::handle);
  }

  /// A server on a free port of this machine only.
  public static DynamoDbServer start() {
    return start(0, 0);
  }

  /// A server whose own choices come from a seed; port 0 is any free one.
  public static DynamoDbServer start(int port, long seed) {
    return new DynamoDbServer(port, seed, Optional.empty());
  }

  /// A proxy before the DynamoDB at another endpoint: counts its requests and makes them fail.
  public static DynamoDbServer before(URI endpoint) {
    return new DynamoDbServer(0, 0, Optional.of(new Upstream(endpoint)));
  }

  /// A process of its own: takes a port, 0 for any, and prints the one it has.
  public static void main(String[] arguments) {
    var server = start(arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]), 0);
    System.out.println(server.http.port());
  }

  public URI endpoint() {
    return http.endpoint();
  }

  /// From now on requests go wrong as these say.
  public void faults(Faults chosen) {
    faults = chosen;
  }

  /// How many other requests a held one lets pass.
  public void holdFor(int others) {
    heldFor = others;
  }

  /// From now on a change becomes visible in the indexes up to so many requests later; 0 is at
  /// once.
  public void delayIndexes(int requestsAtMost) {
    database.delayIndexes(requestsAtMost);
  }

  /// All read units consumed so far, of tables and indexes.
  public double readUnits() {
    return database.readUnits.sum();
  }

  /// All write units consumed so far, with those of failed conditions, which no answer tells.
  public double writeUnits() {
    return database.writeUnits.sum();
  }

  /// How many requests of an operation, as `PutItem`, have come.
  public long requests(String operation) {
    LongAdder count = counts.get(operation);
    return count == null ? 0 : count.sum();
  }

  /// Deletes what its time to live has passed at an instant, as the service does without hurry and
  /// without a charge; tells how many items it were.
  public int expire(Instant now) {
    int expired = 0;
    for (Table table : database.tables.values()) {
      table.lock.lock();
      try {
        Optional<String> attribute = table.timeToLive;
        if (attribute.isEmpty()) {
          continue;
        }
        List<Map<String, Attribute>> dead =
            table
                .rows
                .scan(Optional.empty())
                .filter(item -> isPast(item.get(attribute.get()), now))
                .toList();
        dead.forEach(item -> table.write(Optional.of(item), Optional.empty(), database.visible()));
        expired += dead.size();
      } finally {
        table.lock.unlock();
      }
    }
    return expired;
  }

  private static boolean isPast(@org.jspecify.annotations.Nullable Attribute value, Instant now) {
    return value instanceof Attribute.Number(BigDecimal seconds)
        && seconds.compareTo(BigDecimal.valueOf(now.getEpochSecond())) < 0;
  }

  @Override
  public void close() {
    http.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = LocalHttp.body(exchange);
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      String operation =
          target != null && target.startsWith(TARGET) ? target.substring(TARGET.length()) : "";
      counts.computeIfAbsent(operation, _ -> new LongAdder()).increment();
      database.countRequest();
      Fault fault = faults.next(operation);
      if (fault == Fault.HELD) {
        letOthersPass();
      }
      Answer answer;
      try {
        failBefore(fault);
        answer = answer(exchange, operation, body, fault);
        if (fault == Fault.ERROR_AFTER) {
          throw internalError();
        }
      } catch (ServiceException e) {
        answer = error(e);
      } catch (JsonProcessingException e) {
        answer = error(new ServiceException(400, "SerializationException", "not JSON"));
      } catch (RuntimeException e) {
        // A mistake of this server, which nobody may take for a fault that was asked for.
        e.printStackTrace();
        answer = error(new ServiceException(500, "InternalFailure", e.toString()));
      }
      passed();
      if (fault != Fault.DROPPED_AFTER) {
        send(exchange, answer);
      }
    }
  }

  private Answer answer(HttpExchange exchange, String operation, byte[] body, Fault fault)
      throws IOException {
    return upstream.isPresent()
        ? upstream.get().answer(exchange.getRequestHeaders(), body)
        : Answer.of(200, run(operation, body, fault));
  }

  private static void failBefore(Fault fault) {
    switch (fault) {
      case THROUGHPUT_EXCEEDED ->
          throw new ServiceException(
              400,
              "ProvisionedThroughputExceededException",
              "The level of configured provisioned throughput for the table was exceeded");
      case THROTTLED ->
          throw new ServiceException(
              400, "ThrottlingException", "Throughput exceeds the current capacity of your table");
      case ERROR_BEFORE -> throw internalError();
      case NONE, ERROR_AFTER, DROPPED_AFTER, HELD, HALF_OF_A_BATCH -> {}
    }
  }

  private static ServiceException internalError() {
    return new ServiceException(500, "InternalServerError", "The request processing has failed");
  }

  /// Waits until others are through, for a bounded time.
  private void letOthersPass() {
    synchronized (passed) {
      long enough = answered + heldFor;
      long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LONGEST_HOLD_MILLISECONDS);
      try {
        for (long left = deadline - System.nanoTime();
            answered < enough && left > 0;
            left = deadline - System.nanoTime()) {
          TimeUnit.NANOSECONDS.timedWait(passed, left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void passed() {
    synchronized (passed) {
      answered++;
      passed.notifyAll();
    }
  }

  private ObjectNode run(String operation, byte[] body, Fault fault) throws IOException {
    JsonNode json = AttributeJson.JSON.readTree(body);
    if (!json.isObject()) {
      throw new ServiceException(400, "SerializationException", "no object");
    }
    var request = new Request(json);
    return switch (operation) {
      case "CreateTable" -> tables.create(request);
      case "DescribeTable" -> tables.describe(request);
      case "DeleteTable" -> tables.delete(request);
      case "UpdateTimeToLive" -> tables.updateTimeToLive(request);
      case "DescribeTimeToLive" -> tables.describeTimeToLive(request);
      case "GetItem" -> items.get(request);
      case "PutItem" -> items.put(request);
      case "UpdateItem" -> items.update(request);
      case "DeleteItem" -> items.delete(request);
      case "Query" -> queries.query(request);
      case "Scan" -> queries.scan(request);
      case "BatchGetItem" -> batches.get(request, part(fault, json, "Keys"));
      case "BatchWriteItem" -> batches.write(request, part(fault, json, ""));
      default ->
          throw new ServiceException(
              400, "UnknownOperationException", "not served here: " + operation);
    };
  }

  private static int part(Fault fault, JsonNode json, String list) {
    return fault == Fault.HALF_OF_A_BATCH
        ? (BatchOperations.size(json.path("RequestItems"), list) + 1) / 2
        : Integer.MAX_VALUE;
  }

  private static Answer error(ServiceException e) throws JsonProcessingException {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    String space =
        switch (e.code()) {
          case "ValidationException", "ThrottlingException" -> "com.amazon.coral.validate#";
          case "SerializationException", "UnknownOperationException" -> "com.amazon.coral.service#";
          default -> "com.amazonaws.dynamodb.v20120810#";
        };
    node.put("__type", space + e.code());
    node.put("message", e.text());
    if (!e.item().isEmpty()) {
      node.set("Item", AttributeJson.write(e.item()));
    }
    return Answer.of(e.status(), node);
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    var crc = new CRC32();
    byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
    crc.update(body);
    exchange.getResponseHeaders().set("x-amz-crc32", Long.toString(crc.getValue()));
    LocalHttp.send(exchange, answer.status(), "application/x-amz-json-1.0", body);
  }

  /// A status and a JSON document.
  record Answer(int status, String body) {
    private static Answer of(int status, JsonNode json) throws JsonProcessingException {
      return new Answer(status, AttributeJson.JSON.writeValueAsString(json));
    }
  }
}
