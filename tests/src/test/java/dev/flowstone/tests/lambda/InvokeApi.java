package dev.flowstone.tests.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flowstone.lambda.aws.RuntimeApi.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/// The part of Lambda's own interface that invokes a function and waits for its answer.
final class InvokeApi implements AutoCloseable {
  private static final Pattern PATH = Pattern.compile("/2015-03-31/functions/[^/]+/invocations");

  private final HttpServer server;
  private final Functions functions;

  InvokeApi(Functions functions) {
    this.functions = functions;
    try {
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String event = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (!PATH.matcher(exchange.getRequestURI().getRawPath()).matches()
          || exchange.getRequestHeaders().getFirst("Authorization") == null) {
        exchange.sendResponseHeaders(403, -1);
        return;
      }
      String answer =
          switch (functions.invoke(event).join()) {
            case Outcome.Answered(String payload) -> payload;
            case Outcome.Failed(String type, String body) -> failed(exchange, type, body);
            case Outcome.Died() -> failed(exchange, "Runtime.ExitError", "{}");
          };
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("X-Amz-Executed-Version", "1");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private static String failed(HttpExchange exchange, String type, String body) {
    exchange.getResponseHeaders().set("X-Amz-Function-Error", type);
    return body;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
