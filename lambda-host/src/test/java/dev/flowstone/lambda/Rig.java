package dev.flowstone.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.lambda.aws.DynamoDb;
import dev.flowstone.lambda.dynamo.Tables;
import dev.flowstone.lambda.request.Authoriser;
import dev.flowstone.lambda.request.Route;
import io.opentelemetry.api.OpenTelemetry;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A host as a function has it, on a table of its own and a clock that stands still.
final class Rig implements AutoCloseable {
  static final JsonMapper JSON = new JsonMapper();
  private static final JsonNode API = description();
  static final Duration TIMEOUT = Duration.ofMinutes(15);

  final StandingTime time = new StandingTime();
  final Services services = new Services();
  final List<String> lines = Collections.synchronizedList(new ArrayList<>());
  final Wiring wiring;
  private final Map<String, String> environment = new HashMap<>();
  private int delivered;

  Rig(Say.Script script) {
    this(script, Map.of(), List.of());
  }

  Rig(Say.Script script, OpenTelemetry telemetry) {
    this(script, Map.of(), List.of(), telemetry);
  }

  Rig(Say.Script script, Map<String, String> more, List<Authoriser> authorisers) {
    this(script, more, authorisers, OpenTelemetry.noop());
  }

  private Rig(
      Say.Script script,
      Map<String, String> more,
      List<Authoriser> authorisers,
      OpenTelemetry telemetry) {
    String table = DynamoDb.freshTableName();
    DynamoDbClient dynamo = DynamoDb.client();
    dynamo.createTable(Tables.table(table));
    environment.put(Configuration.TABLE, table);
    environment.put(Configuration.WAKE_QUEUE_URL, services.endpoint() + "/123456789012/wakes");
    environment.put(Configuration.WAKE_QUEUE_ARN, "arn:aws:sqs:us-east-1:123456789012:wakes");
    environment.put(Configuration.SCHEDULE_GROUP, "flowstone");
    environment.put(
        Configuration.SCHEDULE_ROLE_ARN, "arn:aws:iam::123456789012:role/flowstone-schedules");
    environment.put(Configuration.BUCKET, "uploads");
    environment.put(Configuration.EVENT_BUS, "bus");
    environment.put(Configuration.CALLBACK_BASE, "https://flows.example/callbacks/");
    environment.put(Configuration.LOG_LEVEL, "debug");
    environment.putAll(more);
    HandlerRegistry handlers = HandlerRegistry.of(new Say(script));
    wiring =
        new Wiring(
            configuration(),
            new Clients(
                dynamo,
                Optional.of(new Later<>(services::s3)),
                Optional.of(new Later<>(services::sqs)),
                Optional.of(new Later<>(services::scheduler)),
                Optional.of(new Later<>(services::events))),
            new Wiring.Surroundings(
                time,
                time,
                new Random(7),
                lines::add,
                handlers,
                Say::catalog,
                authorisers,
                telemetry));
  }

  /// From now on nothing that is stored can be read.
  void dropTable() {
    DynamoDb.client()
        .deleteTable(request -> request.tableName(environment.get(Configuration.TABLE)));
  }

  /// Makes an execution one of a newer version, which this host leaves alone.
  void renew(String name) {
    DynamoDb.client()
        .updateItem(request ->
            request
                .tableName(environment.get(Configuration.TABLE))
                .key(
                    Map.of(
                        "pk", AttributeValue.fromS("E#" + name), "sk", AttributeValue.fromS("M")))
                .updateExpression("SET #f = :newer")
                .expressionAttributeNames(Map.of("#f", "f"))
                .expressionAttributeValues(Map.of(":newer", AttributeValue.fromN("99"))));
  }

