package dev.flowstone.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// SQS, EventBridge, EventBridge Scheduler and a bucket `uploads` as far as a host calls them: each
/// request is written down, and answered as the service would, or with an error that a test asks
/// for.
public final class Services implements AutoCloseable {
  private static final String BUCKET = "/uploads/";
  private static final byte[] NOTHING = new byte[0];
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpServer http;
  private final List<Sent> sent = new CopyOnWriteArrayList<>();
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();
  private volatile Optional<Failure> failure = Optional.empty();

  /// A request: the operation (`SendMessage`, `PutEvents`, `POST /schedules/…`) and its body.
  public record Sent(String operation, JsonNode body) {}

  private record Failure(String operation, int status, String type) {}

  public Services() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext("/", this::answer);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.start();
  }

  /// From now on requests whose operation begins so are refused.
  public void refuse(String operation, int status, String type) {
    failure = Optional.of(new Failure(operation, status, type));
  }

  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  /// Those whose operation begins so.
  public List<JsonNode> sent(String operation) {
    return sent.stream()
        .filter(one -> one.operation().startsWith(operation))
        .map(Sent::body)
        .toList();
  }

  /// The operations that begin so, as they were called.
  public List<String> operations(String beginning) {
    return sent.stream().map(Sent::operation).filter(one -> one.startsWith(beginning)).toList();
  }

  public void forget() {
    sent.clear();
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  public SqsClient sqs() {
    return SqsClient.builder()
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(c -> c.retryStrategy(s -> s.maxAttempts(1)))
        .build();
  }

  public SchedulerClient scheduler() {
    return SchedulerClient.builder()
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(c -> c.retryStrategy(s -> s.maxAttempts(1)))
        .build();
  }

  public EventBridgeClient events() {
    return EventBridgeClient.builder()
        .endpointOverride(endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .overrideConfiguration(c -> c.retryStrategy(s -> s.maxAttempts(1)))
        .build();
  }

  public S3Client s3() {
    return S3Client.builder()
        .endpointOverride(endpoint())
        .forcePathStyle(true)
        .region(Region.US_EAST_1)
        .credentialsProvider(credentials())
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }

  /// Puts an object where [#s3] finds it; what is put there is as it came, frames and all.
  public void object(String path, String body) {
    object(path, body.getBytes(StandardCharsets.UTF_8));
  }

  public void object(String path, byte[] body) {
    objects.put(path, body);
  }

  public String object(String path) {
    return new String(objects.getOrDefault(path, NOTHING), StandardCharsets.UTF_8);
  }

  private static StaticCredentialsProvider credentials() {
    return StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] bytes = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      if (path.startsWith(BUCKET)) {
        object(exchange, path, bytes);
        return;
      }
      JsonNode body = bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      String operation =
          target == null
              ? exchange.getRequestMethod() + " " + exchange.getRequestURI()
              : target.substring(target.indexOf('.') + 1);
      sent.add(new Sent(operation, body));
      Optional<Failure> refused = failure.filter(one -> operation.startsWith(one.operation()));
      String type = target == null ? "application/json" : "application/x-amz-json-1.1";
      exchange.getResponseHeaders().set("Content-Type", type);
      refused.ifPresent(one -> exchange.getResponseHeaders().set("x-amzn-ErrorType", one.type()));
      byte[] answer =
          refused
              .map(one -> "{\"__type\":\"" + one.type() + "\",\"Message\":\"as asked for\"}")
              .orElseGet(() -> done(operation, body))
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(refused.map(Failure::status).orElse(200), answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private void object(HttpExchange exchange, String path, byte[] sent) throws IOException {
    byte[] found = NOTHING;
    if (exchange.getRequestMethod().equals("PUT")) {
      objects.put(path, sent);
    } else {
      found = objects.getOrDefault(path, NOTHING);
    }
    exchange.sendResponseHeaders(200, found.length == 0 ? -1 : found.length);
    exchange.getResponseBody().write(found);
  }

  private static String done(String operation, JsonNode body) {
    return switch (operation) {
      case "SendMessage" ->
          "{\"MessageId\":\"m-1\",\"MD5OfMessageBody\":\""
              + md5(body.path("MessageBody").asText())
              + "\"}";
      case "PutEvents" -> "{\"FailedEntryCount\":0,\"Entries\":[{\"EventId\":\"e-1\"}]}";
      default ->
          operation.startsWith("POST")
              ? "{\"ScheduleArn\":\"arn:aws:scheduler:us-east-1:123456789012:schedule/g/s\"}"
              : "{}";
    };
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    http.stop(0);
  }
}
