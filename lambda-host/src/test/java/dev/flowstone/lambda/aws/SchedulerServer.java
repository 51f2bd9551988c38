package dev.flowstone.lambda.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.scheduler.SchedulerClient;

/// EventBridge Scheduler in memory, for tests: one-time schedules on a clock that stands until a
/// test moves it.
public final class SchedulerServer implements AutoCloseable {

  private static final String PATH = "/schedules";

  private final LocalHttp http;
  private final Consumer<Firing> target;
  private final Map<String, ScheduleEntry> schedules = new TreeMap<>();
  private final Map<String, ScheduleEntry> finished = new TreeMap<>();
  private Instant now;

  /// What a schedule sends to its target; keywords as `<aws.scheduler.scheduled-time>` are filled
  /// in.
  public record Firing(String schedule, String targetArn, String input, Instant due) {}

  private SchedulerServer(Instant now, Consumer<Firing> target) {
    this.now = now;
    this.target = target;
    this.http = LocalHttp.start(0, this::handle);
  }

  /// Starts at an instant; what becomes due goes to the target.
  public static SchedulerServer start(Instant now, Consumer<Firing> target) {
    return new SchedulerServer(now, target);
  }

  public URI endpoint() {
    return http.endpoint();
  }

  public SchedulerClient client() {
    return SchedulerClient.builder()
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(DynamoDb.credentials())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  /// The names of the schedules that there are, with those that are done but were to be kept.
  public synchronized List<String> names() {
    List<String> names = new ArrayList<>();
    schedules.values().forEach(entry -> names.add(entry.name()));
    finished.values().forEach(entry -> names.add(entry.name()));
    return names.stream().sorted().toList();
  }

  /// Moves the clock, and fires what has become due in the order of its times.
  public void advanceTo(Instant instant) {
    for (ScheduleEntry entry : due(instant)) {
      target.accept(firing(entry));
    }
  }

  private synchronized List<ScheduleEntry> due(Instant instant) {
    if (instant.isAfter(now)) {
      now = instant;
    }
    List<ScheduleEntry> due =
        schedules.values().stream()
            .filter(entry -> entry.isEnabled() && !entry.due().isAfter(now))
            .sorted(Comparator.comparing(ScheduleEntry::due))
            .toList();
    for (ScheduleEntry entry : due) {
      schedules.remove(entry.key());
      if (!entry.isDeletedAfterwards()) {
        finished.put(entry.key(), entry);
      }
    }
    return due;
  }

  private static Firing firing(ScheduleEntry entry) {
    JsonNode aim = entry.body().path("Target");
    String input =
        aim.path("Input")
            .asText("")
            .replace("<aws.scheduler.schedule-arn>", entry.arn())
            .replace("<aws.scheduler.scheduled-time>", entry.due().toString())
            .replace("<aws.scheduler.execution-id>", java.util.UUID.randomUUID().toString())
            .replace("<aws.scheduler.attempt-number>", "1");
    return new Firing(entry.name(), aim.path("Arn").asText(), input, entry.due());
  }

  @Override
  public void close() {
    http.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] bytes = LocalHttp.body(exchange);
      try {
        LocalHttp.send(exchange, 200, answer(exchange, bytes));
      } catch (ServiceException e) {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", e.code());
        ObjectNode error = JsonNodeFactory.instance.objectNode();
        error.put("Message", e.text());
        LocalHttp.send(exchange, e.status(), error);
      }
    }
  }

  private synchronized ObjectNode answer(HttpExchange exchange, byte[] bytes) throws IOException {
    URI uri = exchange.getRequestURI();
    Map<String, String> query = query(uri);
    String method = exchange.getRequestMethod();
    if (uri.getPath().equals(PATH)) {
      return list(query);
    }
    if (!uri.getPath().startsWith(PATH + "/")) {
      throw new ServiceException(404, "UnknownOperationException", "not served here: " + uri);
    }
    String name = uri.getPath().substring(PATH.length() + 1);
    String key = query.getOrDefault("groupName", "default") + "/" + name;
    return switch (method) {
      case "POST" -> create(ScheduleEntry.of(name, body(bytes), now));
      case "PUT" -> update(ScheduleEntry.of(name, body(bytes), now));
      case "GET" -> described(existing(key));
      case "DELETE" -> delete(existing(key));
      default -> throw new ServiceException(405, "UnknownOperationException", method);
    };
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new HashMap<>();
    String raw = uri.getRawQuery();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        query.put(
            parts[0], parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    return query;
  }

  private static ObjectNode body(byte[] bytes) throws IOException {
    try {
      if (AttributeJson.JSON.readTree(bytes) instanceof ObjectNode body) {
        return body;
      }
    } catch (JsonProcessingException e) {
      throw ServiceException.invalid("The body is not JSON");
    }
    throw ServiceException.invalid("The body is no object");
  }

  private ObjectNode create(ScheduleEntry entry) {
    ScheduleEntry existing = schedules.getOrDefault(entry.key(), finished.get(entry.key()));
    if (existing == null) {
      schedules.put(entry.key(), entry);
      return withArn(entry);
    }
    boolean isRepeated =
        entry.body().hasNonNull("ClientToken") && entry.body().equals(existing.body());
    if (!isRepeated) {
      throw new ServiceException(
          409, "ConflictException", "Schedule " + entry.name() + " already exists.");
    }
    return withArn(existing);
  }

  private ObjectNode update(ScheduleEntry entry) {
    existing(entry.key());
    finished.remove(entry.key());
    schedules.put(entry.key(), entry);
    return withArn(entry);
  }

  private ObjectNode delete(ScheduleEntry entry) {
    schedules.remove(entry.key());
    finished.remove(entry.key());
    return JsonNodeFactory.instance.objectNode();
  }

  private ScheduleEntry existing(String key) {
    ScheduleEntry entry = schedules.getOrDefault(key, finished.get(key));
    if (entry == null) {
      throw new ServiceException(
          404, "ResourceNotFoundException", "Schedule " + key + " does not exist.");
    }
    return entry;
  }

  private static ObjectNode withArn(ScheduleEntry entry) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    return answer.put("ScheduleArn", entry.arn());
  }

  private static ObjectNode described(ScheduleEntry entry) {
    ObjectNode answer = entry.body().deepCopy();
    answer.remove("ClientToken");
    answer.put("Name", entry.name());
    answer.put("GroupName", entry.group());
    answer.put("Arn", entry.arn());
    answer.put("CreationDate", entry.created().getEpochSecond());
    answer.put("LastModificationDate", entry.created().getEpochSecond());
    if (!answer.has("State")) {
      answer.put("State", "ENABLED");
    }
    return answer;
  }

  private ObjectNode list(Map<String, String> query) {
    String after = query.getOrDefault("NextToken", "");
    int most = Integer.parseInt(query.getOrDefault("MaxResults", "100"));
    Map<String, ScheduleEntry> all = new TreeMap<>(schedules);
    all.putAll(finished);
    List<ScheduleEntry> found =
        all.values().stream()
            .filter(entry -> entry.key().compareTo(after) > 0)
            .filter(entry -> entry.name().startsWith(query.getOrDefault("NamePrefix", "")))
            .filter(
                entry -> entry.group().equals(query.getOrDefault("ScheduleGroup", entry.group())))
            .limit(most + 1L)
            .toList();
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode list = answer.putArray("Schedules");
    found.stream().limit(most).forEach(entry -> list.add(summary(entry)));
    if (found.size() > most) {
      answer.put("NextToken", found.get(most - 1).key());
    }
    return answer;
  }

  private static ObjectNode summary(ScheduleEntry entry) {
    ObjectNode described = described(entry);
    ObjectNode target = JsonNodeFactory.instance.objectNode();
    target.put("Arn", entry.body().path("Target").path("Arn").asText());
    described.set("Target", target);
    return described.retain(
        "Arn", "CreationDate", "GroupName", "LastModificationDate", "Name", "State", "Target");
  }
}