  /// Makes a body of an execution unreadable: its first slot, where that is an item of its own.
  void garble(String name) {
    DynamoDbClient dynamo = DynamoDb.client();
    String table = environment.get(Configuration.TABLE);
    dynamo
        .query(request ->
            request
                .tableName(table)
                .keyConditionExpression("pk = :pk")
                .expressionAttributeValues(Map.of(":pk", AttributeValue.fromS("E#" + name))))
        .items()
        .stream()
        .filter(item -> item.containsKey("z") && item.containsKey("n"))
        .map(HashMap::new)
        .forEach(item -> {
          item.put("z", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {-1, -1, -1})));
          dynamo.putItem(request -> request.tableName(table).item(item));
        });
  }

  /// Removes what its time to live has passed by now, as the service does; tells how much it was.
  int expire() {
    DynamoDbClient dynamo = DynamoDb.client();
    String table = environment.get(Configuration.TABLE);
    long now = time.instant().getEpochSecond();
    List<Map<String, AttributeValue>> dead =
        dynamo.scanPaginator(request -> request.tableName(table)).items().stream()
            .filter(item -> item.containsKey(Tables.TTL))
            .filter(item -> Long.parseLong(Objects.requireNonNull(item.get(Tables.TTL)).n()) < now)
            .toList();
    for (Map<String, AttributeValue> item : dead) {
      dynamo.deleteItem(request ->
          request.tableName(table).key(Map.of("pk", item.get("pk"), "sk", item.get("sk"))));
    }
    return dead.size();
  }

  private Configuration configuration() {
    return switch (Configuration.read(environment)) {
      case Configuration.Reading.Ok(Configuration configuration) -> configuration;
      case Configuration.Reading.Wrong(List<String> problems) -> throw new AssertionError(problems);
    };
  }

  /// Sends an event, as Lambda would, and answers what the function returns.
  JsonNode send(JsonNode event) {
    try {
      byte[] answer =
          wiring
              .host()
              .handle(JSON.writeValueAsBytes(event), "request-1", time.instant().plus(TIMEOUT));
      return JSON.readTree(answer);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  /// The same for an event in JSON, where single quotes may stand for double ones.
  JsonNode send(String json) {
    return send(parse(json.replace('\'', '"')));
  }

  /// Lets every message that was sent come back, as the queue does.
  void deliverWakes() {
    for (var sent = services.sent("SendMessage");
        delivered < sent.size();
        sent = services.sent("SendMessage")) {
      send(sent.get(delivered++).path("MessageBody").asText());
    }
  }

  /// A request of a signed caller over HTTP; the answer with its body read.
  JsonNode http(String method, String path, String body) {
    return http(method, path, body, true);
  }

  JsonNode http(String method, String path, String body, boolean signed) {
    String[] address = path.split("\\?", 2);
    ObjectNode event = JSON.createObjectNode();
    event.put("version", "2.0").put("rawPath", address[0]);
    event.put("rawQueryString", address.length > 1 ? address[1] : "");
    event.putObject("headers").put("Content-Type", "application/json");
    ObjectNode context = event.putObject("requestContext").put("requestId", "http-1");
    context.putObject("http").put("method", method).put("path", address[0]);
    if (signed) {
      context
          .putObject("authorizer")
          .putObject("iam")
          .put("userArn", "arn:aws:iam::123456789012:user/ada");
    }
    if (!body.isEmpty()) {
      event.put("body", body.replace('\'', '"')).put("isBase64Encoded", false);
    }
    ObjectNode answer = (ObjectNode) send(event);
    answer.set("body", parse(answer.get("body").asText()));
    toldByTheDescription(method, address[0], answer);
    return answer;
  }

  /// Whatever a test asks for, the OpenAPI file knows the status of the answer.
  private static void toldByTheDescription(String method, String path, JsonNode answer) {
    if (Route.find(method, path) instanceof Route.Found.One(Route.Match match)) {
      Route route = match.route();
      String status = answer.path("statusCode").asText();
      JsonNode responses =
          API.path("paths")
              .path(route.path())
              .path(method.toLowerCase(Locale.ROOT))
              .path("responses");
      if (!responses.has(status)) {
        throw new AssertionError(route + " answers " + status + ", which is not told: " + answer);
      }
    }
  }

  private static JsonNode description() {
    try (InputStream in = Host.class.getResourceAsStream("openapi.json")) {
      return JSON.readTree(Objects.requireNonNull(in));
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  /// Uploads a workflow and lets `live` point to it; answers its version.
  String upload(String source) {
    ObjectNode request = JSON.createObjectNode();
    request.put("action", "upload").put("file", "test.flow").put("source", source);
    JsonNode answer = send(request);
    if (!answer.path("body").has("version")) {
      throw new AssertionError(answer.toString());
    }
    return answer.path("body").path("version").asText();
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json.getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new AssertionError(json, e);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    wiring.engine().close();
    services.close();
  }
}
