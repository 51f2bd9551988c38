package dev.flowstone.stdlib;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.handler.PermanentError;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request that may be sent: its url and headers have been looked at.
@SuppressWarnings("ArrayRecordComponent") // opaque bytes, never compared
record HttpOutgoing(
    HttpCall.Method method, URI uri, Map<String, String> headers, byte @Nullable [] body) {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}");
  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0A-\\x1F\\x7F]");
  private static final int LONGEST_URL = 8_000;
  private static final Set<String> OWN =
      Set.of("connection", "content-length", "expect", "host", "upgrade", "transfer-encoding");
  private static final Set<String> CREDENTIALS =
      Set.of("authorization", "cookie", "proxy-authorization");

  /// Throws `HttpUnsendable`.
  static HttpOutgoing of(HttpCall.Request request, String idempotencyKey) {
    URI uri = checked(request.url(), request.query().orElse(Map.of()));
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.put("Idempotency-Key", idempotencyKey);
    request.headers().orElse(Map.of()).forEach((name, value) -> put(headers, name, value));
    byte[] body = null;
    if (request.body().isPresent() && request.body().get() != Value.Null.NULL) {
      boolean text = request.body().get() instanceof Value.Text;
      body = bytes(request.body().get());
      headers.putIfAbsent("Content-Type", text ? "text/plain; charset=utf-8" : "application/json");
    }
    return new HttpOutgoing(request.method(), uri, headers, body);
  }

  /// For messages, without the query: that may hold what is private.
  String line() {
    return method + " " + uri.getScheme() + "://" + uri.getRawAuthority() + uri.getRawPath();
  }

  HttpRequest toRequest() {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri)
            .method(
                method.name(),
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    if (uri.getScheme().equals("http")) {
      // Not every server understands the offer to upgrade that the client would make.
      builder.version(HttpClient.Version.HTTP_1_1);
    }
    headers.forEach(builder::header);
    return builder.build();
  }

  /// Where an answer sends to, unless that is from https to http. Credentials stay with the server
  /// they were for.
  Optional<HttpOutgoing> redirected(HttpResponse<?> response) {
    int status = response.statusCode();
    Optional<String> location = response.headers().firstValue("location");
    if (!Set.of(301, 302, 303, 307, 308).contains(status) || location.isEmpty()) {
      return Optional.empty();
    }
    URI next;
    try {
      next = uri.resolve(new URI(location.get()));
    } catch (URISyntaxException _) {
      return Optional.empty();
    }
    if (!isWeb(next) || (uri.getScheme().equals("https") && !next.getScheme().equals("https"))) {
      return Optional.empty();
    }
    Map<String, String> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    kept.putAll(headers);
    if (!next.getRawAuthority().equalsIgnoreCase(uri.getRawAuthority())) {
      CREDENTIALS.forEach(kept::remove);
    }
    boolean asGet =
        (status == 303 && method != HttpCall.Method.HEAD)
            || (status <= 302 && method == HttpCall.Method.POST);
    if (asGet) {
      kept.remove("Content-Type");
      return Optional.of(new HttpOutgoing(HttpCall.Method.GET, next, kept, null));
    }
    return Optional.of(new HttpOutgoing(method, next, kept, body));
  }

  private static boolean isWeb(URI uri) {
    return uri.getScheme() != null
        && (uri.getScheme().equals("http") || uri.getScheme().equals("https"))
        && uri.getHost() != null;
  }

  private static URI checked(String url, Map<String, Value> query) {
    URI uri;
    try {
      uri = new URI(withQuery(url, query));
    } catch (URISyntaxException e) {
      throw unsendable("the url cannot be read: " + e.getReason());
    }
    if (!isWeb(uri)) {
      throw unsendable("the url must begin with http:// or https:// and name a host");
    }
    if (uri.getRawUserInfo() != null) {
      throw unsendable("the url may not hold a user or a password; use a header");
    }
    return uri;
  }

  private static String withQuery(String url, Map<String, Value> query) {
    int fragment = url.indexOf('#');
    StringBuilder whole = new StringBuilder(fragment < 0 ? url : url.substring(0, fragment));
    for (Map.Entry<String, Value> parameter : query.entrySet()) {
      for (String value : texts(parameter.getKey(), parameter.getValue())) {
        whole
            .append(whole.indexOf("?") < 0 ? '?' : '&')
            .append(encoded(parameter.getKey()))
            .append('=')
            .append(encoded(value));
      }
    }
    if (whole.length() > LONGEST_URL) {
      throw unsendable("the url is longer than " + LONGEST_URL + " characters");
    }
    return whole.toString();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static List<String> texts(String name, Value value) {
    return switch (value) {
      case Value.Null _ -> List.of();
      case Value.Text(String text) -> List.of(text);
      case Value.Items(List<Value> values) -> {
        List<String> texts = new ArrayList<>();
        for (Value element : values) {
          if (element instanceof Value.Items) {
            throw unsendable("the query parameter " + name + " holds a list of lists");
          }
          texts.addAll(texts(name, element));
        }
        yield texts;
      }
      case Value.Fields _ ->
          throw unsendable("the query parameter " + name + " is a map; only plain values fit");
      case Value.Bool _,
          Value.Int _,
          Value.BigInt _,
          Value.Double _,
          Value.Timestamp _,
          Value.Span _,
          Value.Maybe _ ->
          List.of(json(value).replace("\"", ""));
    };
  }

  private static void put(Map<String, String> headers, String name, String value) {
    if (!TOKEN.matcher(name).matches()) {
      throw unsendable("\"" + CONTROL.matcher(name).replaceAll("?") + "\" is no name of a header");
    }
    if (OWN.contains(name.toLowerCase(Locale.ROOT))) {
      throw unsendable("the header " + name + " is set by the client itself");
    }
    if (CONTROL.matcher(value).find()) {
      throw unsendable("the header " + name + " holds a line break or another control character");
    }
    headers.remove(name);
    headers.put(name, value);
  }

  private static byte[] bytes(Value body) {
    String text = body instanceof Value.Text(String plain) ? plain : json(body);
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String json(Value value) {
    return switch (ValueJson.render(value)) {
      case ValueJson.Rendered.Ok(String json) -> json;
      case ValueJson.Rendered.Refused(String message, String path) ->
          throw unsendable("the body is not JSON: " + path + " " + message);
    };
  }

  private static PermanentError unsendable(String problem) {
    return new PermanentError(HttpCall.UNSENDABLE, problem);
  }
}
