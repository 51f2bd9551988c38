package dev.flowstone.cli.remote;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.CallbackAnswer;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.store.Query;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Something that is asked of a host, in both of the forms that it can be sent in.
///
/// `direct` is the payload of an invocation; `method`, `path` (with its query), `body` and
/// `idempotencyKey` are its HTTP request. `patience` is how long the answer may take by intention.
public record HostRequest(
    Value.Fields direct,
    String method,
    String path,
    Optional<Value> body,
    Optional<String> idempotencyKey,
    Duration patience) {

  /// Which program a start takes.
  public sealed interface Choice {
    record Alias(String name) implements Choice {}

    record Version(String hash) implements Choice {}
  }

  public static HostRequest start(
      String workflow, String name, Value input, Choice choice, Duration wait) {
    Document body = new Document().put("name", name).put("input", input);
    switch (choice) {
      case Choice.Alias(String alias) -> body.put("alias", alias);
      case Choice.Version(String hash) -> body.put("version", hash);
    }
    body.put("wait", wait);
    return of("start", "POST", "/workflows/" + segment(workflow) + "/executions")
        .named("workflow", workflow)
        .with(body)
        .within(wait);
  }

  public static HostRequest describe(String name) {
    return of("describe", "GET", "/executions/" + segment(name)).named("name", name);
  }

  public static HostRequest list(Query query) {
    Map<String, String> fields = new LinkedHashMap<>();
    query.workflow().ifPresent(workflow -> fields.put("workflow", workflow));
    query.status().ifPresent(status -> fields.put("status", status));
    query.from().ifPresent(from -> fields.put("from", from.toString()));
    query.before().ifPresent(before -> fields.put("before", before.toString()));
    fields.put("limit", String.valueOf(query.limit()));
    query.after().ifPresent(after -> fields.put("after", after));
    return of("list", "GET", "/executions").querying(fields);
  }

  /// A page: `limit` entries after the first `after`.
  public static HostRequest history(String name, int after, int limit) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("after", String.valueOf(after));
    fields.put("limit", String.valueOf(limit));
    return of("history", "GET", "/executions/" + segment(name) + "/history")
        .named("name", name)
        .querying(fields);
  }

  public static HostRequest signal(String name, String signal, Value payload, String key) {
    String path = "/executions/" + segment(name) + "/signals/" + segment(signal);
    HostRequest request =
        of("signal", "POST", path)
            .named("name", name)
            .named("signal", signal)
            .named("payload", payload)
            .named("key", key);
    return new HostRequest(
        request.direct, "POST", path, Optional.of(payload), Optional.of(key), Duration.ZERO);
  }

  public static HostRequest callback(String token, CallbackAnswer answer) {
    String path = "/callbacks/" + segment(token) + "/";
    return switch (answer) {
      case CallbackAnswer.Success(Value payload) -> {
        HostRequest request =
            of("callback", "POST", path + "success")
                .named("token", token)
                .named("result", "success")
                .named("payload", payload);
        yield new HostRequest(
            request.direct,
            "POST",
            request.path,
            Optional.of(payload),
            Optional.empty(),
            Duration.ZERO);
      }
      case CallbackAnswer.Failure(String error, String message, Optional<Value> data) -> {
        Document body = new Document().put("error", error).put("message", message);
        data.ifPresent(given -> body.put("data", given));
        yield of("callback", "POST", path + "failure")
            .named("token", token)
            .named("result", "failure")
            .with(body);
      }
      case CallbackAnswer.Heartbeat() ->
          of("callback", "POST", path + "heartbeat")
              .named("token", token)
              .named("result", "heartbeat");
    };
  }

  /// `cancel`, `terminate`, `redrive`, `pause` or `resume`; an empty reason is none.
  public static HostRequest ask(String action, String name, String reason) {
    return ask(action, name, reason, new Document());
  }

  /// Resumes with another version.
  public static HostRequest move(String name, String version, String reason) {
    return ask("resume", name, reason, new Document().put("version", version));
  }

  private static HostRequest ask(String action, String name, String reason, Document body) {
    if (!reason.isEmpty()) {
      body.put("reason", reason);
    }
    return of(action, "POST", "/executions/" + segment(name) + "/" + action)
        .named("name", name)
        .with(body);
  }

  /// Without an alias, none is moved. `check` only looks.
  public static HostRequest upload(
      String file, String source, Optional<String> alias, boolean check) {
    return of("upload", "PUT", "/workflows")
        .with(
            new Document()
                .put("file", file)
                .put("source", source)
                .put("alias", alias.<Value>map(Value.Text::new).orElse(Value.Null.NULL))
                .put("check", check));
  }

  public static HostRequest workflows(Optional<String> workflow) {
    return workflow
        .map(name -> of("workflows", "GET", "/workflows/" + segment(name)).named("workflow", name))
        .orElseGet(() -> of("workflows", "GET", "/workflows"));
  }

  public static HostRequest alias(String workflow, String alias, String version) {
    String path = "/workflows/" + segment(workflow) + "/aliases/" + segment(alias);
    return of("alias", "PUT", path)
        .named("workflow", workflow)
        .named("alias", alias)
        .with(new Document().put("version", version));
  }

  private static HostRequest of(String action, String method, String path) {
    return new HostRequest(
        new Document().put("action", action).value(),
        method,
        path,
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO);
  }

  /// A field that the HTTP form says elsewhere, as in its path.
  private HostRequest named(String field, String text) {
    return named(field, new Value.Text(text));
  }

  private HostRequest named(String field, Value value) {
    Map<Value, Value> fields = new LinkedHashMap<>(direct.entries());
    fields.put(new Value.Text(field), value);
    return new HostRequest(new Value.Fields(fields), method, path, body, idempotencyKey, patience);
  }

  /// Fields that are the body of the HTTP form.
  private HostRequest with(Document fields) {
    Map<Value, Value> all = new LinkedHashMap<>(direct.entries());
    all.putAll(fields.value().entries());
    return new HostRequest(
        new Value.Fields(all), method, path, Optional.of(fields.value()), idempotencyKey, patience);
  }

  private HostRequest querying(Map<String, String> fields) {
    HostRequest request = this;
    for (Map.Entry<String, String> field : fields.entrySet()) {
      request = request.named(field.getKey(), field.getValue());
    }
    String query =
        fields.entrySet().stream()
            .map(field -> field.getKey() + "=" + segment(field.getValue()))
            .collect(Collectors.joining("&"));
    return new HostRequest(
        request.direct, method, path + "?" + query, body, idempotencyKey, patience);
  }

  private HostRequest within(Duration wait) {
    return new HostRequest(direct, method, path, body, idempotencyKey, wait);
  }

  /// Percent-encoded, as a segment of a path and as a value of a query.
  private static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("*", "%2A");
  }
}
