package dev.flowstone.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.report.Document;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/// The two doors of a deployed host on a port of this machine: Lambda's invoke API, and the REST
/// API. Both lead to the same requests.
final class HostDoors implements AutoCloseable {
  private static final String INVOKE = "/2015-03-31/functions/";

  private final HttpServer server;
  private final Function<Value.Fields, HostInMemory.Answer> host;
  private final List<Seen> seen = new CopyOnWriteArrayList<>();
  private volatile Raw instead = Raw.NOTHING;

  /// A request as it came in.
  record Seen(String method, String address, Map<String, String> headers, Value.Fields fields) {}

  /// An answer that is none of the host's.
  record Raw(int status, Map<String, String> headers, String body) {
    static final Raw NOTHING = new Raw(0, Map.of(), "");
  }

  HostDoors(Function<Value.Fields, HostInMemory.Answer> host) throws IOException {
    this.host = host;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::handle);
    server.start();
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  Seen last() {
    return seen.getLast();
  }

  /// Answers so from now on, whatever is asked.
  void answering(Raw answer) {
    instead = answer;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String address = exchange.getRequestURI().toString();
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    boolean direct = address.startsWith(INVOKE);
    Value.Fields fields = direct ? (Value.Fields) parsed(body) : fields(exchange, body);
    Map<String, String> headers = new LinkedHashMap<>();
    exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
    seen.add(new Seen(exchange.getRequestMethod(), address, headers, fields));
    if (instead.status() != 0) {
      instead.headers().forEach((name, value) -> exchange.getResponseHeaders().add(name, value));
      respond(exchange, instead.status(), instead.body());
      return;
    }
    HostInMemory.Answer answer = host.apply(fields);
    if (direct) {
      respond(
          exchange,
          200,
          json(new Document().put("status", answer.status()).put("body", answer.body()).value()));
    } else {
      respond(exchange, answer.status(), json(answer.body()));
    }
  }

  private static void respond(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  static Value parsed(String json) {
    return ((ValueJson.Parsed.Ok) ValueJson.parse(json)).value();
  }

  private static String json(Value value) {
    return ((ValueJson.Rendered.Ok) ValueJson.render(value)).json();
  }

  /// The REST API as a request: by method and number of segments.
  private static Value.Fields fields(HttpExchange exchange, String body) {
    String[] path = exchange.getRequestURI().getRawPath().substring(1).split("/", -1);
    for (int i = 0; i < path.length; i++) {
      path[i] = URLDecoder.decode(path[i], StandardCharsets.UTF_8);
    }
    Map<String, Value> fields = new LinkedHashMap<>();
    String route = exchange.getRequestMethod() + " " + path[0] + " " + path.length;
    Value sent = body.isEmpty() ? Value.Null.NULL : parsed(body);
    switch (route) {
      case "POST workflows 3" -> put(fields, "action", "start", "workflow", path[1]);
      case "GET executions 1" -> put(fields, "action", "list");
      case "GET executions 2" -> put(fields, "action", "describe", "name", path[1]);
      case "GET executions 3" -> put(fields, "action", "history", "name", path[1]);
      case "POST executions 4" -> {
        put(fields, "action", "signal", "name", path[1], "signal", path[3]);
        put(fields, "key", exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        fields.put("payload", sent);
      }
      case "POST executions 3" -> put(fields, "action", path[2], "name", path[1]);
      case "POST callbacks 3" -> {
        put(fields, "action", "callback", "token", path[1], "result", path[2]);
        fields.put("payload", sent);
      }
      case "PUT workflows 1" -> put(fields, "action", "upload");
      case "GET workflows 1" -> put(fields, "action", "workflows");
      case "GET workflows 2" -> put(fields, "action", "workflows", "workflow", path[1]);
      case "PUT workflows 4" ->
          put(fields, "action", "alias", "workflow", path[1], "alias", path[3]);
      default -> put(fields, "action", "nothing");
    }
    boolean payload = fields.containsKey("payload") && !route.startsWith("PUT");
    if (sent instanceof Value.Fields object
        && (!payload || new Value.Text("failure").equals(fields.get("result")))) {
      object.entries().forEach((name, value) -> fields.put(((Value.Text) name).value(), value));
    }
    String query = exchange.getRequestURI().getRawQuery();
    if (query != null) {
      for (String pair : query.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        put(fields, parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }
    Map<Value, Value> all = new LinkedHashMap<>();
    fields.forEach((name, value) -> all.put(new Value.Text(name), value));
    return new Value.Fields(all);
  }

  private static void put(Map<String, Value> fields, String... pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      fields.put(pairs[i], new Value.Text(pairs[i + 1]));
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
