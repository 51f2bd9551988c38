package dev.flowstone.lambda.request;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// One line of the REST API: a method and a path, and the action that they stand for.
///
/// `path` has parameters in braces, each of one segment. `given` are fields that the route itself
/// decides; `query` names the fields that may come in the address. `open` routes need no caller
/// that somebody vouches for. `statuses` are those of its answers beside 400, 403 and 500.
public record Route(
    String method,
    String path,
    String action,
    Map<String, String> given,
    Set<String> query,
    Body body,
    boolean open,
    List<Integer> statuses) {

  /// What the body is to the request.
  public enum Body {
    /// Nothing: there is none.
    NONE,
    /// Its fields are the request's.
    FIELDS,
    /// The whole of it is the field `payload`.
    PAYLOAD
  }

  /// The action of the route that tells the API itself.
  public static final String DESCRIPTION = "openapi";

  private static final String EXECUTION = "/executions/{name}";
  private static final String CALLBACK = "/callbacks/{token}";

  /// All of them.
  public static final List<Route> ALL =
      List.of(
          post("/workflows/{workflow}/executions", "start", Body.FIELDS, 200, 202, 404, 409, 413),
          get("/executions", "list", "workflow", "status", "from", "before", "limit", "after")
              .answering(200, 413),
          get(EXECUTION, "describe").answering(200, 404, 413),
          get(EXECUTION + "/history", "history", "after", "limit").answering(200, 404, 413),
          post(EXECUTION + "/signals/{signal}", "signal", Body.PAYLOAD, 202, 404, 409, 429),
          post(EXECUTION + "/cancel", "cancel", Body.FIELDS, 202, 404, 409, 429),
          post(EXECUTION + "/terminate", "terminate", Body.FIELDS, 202, 404, 409, 429),
          post(EXECUTION + "/redrive", "redrive", Body.FIELDS, 202, 404, 409, 429),
          post(EXECUTION + "/pause", "pause", Body.FIELDS, 202, 404, 409, 429),
          post(EXECUTION + "/resume", "resume", Body.FIELDS, 202, 404, 409, 429),
          callback(CALLBACK, "success", Body.PAYLOAD),
          callback(CALLBACK + "/success", "success", Body.PAYLOAD),
          callback(CALLBACK + "/failure", "failure", Body.FIELDS),
          callback(CALLBACK + "/heartbeat", "heartbeat", Body.NONE),
          put("/workflows", "upload", 200, 201, 422),
          get("/workflows", "workflows").answering(200, 413),
          get("/workflows/{workflow}", "workflows").answering(200, 404, 413),
          put("/workflows/{workflow}/aliases/{alias}", "alias", 200, 404),
          get("/handlers", "handlers").answering(200, 413),
          get("/openapi.json", DESCRIPTION));

  public Route {
    given = Map.copyOf(given);
    query = Set.copyOf(query);
    statuses = List.copyOf(statuses);
  }

  /// What came of looking for a route.
  public sealed interface Found {
    record One(Match match) implements Found {}

    /// The path is known, the method is not; `allowed` are the ones that are.
    record OtherMethod(Set<String> allowed) implements Found {}

    record Nothing() implements Found {}
  }

  /// A route with the parameters of a path, decoded.
  public record Match(Route route, Map<String, String> parameters) {
    public Match {
      parameters = Map.copyOf(parameters);
    }
  }

  /// Finds the route of a request. A segment of the path is decoded after the path is taken apart,
  /// so that names may hold slashes.
  public static Found find(String method, String path) {
    Optional<List<String>> segments = segments(path);
    if (segments.isEmpty()) {
      return new Found.Nothing();
    }
    Set<String> allowed = new TreeSet<>();
    for (Route route : ALL) {
      Optional<Map<String, String>> parameters = route.parameters(segments.get());
      if (parameters.isPresent()) {
        if (route.method.equals(method)) {
          return new Found.One(new Match(route, parameters.get()));
        }
        allowed.add(route.method);
      }
    }
    return allowed.isEmpty() ? new Found.Nothing() : new Found.OtherMethod(allowed);
  }

  private Optional<Map<String, String>> parameters(List<String> segments) {
    List<String> pattern = split(path);
    if (pattern.size() != segments.size()) {
      return Optional.empty();
    }
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < pattern.size(); i++) {
      String part = pattern.get(i);
      String segment = segments.get(i);
      if (part.startsWith("{")) {
        parameters.put(part.substring(1, part.length() - 1), segment);
      } else if (!part.equals(segment)) {
        return Optional.empty();
      }
    }
    return Optional.of(parameters);
  }

  /// The names of the path's parameters.
  public List<String> pathParameters() {
    return split(path).stream()
        .filter(part -> part.startsWith("{"))
        .map(part -> part.substring(1, part.length() - 1))
        .toList();
  }

  private static List<String> split(String path) {
    return Arrays.asList(path.substring(1).split("/", -1));
  }

  /// Empty where the path has an empty segment, or one that is not UTF-8 behind its percent signs.
  private static Optional<List<String>> segments(String path) {
    String clean = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    if (!clean.startsWith("/")) {
      return Optional.empty();
    }
    List<String> segments = new ArrayList<>();
    for (String segment : split(clean)) {
      Optional<String> decoded = decoded(segment);
      if (decoded.isEmpty() || decoded.get().isEmpty()) {
        return Optional.empty();
      }
      segments.add(decoded.get());
    }
    return Optional.of(segments);
  }

  private static Optional<String> decoded(String segment) {
    if (segment.indexOf('%') < 0) {
      return Optional.of(segment);
    }
    byte[] sent = segment.getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[sent.length];
    int length = 0;
    for (int i = 0; i < sent.length; i++) {
      if (sent[i] != '%') {
        bytes[length++] = sent[i];
      } else if (i + 2 < sent.length
          && HexFormat.isHexDigit(sent[i + 1])
          && HexFormat.isHexDigit(sent[i + 2])) {
        bytes[length++] =
            (byte) (HexFormat.fromHexDigit(sent[i + 1]) << 4 | HexFormat.fromHexDigit(sent[i + 2]));
        i += 2;
      } else {
        return Optional.empty();
      }
    }
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    return text.indexOf('\ufffd') < 0 ? Optional.of(text) : Optional.empty();
  }

  private Route answering(Integer... codes) {
    return new Route(method, path, action, given, query, body, open, List.of(codes));
  }

  private static Route get(String path, String action, String... query) {
    return new Route("GET", path, action, Map.of(), Set.of(query), Body.NONE, false, List.of(200));
  }

  private static Route post(String path, String action, Body body, Integer... codes) {
    return new Route("POST", path, action, Map.of(), Set.of(), body, false, List.of(codes));
  }

  private static Route put(String path, String action, Integer... codes) {
    return new Route("PUT", path, action, Map.of(), Set.of(), Body.FIELDS, false, List.of(codes));
  }

  private static Route callback(String path, String result, Body body) {
    return new Route(
        "POST",
        path,
        "callback",
        Map.of("result", result),
        Set.of(),
        body,
        true,
        List.of(202, 404, 409, 429));
  }
}
