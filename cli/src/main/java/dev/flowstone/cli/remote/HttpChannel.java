package dev.flowstone.cli.remote;

import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The REST API of a host.
///
/// A request bears the token of `FLOWSTONE_TOKEN` where there is one; else one to an address of AWS
/// is signed with the credentials that are found.
final class HttpChannel implements Channel {
  static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final int UNAUTHORISED = 401;
  private static final int FORBIDDEN = 403;

  private final URI base;
  private final Optional<String> token;
  private final Optional<Signature> signature;
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  HttpChannel(URI base, AwsSettings settings) {
    this.base = base;
    this.token =
        Optional.ofNullable(settings.environment().get("FLOWSTONE_TOKEN"))
            .filter(text -> !text.isBlank());
    this.signature =
        token.isEmpty() && settings.sign() ? Signature.of(base, settings) : Optional.empty();
    if (token.isPresent() && !base.getScheme().equals("https") && !isLoopback()) {
      throw Problem.usage("the token of FLOWSTONE_TOKEN is not sent over plain http").stop();
    }
  }

  private boolean isLoopback() {
    return base.getHost().equals("localhost") || base.getHost().startsWith("127.");
  }

  @Override
  public HostAnswer ask(HostRequest request) {
    URI address = URI.create(base.toString().replaceAll("/+$", "") + request.path());
    Optional<String> body = request.body().map(HttpChannel::json);
    Duration patience = request.patience().plus(ANSWER);
    HttpRequest.Builder http =
        HttpRequest.newBuilder(address)
            .timeout(patience)
            .method(
                request.method(),
                body.map(BodyPublishers::ofString).orElse(BodyPublishers.noBody()));
    headers(request, address, body).forEach(http::header);
    try {
      return answer(client.send(http.build(), BodyHandlers.ofString()));
    } catch (HttpTimeoutException e) {
      throw Channel.late(base.toString(), patience).stop();
    } catch (ConnectException e) {
      throw Problem.failure("no connection to " + base + reason(e))
          .next("check the address: --url, or FLOWSTONE_URL")
          .stop();
    } catch (IOException e) {
      throw Problem.failure("the connection to " + base + " failed" + reason(e))
          .next("what was sent may have been accepted: look before it is sent again")
          .stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.failure("interrupted").stop();
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? "" : ": " + Printable.line(e.getMessage());
  }

  private Map<String, String> headers(HostRequest request, URI address, Optional<String> body) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    if (body.isPresent()) {
      headers.put("Content-Type", "application/json");
    }
    request.idempotencyKey().ifPresent(key -> headers.put("Idempotency-Key", key));
    token.ifPresent(text -> headers.put("Authorization", "Bearer " + text));
    signature.ifPresent(
        signer -> headers.putAll(signer.headers(request.method(), address, headers, body)));
    return headers;
  }

  static String json(Value value) {
    return switch (ValueJson.render(value)) {
      case ValueJson.Rendered.Ok(String json) -> json;
      case ValueJson.Rendered.Refused(String message, String path) ->
          throw Problem.usage("this cannot be sent: " + message + " at " + path).stop();
    };
  }

  private HostAnswer answer(HttpResponse<String> response) {
    int status = response.statusCode();
    Value body =
        switch (ValueJson.parse(response.body())) {
          case ValueJson.Parsed.Ok(Value value) -> value;
          case ValueJson.Parsed.Malformed _ -> Value.Null.NULL;
        };
    Value.Fields document = body instanceof Value.Fields fields ? fields : Value.Fields.EMPTY;
    boolean ofTheHost = document.get("error").orElse(Value.Null.NULL) instanceof Value.Fields;
    if ((status == UNAUTHORISED || status == FORBIDDEN) && !ofTheHost) {
      throw denied(status).stop();
    }
    if (!(body instanceof Value.Fields)) {
      throw new HostAnswer(status, Value.Fields.EMPTY).problem(base.toString()).stop();
    }
    return new HostAnswer(status, document);
  }

  /// It was not the host that said so, but what stands before it.
  private Problem denied(int status) {
    Problem problem = Problem.failure("access to " + base + " is denied (" + status + ")");
    if (token.isPresent()) {
      return problem.next("check the token in FLOWSTONE_TOKEN");
    }
    return signature.isPresent()
        ? problem.next(
            "the credentials that were found need lambda:InvokeFunctionUrl or execute-api:Invoke;"
                + " choose others with --profile")
        : problem.next(
            "the request was not signed, and bore no token: give AWS credentials (--profile), or"
                + " set FLOWSTONE_TOKEN");
  }

  @Override
  public void close() {
    client.close();
  }
}
