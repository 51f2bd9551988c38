package dev.flowstone.lambda.answer;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.report.Document;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What came of a request: a status with the meaning that HTTP gives it, and a JSON body. However
/// the request came, the body is the same.
///
/// `spent` tells that a refusal may well be that of a message which was taken before: repeating it
/// is of no use, and nobody need look at it.
public record Answer(int status, Value.Fields body, Map<String, String> headers, boolean spent) {

  private static final int FIRST_REFUSAL = 400;
  private static final int FIRST_FAILURE = 500;

  public Answer {
    headers = Map.copyOf(headers);
  }

  public static Answer ok(Value.Fields body) {
    return of(200, body);
  }

  public static Answer of(int status, Value.Fields body) {
    return new Answer(status, body, Map.of(), false);
  }

  public static Answer refused(Refused kind, String message) {
    return refused(kind, kind.status(), message, Optional.empty());
  }

  /// `next` says what to do about it.
  public static Answer refused(Refused kind, String message, String next) {
    return refused(kind, kind.status(), message, Optional.of(next));
  }

  /// With another status than the usual one of its kind.
  public static Answer refused(Refused kind, int status, String message) {
    return refused(kind, status, message, Optional.empty());
  }

  private static Answer refused(Refused kind, int status, String message, Optional<String> next) {
    Document error =
        new Document().put("code", kind.code()).put("message", message).putText("next", next);
    return of(status, new Document().put("error", error).value());
  }

  /// The same refusal with one more field in its error.
  public Answer detailed(String name, Value detail) {
    Map<Value, Value> error = new LinkedHashMap<>();
    if (body.get("error").orElse(Value.Null.NULL) instanceof Value.Fields(var entries)) {
      error.putAll(entries);
    }
    error.put(new Value.Text(name), detail);
    return new Answer(
        status, new Document().put("error", new Value.Fields(error)).value(), headers, spent);
  }

  public Answer header(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, body, more, spent);
  }

  public Answer whichIsSpent() {
    return new Answer(status, body, headers, true);
  }

  /// Whether it is none of those that say that nothing was done.
  public boolean accepted() {
    return status < FIRST_REFUSAL;
  }

  /// Whether the host or its store failed.
  public boolean failed() {
    return status >= FIRST_FAILURE;
  }

  /// Whether the same request may well succeed later: the host failed, or has too much to do.
  public boolean isPassing() {
    return failed() || status == Refused.TOO_MANY.status();
  }

  /// The status and the code of a refusal, for a log line.
  public String complaint() {
    return error("code").map(code -> status + " " + code).orElseGet(() -> Integer.toString(status));
  }

  /// The same with what it says and what to do, for an error of the function: `503 Unavailable: the
  /// store did not answer -> send the same request again`.
  public String explained() {
    return complaint()
        + error("message").map(": "::concat).orElse("")
        + error("next").map(" -> "::concat).orElse("");
  }

  private Optional<String> error(String name) {
    return body.get("error").orElse(Value.Null.NULL) instanceof Value.Fields error
            && error.get(name).orElse(Value.Null.NULL) instanceof Value.Text(String text)
        ? Optional.of(text)
        : Optional.empty();
  }
}
