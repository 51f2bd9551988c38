package dev.flowstone.lambda.request;

import dev.flowstone.grammar.value.Value;
import java.util.Map;
import java.util.Optional;

/// An HTTP request as it came in through a function URL or an API gateway.
///
/// `path` is as it was sent, still encoded; names of headers are in lower case; `caller` is what
/// the gateway says of who asks (its authorizer context), and absent where it has checked nobody.
public record HttpCall(
    String method,
    String path,
    Map<String, String> query,
    Map<String, String> headers,
    Body body,
    Value.Fields caller,
    String id) {

  /// What was sent with it.
  public sealed interface Body {
    record None() implements Body {}

    record Json(Value value) implements Body {}

    /// One sentence, and the status that says the same.
    record Unusable(int status, String problem) implements Body {}
  }

  public HttpCall {
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /// The caller's ARN, where the gateway has checked an AWS signature; empty text else.
  public String callerName() {
    return caller.get("iam").orElse(Value.Null.NULL) instanceof Value.Fields iam
            && iam.get("userArn").orElse(Value.Null.NULL) instanceof Value.Text(String arn)
        ? arn
        : "";
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(String::strip).filter(s -> !s.isEmpty());
  }
}
