package dev.flowstone.lambda.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// The runtime interface of Lambda, for tests: hands invocations to one execution environment,
/// which may poll from several threads, and takes their answers.
public final class RuntimeApi implements AutoCloseable {

  private static final String PATH = "/2018-06-01/runtime/";

  /// "Invocation payload" in the quotas of Lambda.
  private static final int LARGEST_ANSWER = 6 * 1024 * 1024;

  private final LocalHttp http = LocalHttp.start(0, this::handle);
  private final Object lock = new Object();
  private final Deque<Invocation> waiting = new ArrayDeque<>();
  private final Map<String, Invocation> running = new HashMap<>();
  private long environment;
  private int pollers;
  private Optional<String> initError = Optional.empty();

  /// How an invocation ended.
  public sealed interface Outcome {

    record Answered(String payload) implements Outcome {}

    /// The function failed: the type of its error, and what it said of it.
    record Failed(String type, String body) implements Outcome {}

    /// The process ended before the function did.
    record Died() implements Outcome {}
  }

  private record Invocation(
      String id, String event, Duration time, CompletableFuture<Outcome> outcome) {}

  public static RuntimeApi start() {
    return new RuntimeApi();
  }

  private RuntimeApi() {}

  /// What the environment variable `AWS_LAMBDA_RUNTIME_API` holds.
  public String address() {
    return "127.0.0.1:" + http.port();
  }

  /// Has the function called with an event as soon as it polls; its deadline counts from then.
  public CompletableFuture<Outcome> invoke(String event, Duration time) {
    var outcome = new CompletableFuture<Outcome>();
    synchronized (lock) {
      waiting.addLast(new Invocation(UUID.randomUUID().toString(), event, time, outcome));
      lock.notifyAll();
    }
    return outcome;
  }

  /// What the function said when it could not be set up.
  public Optional<String> initError() {
    synchronized (lock) {
      return initError;
    }
  }

  /// Waits until so many threads of the function ask for work; tells whether they do.
  public boolean awaitPollers(int count, Duration patience) {
    return await(() -> pollers >= count, patience);
  }

  /// Waits until the function has taken so many invocations and not ended them.
  public boolean awaitRunning(int count, Duration patience) {
    return await(() -> running.size() >= count, patience);
  }

  private boolean await(BooleanSupplier wanted, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    synchronized (lock) {
      try {
        for (long left = end - System.nanoTime();
            !wanted.getAsBoolean() && left > 0;
            left = end - System.nanoTime()) {
          TimeUnit.NANOSECONDS.timedWait(lock, left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return wanted.getAsBoolean();
    }
  }

  /// The process is gone: what it was at ends, and its parked requests take no further work.
  public void processEnded() {
    List<Invocation> lost;
    synchronized (lock) {
      environment++;
      pollers = 0;
      lost = List.copyOf(running.values());
      running.clear();
      lock.notifyAll();
    }
    lost.forEach(invocation -> invocation.outcome.complete(new Outcome.Died()));
  }

  @Override
  public void close() {
    processEnded();
    http.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      byte[] body = LocalHttp.body(exchange);
      if (path.equals(PATH + "invocation/next")) {
        next(exchange);
      } else if (path.equals(PATH + "restore/next")) {
        accepted(exchange, 200); // a snapshot is taken and restored at once
      } else if (path.equals(PATH + "init/error")) {
        failInit(new String(body, StandardCharsets.UTF_8));
        accepted(exchange, 202);
      } else if (path.matches(PATH + "invocation/[^/]+/(response|error)")) {
        String[] parts = path.substring(PATH.length()).split("/", -1);
        String type = exchange.getRequestHeaders().getFirst("Lambda-Runtime-Function-Error-Type");
        Outcome outcome = outcome(parts[2], type == null ? "" : type, body);
        accepted(exchange, end(parts[1], outcome) ? 202 : 403);
      } else {
        accepted(exchange, 404);
      }
    }
  }

  private void failInit(String error) {
    List<Invocation> all;
    synchronized (lock) {
      initError = Optional.of(error);
      all = List.copyOf(waiting);
      waiting.clear();
    }
    all.forEach(
        invocation -> invocation.outcome.complete(new Outcome.Failed("Runtime.InitError", error)));
  }

  private static Outcome outcome(String kind, String type, byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    if (kind.equals("error")) {
      return new Outcome.Failed(type.isEmpty() ? typeIn(text) : type, text);
    }
    return body.length > LARGEST_ANSWER
        ? new Outcome.Failed("Function.ResponseSizeTooLarge", body.length + " bytes")
        : new Outcome.Answered(text);
  }

  private static String typeIn(String error) {
    try {
      JsonNode node = AttributeJson.JSON.readTree(error);
      return node.path("errorType").asText();
    } catch (IOException e) {
      return "";
    }
  }

  private boolean end(String id, Outcome outcome) {
    Invocation invocation;
    synchronized (lock) {
      invocation = running.remove(id);
    }
    return invocation != null && invocation.outcome.complete(outcome);
  }

  /// Parks the request until there is work. An interface client that finds no content type on the
  /// answer brings down its process.
  private void next(HttpExchange exchange) throws IOException {
    Invocation invocation;
    synchronized (lock) {
      long mine = environment;
      pollers++;
      lock.notifyAll();
      try {
        while (waiting.isEmpty() && mine == environment) {
          lock.wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } finally {
        if (mine == environment) {
          pollers--;
        }
      }
      if (mine != environment) {
        return;
      }
      invocation = waiting.removeFirst();
      running.put(invocation.id, invocation);
      lock.notifyAll();
    }
    var headers = exchange.getResponseHeaders();
    headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id);
    headers.set(
        "Lambda-Runtime-Deadline-Ms",
        Long.toString(System.currentTimeMillis() + invocation.time.toMillis()));
    headers.set(
        "Lambda-Runtime-Invoked-Function-Arn",
        "arn:aws:lambda:us-east-1:000000000000:function:flowstone");
    headers.set("Lambda-Runtime-Trace-Id", "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=0");
    byte[] event = invocation.event.getBytes(StandardCharsets.UTF_8);
    LocalHttp.send(exchange, 200, "application/json", event);
  }

  private static void accepted(HttpExchange exchange, int status) throws IOException {
    LocalHttp.send(
        exchange, status, JsonNodeFactory.instance.objectNode().put("status", "" + status));
  }
}
