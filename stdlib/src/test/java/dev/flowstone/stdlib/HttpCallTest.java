package dev.flowstone.stdlib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.handler.Reply;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepLogger;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class HttpCallTest {

  record Seen(String method, String uri, com.sun.net.httpserver.Headers headers, String body) {}

  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
  private HttpServer server;
  private HttpServer elsewhere;

  @BeforeEach
  void start() throws IOException {
    server = serve();
    elsewhere = serve();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    elsewhere.stop(0);
  }

  private static HttpServer serve() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    return server;
  }

  private static String base(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// `headers` are `name: value` lines.
  private void answer(HttpServer at, String path, int status, String headers, String body) {
    at.createContext(
        path,
        exchange -> {
          seen.add(seen(exchange));
          headers
              .lines()
              .map(line -> line.split(": ", 2))
              .forEach(line -> exchange.getResponseHeaders().add(line[0], line[1]));
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          boolean head = exchange.getRequestMethod().equals("HEAD") || bytes.length == 0;
          exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
          try (var out = exchange.getResponseBody()) {
            if (!head) {
              out.write(bytes);
            }
          }
        });
  }

  private static Seen seen(HttpExchange exchange) throws IOException {
    return new Seen(
        exchange.getRequestMethod(),
        exchange.getRequestURI().toString(),
        exchange.getRequestHeaders(),
        new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  @Test
  void jsonIsSentAndParsedAndTheKeyGoesOut() throws Exception {
    answer(
        server,
        "/orders",
        201,
        "Content-Type: application/json; charset=utf-8\nX-Two: a\nX-Two: b",
        "{\"id\": 17, \"total\": 10.50}");
    Value.Fields answer =
        completed(
            """
            {"method": "POST", "url": "%s/orders?a=1", "query": {"q": "ä &", "n": [1, true], "none": null},
             "headers": {"X-Trace": "t-1"}, "body": {"sku": "S", "count": 2}}\
            """
                .formatted(base(server)));
    assertEquals(json("201"), answer.get("status").orElseThrow());
    assertEquals(json("{\"id\": 17, \"total\": 10.50}"), answer.get("body").orElseThrow());
    Value.Fields headers = (Value.Fields) answer.get("headers").orElseThrow();
    assertEquals(Optional.of(new Value.Text("a, b")), headers.get("x-two"));
    Seen request = seen.take();
    assertEquals("POST", request.method());
    assertEquals("/orders?a=1&q=%C3%A4%20%26&n=1&n=true", request.uri());
    assertEquals("{\"sku\":\"S\",\"count\":2}", request.body().replace(" ", ""));
    assertEquals("application/json", request.headers().getFirst("Content-Type"));
    assertEquals("key-1", request.headers().getFirst("Idempotency-Key"));
    assertEquals("t-1", request.headers().getFirst("X-Trace"));
  }

  @Test
  void textIsSentAndGivenAsItIs() throws Exception {
    answer(server, "/text", 200, "Content-Type: text/html", "<p>grüß</p>");
    Value.Fields answer =
        completed(
            "{\"method\": \"PUT\", \"url\": \"%s/text\", \"body\": \"plain\"}"
                .formatted(base(server)));
    assertEquals(new Value.Text("<p>grüß</p>"), answer.get("body").orElseThrow());
    Seen request = seen.take();
    assertEquals("plain", request.body());
    assertEquals("text/plain; charset=utf-8", request.headers().getFirst("Content-Type"));
  }

  @Test
  void anEmptyBodyIsNullAndBrokenJsonIsText() throws Exception {
    answer(server, "/empty", 204, "", "");
    answer(server, "/broken", 200, "Content-Type: application/problem+json", "{\"a\": ");
    assertEquals(Optional.of(Value.Null.NULL), completed(get("/empty")).get("body"));
    assertEquals(Optional.of(new Value.Text("{\"a\": ")), completed(get("/broken")).get("body"));
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void anAnswerThatMayPassIsUnavailable(int status) throws Exception {
    answer(
        server,
        "/busy",
        status,
        "Content-Type: application/json\nRetry-After: 120",
        "{\"why\": \"busy\"}");
    Reply.Failed failed = failed(get("/busy"));
    assertEquals("HttpUnavailable", failed.error());
    assertEquals("GET " + base(server) + "/busy answered " + status, failed.message());
    assertEquals(
        Optional.of(
            json(
                "{\"status\": %d, \"body\": {\"why\": \"busy\"}, \"retry_after\": \"120s\"}"
                    .formatted(status))),
        failed.data());
    assertTrue(!failed.permanent() && !failed.certain());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404, 409, 422})
  void anyOtherAnswerOf4xxIsARejection(int status) throws Exception {
    answer(server, "/no", status, "Content-Type: text/plain", "no");
    Reply.Failed failed = failed(get("/no?token=private"));
    assertEquals("HttpRejected", failed.error());
    assertEquals("GET " + base(server) + "/no answered " + status, failed.message());
    assertEquals(
        Optional.of(
            json("{\"status\": %d, \"body\": \"no\", \"retry_after\": null}".formatted(status))),
        failed.data());
    assertTrue(failed.permanent() && failed.certain());
  }

  @Test
  void aRetryAfterDateIsTakenAgainstTheServersOwnClock() throws Exception {
    answer(server, "/later", 503, "Retry-After: Wed, 21 Oct 2099 07:28:00 GMT", "");
    assertEquals(
        Optional.of(new Value.Text("31622400s")),
        ((Value.Fields) failed(get("/later")).data().orElseThrow()).get("retry_after"));
  }

  @Test
  void aLongErrorBodyIsCut() throws Exception {
    answer(server, "/long", 400, "Content-Type: text/plain", "x".repeat(1_000_000));
    Value body =
        ((Value.Fields) failed(get("/long")).data().orElseThrow()).get("body").orElseThrow();
    assertEquals(16_385, ((Value.Text) body).value().length());
  }

  @Test
  void anAnswerThatIsTooLongIsRefusedWithoutBeingTriedAgain() throws Exception {
    answer(server, "/huge", 200, "Content-Type: text/plain", "x".repeat(HttpCall.BODY_LIMIT + 1));
    Reply.Failed failed = failed(get("/huge"));
    assertEquals("HttpTooLarge", failed.error());
    assertTrue(failed.permanent());
    assertTrue(!failed.certain(), "the request has been served");
  }

  @Test
  void aConnectionThatFailsIsUnavailable() throws Exception {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Reply.Failed failed =
        failed("{\"method\": \"GET\", \"url\": \"http://127.0.0.1:%d/\"}".formatted(closed));
    assertEquals("HttpUnavailable", failed.error());
    assertEquals(
        Optional.of(json("{\"status\": null, \"body\": null, \"retry_after\": null}")),
        failed.data());
  }

  @Test
  void theStepsDeadlineEndsTheRequest() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    server.createContext(
        "/slow",
        exchange -> {
          exchange.sendResponseHeaders(200, 10);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    Reply reply = call(get("/slow"), within(Duration.ofMillis(300)));
    release.countDown();
    assertEquals("HttpUnavailable", assertInstanceOf(Reply.Failed.class, reply).error());
  }

  @Test
  void anInterruptEndsTheRequest() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    server.createContext(
        "/slow",
        exchange -> {
          arrived.countDown();
          try {
            release.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
        });
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        Thread.startVirtualThread(() ->
            thrown.set(
                assertThrows(
                    InterruptedException.class,
                    () -> call(get("/slow"), within(Duration.ofMinutes(5))))));
    arrived.await();
    caller.interrupt();
    caller.join();
    release.countDown();
    assertInstanceOf(InterruptedException.class, thrown.get());
  }

  @Test
  void aRedirectIsFollowedAndCredentialsStayWithTheirServer() throws Exception {
    answer(server, "/from", 302, "Location: " + base(elsewhere) + "/to", "");
    answer(elsewhere, "/to", 200, "", "there");
    Value.Fields answer =
        completed(
            """
            {"method": "POST", "url": "%s/from", "body": "b",
             "headers": {"Authorization": "Bearer t", "X-Kept": "k"}}\
            """
                .formatted(base(server)));
    assertEquals(new Value.Text("there"), answer.get("body").orElseThrow());
    assertEquals("Bearer t", seen.take().headers().getFirst("Authorization"));
    Seen second = seen.take();
    assertEquals("GET", second.method());
    assertNull(second.headers().getFirst("Authorization"));
    assertEquals("k", second.headers().getFirst("X-Kept"));
    assertEquals("", second.body());
  }

  @Test
  void aRedirectThatKeepsTheMethodSendsTheBodyAgainAndALoopEnds() throws Exception {
    answer(server, "/loop", 307, "Location: /loop", "");
    Value.Fields answer =
        completed(
            "{\"method\": \"POST\", \"url\": \"%s/loop\", \"body\": \"b\"}"
                .formatted(base(server)));
    assertEquals(json("307"), answer.get("status").orElseThrow());
    assertEquals(6, seen.size());
    assertTrue(seen.stream().allMatch(each -> each.body().equals("b")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "url": "file:///etc/passwd" | the url must begin with http:// or https:// and name a host
          "url": "/orders"            | the url must begin with http:// or https:// and name a host
          "url": "http://a b/"        | the url cannot be read: Illegal character in authority
          "url": "http://u:p@host/"   | the url may not hold a user or a password; use a header
          "url": "http://h/", "headers": {"X": "a\\r\\nHost: evil"} | the header X holds a line break or another control character
          "url": "http://h/", "headers": {"X\\r\\nHost": "evil"} | "X??Host" is no name of a header
          "url": "http://h/", "headers": {"Host": "evil"} | the header Host is set by the client itself
          "url": "http://h/", "query": {"q": {"a": 1}} | the query parameter q is a map; only plain values fit
          """)
  void whatCannotBeSentIsRefused(String arguments, String told) throws Exception {
    Reply.Failed failed = failed("{\"method\": \"GET\", " + arguments + "}");
    assertEquals("HttpUnsendable", failed.error());
    assertEquals(told, failed.message());
    assertTrue(failed.permanent() && failed.certain());
  }

  private String get(String path) {
    return "{\"method\": \"GET\", \"url\": \"%s%s\"}".formatted(base(server), path);
  }

  private static Value.Fields completed(String arguments) throws InterruptedException {
    Reply reply = call(arguments, within(Duration.ofSeconds(20)));
    return (Value.Fields) assertInstanceOf(Reply.Completed.class, reply, reply::toString).output();
  }

  private static Reply.Failed failed(String arguments) throws InterruptedException {
    Reply reply = call(arguments, within(Duration.ofSeconds(20)));
    return assertInstanceOf(Reply.Failed.class, reply, reply::toString);
  }

  private static Reply call(String arguments, StepContext context) throws InterruptedException {
    return StandardHandlers.registry()
        .find("http.request")
        .orElseThrow()
        .call((Value.Fields) json(arguments), context);
  }

  private static StepContext within(Duration time) {
    return new StepContext(
        new StepContext.Identity("orders-1", "e1", "request", "key-1", 1),
        InstantSource.system(),
        Instant.now().plus(time),
        () -> {},
        StepLogger.silent(),
        Optional.empty());
  }

  private static Value json(String text) {
    return switch (ValueJson.parse(text)) {
      case ValueJson.Parsed.Ok(Value value) -> value;
      case ValueJson.Parsed.Malformed problem -> throw new AssertionError(problem.describe());
    };
  }
}
