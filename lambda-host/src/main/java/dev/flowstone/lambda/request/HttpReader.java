package dev.flowstone.lambda.request;

import dev.flowstone.grammar.value.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Turns a call of a route into the one JSON form of requests.
public final class HttpReader {

  private HttpReader() {}

  /// What came of reading.
  public sealed interface Reading {
    /// `delivery` is what makes it count once.
    record Ok(Value.Fields request, String delivery) implements Reading {}

    record Bad(int status, String problem) implements Reading {}
  }

  public static Reading read(HttpCall call, Route.Match match) {
    Route route = match.route();
    Map<Value, Value> fields = new LinkedHashMap<>();
    Optional<Reading> refused = body(route, call.body(), fields);
    if (refused.isPresent()) {
      return refused.get();
    }
    for (Map.Entry<String, String> each : call.query().entrySet()) {
      if (!route.query().contains(each.getKey())) {
        return new Reading.Bad(400, "\"" + each.getKey() + "\" is no parameter of this address");
      }
      put(fields, each.getKey(), each.getValue());
    }
    Optional<String> once = call.header("idempotency-key");
    match.parameters().forEach((name, value) -> put(fields, name, value));
    route.given().forEach((name, value) -> put(fields, name, value));
    put(fields, "action", route.action());
    if (route.action().equals("start") && once.isPresent()) {
      fields.putIfAbsent(new Value.Text("name"), new Value.Text(once.get()));
    }
    return new Reading.Ok(new Value.Fields(fields), once.orElse(call.id()));
  }

  private static Optional<Reading> body(Route route, HttpCall.Body body, Map<Value, Value> fields) {
    return switch (body) {
      case HttpCall.Body.None() -> Optional.empty();
      case HttpCall.Body.Unusable(int status, String problem) ->
          Optional.of(new Reading.Bad(status, problem));
      case HttpCall.Body.Json(Value value) ->
          switch (route.body()) {
            case NONE -> Optional.empty();
            case PAYLOAD -> {
              fields.put(new Value.Text("payload"), value);
              yield Optional.empty();
            }
            case FIELDS -> {
              if (value instanceof Value.Fields(Map<Value, Value> entries)) {
                fields.putAll(entries);
                yield Optional.empty();
              }
              yield Optional.of(new Reading.Bad(400, "the body must be a JSON object"));
            }
          };
    };
  }

  private static void put(Map<Value, Value> fields, String name, String text) {
    fields.put(new Value.Text(name), new Value.Text(text));
  }
}
