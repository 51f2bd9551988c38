package dev.flowstone.stdlib;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What came with an answer: headers, and as many bytes as may be. `whole` is false where there
/// were more.
@SuppressWarnings("ArrayRecordComponent") // opaque bytes, never compared
record HttpBody(HttpHeaders headers, byte[] bytes, boolean whole) {
  private static final int EXCERPT = 16 << 10;
  private static final Pattern JSON =
      Pattern.compile("(?i)\\s*application/(?:[\\w.+-]+\\+)?json\\s*(?:;.*)?");
  private static final Pattern CHARSET = Pattern.compile("(?i)charset=\"?([\\w.:-]{1,40})");
  private static final Duration LONGEST_RETRY = Duration.ofDays(366);

  /// Collects at most `limit` bytes and then hangs up.
  static final class Reader implements HttpResponse.BodySubscriber<HttpBody> {
    private final HttpHeaders headers;
    private final int limit;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CompletableFuture<HttpBody> result = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;

    Reader(HttpHeaders headers, int limit) {
      this.headers = headers;
      this.limit = limit;
    }

    @Override
    public CompletionStage<HttpBody> getBody() {
      return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription newSubscription) {
      subscription = newSubscription;
      newSubscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        int taken = Math.min(buffer.remaining(), limit - bytes.size());
        byte[] part = new byte[taken];
        buffer.get(part);
        bytes.writeBytes(part);
        if (buffer.hasRemaining()) {
          Objects.requireNonNull(subscription).cancel();
          result.complete(new HttpBody(headers, bytes.toByteArray(), false));
          return;
        }
      }
    }

    @Override
    public void onError(Throwable problem) {
      result.completeExceptionally(problem);
    }

    @Override
    public void onComplete() {
      result.complete(new HttpBody(headers, bytes.toByteArray(), true));
    }
  }

  Map<String, String> headerFields() {
    Map<String, String> fields = new LinkedHashMap<>();
    headers
        .map()
        .forEach(
            (name, values) -> fields.put(name.toLowerCase(Locale.ROOT), String.join(", ", values)));
    return fields;
  }

  /// JSON that cannot be read is given as the text that it is.
  Value value() {
    if (bytes.length == 0) {
      return Value.Null.NULL;
    }
    if (contentType().map(type -> JSON.matcher(type).matches()).orElse(false)
        && ValueJson.parse(text()) instanceof ValueJson.Parsed.Ok(Value value)) {
      return value;
    }
    return new Value.Text(text());
  }

  /// The same for an error, which the journal keeps: text, and cut, where it is long.
  Value excerpt() {
    if (bytes.length <= EXCERPT) {
      return value();
    }
    String text = text();
    return new Value.Text(text.substring(0, Math.min(text.length(), EXCERPT)) + "…");
  }

  /// `Retry-After`, in seconds or as a date.
  Optional<Duration> retryAfter() {
    return headers
        .firstValue("retry-after")
        .flatMap(this::wait)
        .map(wait -> wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait);
  }

  private Optional<Duration> wait(String retryAfter) {
    if (retryAfter.strip().matches("\\d{1,9}")) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(retryAfter.strip())));
    }
    return date(retryAfter)
        .flatMap(until ->
            headers
                .firstValue("date")
                .flatMap(HttpBody::date)
                .map(now -> Duration.between(now, until)))
        .filter(wait -> !wait.isNegative());
  }

  private static Optional<ZonedDateTime> date(String text) {
    try {
      return Optional.of(ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private Optional<String> contentType() {
    return headers.firstValue("content-type");
  }

  private String text() {
    Charset charset = contentType().flatMap(HttpBody::charset).orElse(StandardCharsets.UTF_8);
    return new String(bytes, charset);
  }

  private static Optional<Charset> charset(String contentType) {
    Matcher matcher = CHARSET.matcher(contentType);
    try {
      return matcher.find() ? Optional.of(Charset.forName(matcher.group(1))) : Optional.empty();
    } catch (IllegalCharsetNameException | UnsupportedCharsetException _) {
      return Optional.empty();
    }
  }
}
