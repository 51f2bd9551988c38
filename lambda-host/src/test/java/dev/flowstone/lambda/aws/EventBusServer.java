package dev.flowstone.lambda.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

/// An event bus for tests: takes PutEvents and keeps what came.
public final class EventBusServer implements AutoCloseable {

  /// "PutEvents" in the quotas of EventBridge: ten entries a request, and their whole size.
  private static final int MOST_ENTRIES = 10;

  private static final int LARGEST_REQUEST = 256 * 1024;

  private final LocalHttp http = LocalHttp.start(0, this::handle);
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger failures = new AtomicInteger();

  /// What was put; `detail` is JSON text.
  public record Event(String bus, String source, String detailType, String detail) {}

  public static EventBusServer start() {
    return new EventBusServer();
  }

  private EventBusServer() {}

  public URI endpoint() {
    return http.endpoint();
  }

  public EventBridgeClient client() {
    return EventBridgeClient.builder()
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(DynamoDb.credentials())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  /// All events so far, in the order they came.
  public List<Event> events() {
    return List.copyOf(events);
  }

  /// Answers so many requests to come with an error of the service.
  public void failNext(int requests) {
    failures.set(requests);
  }

  @Override
  public void close() {
    http.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] bytes = LocalHttp.body(exchange);
      try {
        if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
          throw new ServiceException(500, "InternalException", "The service is not well");
        }
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        if (!"AWSEvents.PutEvents".equals(target)) {
          throw new ServiceException(400, "UnknownOperationException", "not served: " + target);
        }
        ObjectNode answer = put(AttributeJson.JSON.readTree(bytes));
        LocalHttp.send(exchange, 200, answer);
      } catch (ServiceException e) {
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("__type", e.code()).put("message", e.text());
        LocalHttp.send(exchange, e.status(), error);
      }
    }
  }

  private ObjectNode put(JsonNode request) {
    JsonNode entries = request.path("Entries");
    if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
      throw ServiceException.invalid("1 to 10 entries are put at once, not " + entries.size());
    }
    int size = 0;
    for (JsonNode entry : entries) {
      for (String member : List.of("Source", "DetailType", "Detail")) {
        size += Attribute.utf8Length(entry.path(member).asText());
      }
    }
    if (size > LARGEST_REQUEST) {
      throw ServiceException.invalid("Total size of the entries in the request is over the limit.");
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode results = answer.putArray("Entries");
    int failed = 0;
    for (JsonNode entry : entries) {
      String complaint = complaint(entry);
      ObjectNode result = results.addObject();
      if (complaint.isEmpty()) {
        events.add(
            new Event(
                entry.path("EventBusName").asText("default"),
                entry.path("Source").asText(),
                entry.path("DetailType").asText(),
                entry.path("Detail").asText()));
        result.put("EventId", java.util.UUID.randomUUID().toString());
      } else {
        failed++;
        result.put("ErrorCode", "InvalidArgument").put("ErrorMessage", complaint);
      }
    }
    return answer.put("FailedEntryCount", failed);
  }

  private static String complaint(JsonNode entry) {
    for (String member : List.of("Source", "DetailType", "Detail")) {
      if (entry.path(member).asText().isEmpty()) {
        return "Parameter "
            + member
            + " is not valid. Reason: "
            + member
            + " is a required argument.";
      }
    }
    if (entry.path("Source").asText().startsWith("aws.")) {
      return "Parameter Source is not valid. Reason: NotAuthorizedForSource";
    }
    if (entry.path("DetailType").asText().length() > 128) {
      return "Parameter DetailType is not valid. Reason: longer than 128 characters";
    }
    try {
      boolean isObject = AttributeJson.JSON.readTree(entry.path("Detail").asText()).isObject();
      return isObject ? "" : "Detail is malformed.";
    } catch (JsonProcessingException e) {
      return "Detail is malformed.";
    }
  }
}
