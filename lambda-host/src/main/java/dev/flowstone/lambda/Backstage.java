package dev.flowstone.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.report.Document;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a [Rehearsal] talks to in place of the services: a server of this process that keeps the
/// items which are put to it, and takes every condition for true.
final class Backstage implements AutoCloseable {
  private static final Value HALF = Value.Double.of(0.5);
  private static final Pattern ASSIGNED = Pattern.compile("(#\\w+) = (:\\w+)");

  private final HttpServer server;
  private final Map<String, Value> items = new HashMap<>();

  private Backstage(HttpServer server) {
    this.server = server;
  }

  static Backstage open() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      Backstage backstage = new Backstage(server);
      server.createContext("/", backstage::answer);
      server.start();
      return backstage;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String target =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target")).orElse("");
      byte[] body = exchange.getRequestBody().readAllBytes();
      byte[] answer =
          ValueJson.parse(body) instanceof ValueJson.Parsed.Ok(Value.Fields request)
              ? answer(target.substring(target.indexOf('.') + 1), request)
                  .json()
                  .getBytes(StandardCharsets.UTF_8)
              : "{}".getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private synchronized Document answer(String operation, Value.Fields request) {
    Optional<Value> item = request.get("Item");
    item.ifPresent(one -> items.put(place(one), one));
    Optional<Value> known = request.get("Key").map(key -> items.get(place(key)));
    Document answer =
        new Document()
            .put(
                "ConsumedCapacity",
                new Document().put("TableName", "rehearsal").put("CapacityUnits", HALF));
    if (known.isPresent()) {
      boolean read = operation.equals("GetItem");
      answer.put(read ? "Item" : "Attributes", read ? known.get() : updated(known.get(), request));
    }
    return answer;
  }

  /// With what is set to plain values.
  private Value updated(Value item, Value.Fields request) {
    Map<Value, Value> fields = new LinkedHashMap<>(fields(item));
    Map<Value, Value> names = fields(request.get("ExpressionAttributeNames").orElse(item));
    Map<Value, Value> values = fields(request.get("ExpressionAttributeValues").orElse(item));
    if (request.get("UpdateExpression").orElse(item) instanceof Value.Text(String expression)) {
      Matcher each = ASSIGNED.matcher(expression);
      while (each.find()) {
        Value name = names.get(new Value.Text(each.group(1)));
        Value value = values.get(new Value.Text(each.group(2)));
        if (name != null && value != null) {
          fields.put(name, value);
        }
      }
    }
    Value updated = new Value.Fields(fields);
    items.put(place(updated), updated);
    return updated;
  }

  private static Map<Value, Value> fields(Value value) {
    return value instanceof Value.Fields(Map<Value, Value> entries) ? entries : Map.of();
  }

  /// Of the item that a key, or an item with its key, names.
  private static String place(Value keyed) {
    return keyed instanceof Value.Fields fields ? fields.get("pk") + " " + fields.get("sk") : "";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
