package dev.flowstone.tests.lambda;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.report.Reading;
import dev.flowstone.lambda.aws.RuntimeApi.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// The REST API of the host, as HTTP events that an API Gateway makes of requests.
final class Rest {
  private final Functions functions;

  Rest(Functions functions) {
    this.functions = functions;
  }

  /// `caller` tells whether the gateway has checked a signature.
  record Call(
      String method,
      String path,
      String query,
      Map<String, String> headers,
      Optional<Value> body,
      boolean caller) {

    static Call get(String path) {
      return new Call("GET", path, "", Map.of(), Optional.empty(), true);
    }

    static Call post(String path, Value body) {
      return new Call("POST", path, "", Map.of(), Optional.of(body), true);
    }

    static Call put(String path, Value body) {
      return new Call("PUT", path, "", Map.of(), Optional.of(body), true);
    }

    Call query(String raw) {
      return new Call(method, path, raw, headers, body, caller);
    }

    Call key(String key) {
      return new Call(method, path, query, Map.of("idempotency-key", key), body, caller);
    }

    Call anonymous() {
      return new Call(method, path, query, headers, body, false);
    }

    /// Payload version 2.0.
    String event() {
      Document sent = new Document().put("content-type", "application/json; charset=utf-8");
      headers.forEach(sent::put);
      Document context =
          new Document()
              .put("accountId", LocalAws.ACCOUNT)
              .put("apiId", "api")
              .put("domainName", "api.execute-api.us-east-1.amazonaws.com")
              .put(
                  "http",
                  new Document()
                      .put("method", method)
                      .put("path", path)
                      .put("protocol", "HTTP/1.1")
                      .put("sourceIp", "192.0.2.1")
                      .put("userAgent", "tests"))
              .put("requestId", UUID.randomUUID().toString())
              .put("stage", "$default");
      if (caller) {
        context.put(
            "authorizer",
            new Document()
                .put(
                    "iam",
                    new Document()
                        .put("accountId", LocalAws.ACCOUNT)
                        .put("userArn", "arn:aws:iam::" + LocalAws.ACCOUNT + ":user/claire")));
      }
      Document event =
          new Document()
              .put("version", "2.0")
              .put("routeKey", "$default")
              .put("rawPath", path)
              .put("rawQueryString", query)
              .put("headers", sent)
              .put("requestContext", context)
              .put("isBase64Encoded", false);
      body.ifPresent(value -> event.put("body", Json.of(value)));
      return Json.of(event.value());
    }
  }

  record Response(int status, Reading body) {}

  CompletableFuture<Response> send(Call call) {
    return functions.invoke(call.event()).thenApply(Rest::response);
  }

  Response ask(Call call) {
    return send(call)
        .orTimeout(Waiting.PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
        .join();
  }

  Response ask(Call call, Duration time) {
    return functions
        .invoke(call.event(), time)
        .thenApply(Rest::response)
        .orTimeout(Waiting.PATIENCE.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
        .join();
  }

  private static Response response(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered(String payload) -> {
        Reading http = Reading.of(Json.read(payload));
        yield new Response(
            (int) http.whole("statusCode"), Reading.of(Json.read(http.text("body"))));
      }
      case Outcome.Failed _, Outcome.Died _ ->
          throw new IllegalStateException("no answer: " + outcome);
    };
  }
}
