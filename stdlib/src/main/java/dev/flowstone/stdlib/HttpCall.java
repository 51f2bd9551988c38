package dev.flowstone.stdlib;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.Described;
import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import dev.flowstone.interpreter.handler.TransientError;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `http.request(method, url, query?, headers?, body?)`
@Handler(
    name = "http.request",
    description =
        "Sends an HTTP request, with the step's idempotency key as its Idempotency-Key header, and"
            + " gives the answer.")
@Raises(
    name = HttpCall.UNAVAILABLE,
    description =
        "No answer, or one that asks to come again: 408, 429 or 5xx. Data: status, body,"
            + " retry_after.")
@Raises(
    name = HttpCall.REJECTED,
    permanent = true,
    description = "Any other answer of 4xx. Data: status, body.")
@Raises(
    name = HttpCall.UNSENDABLE,
    permanent = true,
    description = "The url or a header is none; nothing was sent.")
@Raises(
    name = HttpCall.TOO_LARGE,
    description =
        "The answer is longer than 5 MiB. Not tried again, although the request has been served.")
public final class HttpCall implements StepHandler<HttpCall.Request, HttpCall.Answer> {
  static final String UNAVAILABLE = "HttpUnavailable";
  static final String REJECTED = "HttpRejected";
  static final String UNSENDABLE = "HttpUnsendable";
  static final String TOO_LARGE = "HttpTooLarge";

  /// The methods that a workflow may use.
  public enum Method {
    GET,
    HEAD,
    POST,
    PUT,
    PATCH,
    DELETE,
    OPTIONS
  }

  public record Request(
      Method method,
      @Described("With http or https.") String url,
      @Described("Added to the url: a plain value, or a list of such for a repeated parameter.")
          Optional<Map<String, Value>> query,
      Optional<Map<String, String>> headers,
      @Described("Text is sent as it is; anything else as JSON.") Optional<Value> body) {}

  public record Answer(
      int status,
      @Described("By lower-case name; several of one name are joined with commas.")
          Map<String, String> headers,
      @Described("Parsed where the answer is JSON, else text; null where there is none.")
          Value body) {}

  /// What both errors tell. `status` is absent where nothing came back.
  record Refusal(Optional<Integer> status, Value body, Optional<Duration> retryAfter) {}

  static final int BODY_LIMIT = 5 << 20;
  private static final int MOST_REDIRECTS = 5;
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);

  private static final class Shared {
    static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT_WITHIN)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(
                Optional.ofNullable(ProxySelector.getDefault()).orElse(HttpClient.Builder.NO_PROXY))
            .build();
  }

  @Override
  public Answer handle(Request request, StepContext context) throws InterruptedException {
    HttpOutgoing outgoing = HttpOutgoing.of(request, context.idempotencyKey());
    HttpResponse<HttpBody> response = send(outgoing, context);
    for (int i = 0; i < MOST_REDIRECTS; i++) {
      Optional<HttpOutgoing> next = outgoing.redirected(response);
      if (next.isEmpty()) {
        break;
      }
      outgoing = next.get();
      response = send(outgoing, context);
    }
    return answer(outgoing, response);
  }

  private static HttpResponse<HttpBody> send(HttpOutgoing outgoing, StepContext context)
      throws InterruptedException {
    long millis = Math.max(1, context.remaining().toMillis());
    CompletableFuture<HttpResponse<HttpBody>> pending =
        Shared.CLIENT.sendAsync(
            outgoing.toRequest(), info -> new HttpBody.Reader(info.headers(), BODY_LIMIT));
    try {
      return pending.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw unavailable(outgoing, "did not answer within " + millis + " ms", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof IOException) {
        throw unavailable(outgoing, "cannot be reached: " + told(cause), cause);
      }
      throw new PermanentError(UNSENDABLE, outgoing.line() + ": " + told(cause), null, cause);
    } finally {
      // Without effect once it is done; else it ends an exchange that nobody waits for.
      pending.cancel(true);
    }
  }

  private static String told(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }

  private static TransientError unavailable(
      HttpOutgoing outgoing, String problem, Throwable cause) {
    return new TransientError(
        UNAVAILABLE,
        outgoing.line() + " " + problem,
        new Refusal(Optional.empty(), Value.Null.NULL, Optional.empty()),
        cause);
  }

  private static Answer answer(HttpOutgoing outgoing, HttpResponse<HttpBody> response) {
    int status = response.statusCode();
    HttpBody body = response.body();
    if (status >= 400) {
      boolean again = status == 408 || status == 429 || status >= 500;
      String message = outgoing.line() + " answered " + status;
      Refusal refusal =
          new Refusal(
              Optional.of(status), body.excerpt(), again ? body.retryAfter() : Optional.empty());
      throw again
          ? new TransientError(UNAVAILABLE, message, refusal)
          : new PermanentError(REJECTED, message, refusal);
    }
    if (!body.whole()) {
      throw new PermanentError(
          TOO_LARGE, outgoing.line() + " answered with more than " + BODY_LIMIT + " bytes");
    }
    return new Answer(status, body.headerFields(), body.value());
  }
}
