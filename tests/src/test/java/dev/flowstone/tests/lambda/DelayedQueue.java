package dev.flowstone.tests.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.report.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;

/// Stands before the queue service and keeps back what is sent with a delay, until its time has
/// come on the clock of the test: the service itself lives in real time.
final class DelayedQueue implements AutoCloseable {
  private static final String SEND = "AmazonSQS.SendMessage";
  private static final String DELAY = "DelaySeconds";
  private static final String TYPE = "application/x-amz-json-1.0";

  private final HttpServer server;
  private final URI behind;
  private final InstantSource clock;
  private final Runnable announced;
  private final HttpClient client = HttpClient.newHttpClient();
  private final List<Held> held = new ArrayList<>();

  private record Held(Instant due, Value.Fields request) {}

  /// Each message that reaches the service is announced just before.
  DelayedQueue(URI behind, InstantSource clock, Runnable announced) {
    this.behind = behind;
    this.clock = clock;
    this.announced = announced;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// Lets through what is due.
  void tick() {
    Instant now = clock.instant();
    for (Held message : due(now)) {
      var _ = forward(json(message.request()));
    }
  }

  private synchronized List<Held> due(Instant now) {
    List<Held> due =
        held.stream()
            .filter(message -> !message.due().isAfter(now))
            .sorted(Comparator.comparing(Held::due))
            .toList();
    held.removeAll(due);
    return due;
  }

  /// Loses what is kept back.
  synchronized void lose() {
    held.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] bytes = exchange.getRequestBody().readAllBytes();
      if (!SEND.equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"))) {
        exchange.sendResponseHeaders(403, -1);
        return;
      }
      Value.Fields request =
          Reading.of(((ValueJson.Parsed.Ok) ValueJson.parse(bytes)).value()).fields();
      Optional<Duration> delay = delay(request);
      if (delay.isPresent()) {
        hold(request, delay.get());
        byte[] answer = json(taken(new Reading(request).text("MessageBody")));
        send(exchange, 200, answer);
      } else {
        HttpResponse<byte[]> response = forward(bytes);
        send(exchange, response.statusCode(), response.body());
      }
    }
  }

  private static Optional<Duration> delay(Value.Fields request) {
    return request.get(DELAY).isPresent()
        ? Optional.of(Duration.ofSeconds(new Reading(request).whole(DELAY)))
            .filter(Duration::isPositive)
        : Optional.empty();
  }

  private synchronized void hold(Value.Fields request, Duration delay) {
    Map<Value, Value> fields = new LinkedHashMap<>(request.entries());
    fields.remove(new Value.Text(DELAY));
    held.add(new Held(clock.instant().plus(delay), new Value.Fields(fields)));
  }

  private static Value taken(String body) {
    return new Document()
        .put("MessageId", UUID.randomUUID().toString())
        .put("MD5OfMessageBody", md5(body))
        .value();
  }

  private HttpResponse<byte[]> forward(byte[] request) {
    announced.run();
    try {
      return client.send(
          HttpRequest.newBuilder(behind)
              .header("Content-Type", TYPE)
              .header("X-Amz-Target", SEND)
              .POST(HttpRequest.BodyPublishers.ofByteArray(request))
              .build(),
          HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static byte[] json(Value value) {
    return ((ValueJson.Rendered.Ok) ValueJson.render(value))
        .json()
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String md5(String body) {
    try {
      byte[] digest =
          MessageDigest.getInstance("MD5").digest(body.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has MD5", e);
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] bytes) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", TYPE);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
  }
}
