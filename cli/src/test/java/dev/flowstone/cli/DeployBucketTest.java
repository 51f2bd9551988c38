package dev.flowstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.report.Document;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Workflows that are put into a bucket, with a host that watches it.
class DeployBucketTest {
  private final HostInMemory host = new HostInMemory();
  private final Map<String, String> objects = new ConcurrentHashMap<>();

  @TempDir private Path folder;
  private HttpServer bucket;
  private Session session;

  @BeforeEach
  void aBucketThatAHostWatches() throws IOException {
    bucket = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    bucket.createContext("/", this::handle);
    bucket.start();
    session =
        new Session(folder)
            .file("flows/hello.flow", "workflow hello\n\nreturn {a: 1}\n")
            .with("AWS_ACCESS_KEY_ID", "key")
            .with("AWS_SECRET_ACCESS_KEY", "secret");
  }

  @AfterEach
  void gone() {
    bucket.stop(0);
    host.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    byte[] sent = exchange.getRequestBody().readAllBytes();
    byte[] answer = new byte[0];
    int status = 200;
    if (exchange.getRequestMethod().equals("PUT")) {
      String source = new String(sent, StandardCharsets.UTF_8);
      objects.put(path, source);
      objects.put(path + ".result.json", result(path, source));
    } else if (objects.containsKey(path)) {
      answer = objects.get(path).getBytes(StandardCharsets.UTF_8);
    } else {
      status = 404;
      answer =
          "<Error><Code>NoSuchKey</Code><Message>none</Message></Error>"
              .getBytes(StandardCharsets.UTF_8);
    }
    exchange.sendResponseHeaders(status, answer.length == 0 ? -1 : answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private String result(String path, String source) {
    HostInMemory.Answer answer =
        host.answer(
            new Document()
                .put("action", "upload")
                .put("file", path.substring(path.lastIndexOf('/') + 1))
                .put("source", source)
                .put("alias", "live")
                .value());
    return ValueJson.tagged(
        new Document().put("status", answer.status()).put("body", answer.body()).value());
  }

  private Session.Ran deploy(String... more) {
    String endpoint = "http://127.0.0.1:" + bucket.getAddress().getPort();
    String[] words = {"deploy", "flows", "--bucket", "sources/team", "--endpoint", endpoint};
    return session.flow(
        java.util.stream.Stream.of(words, more)
            .flatMap(java.util.Arrays::stream)
            .toArray(String[]::new));
  }

  @Test
  void theHostsAnswerIsWaitedFor() {
    Session.Ran ran = deploy();

    assertEquals(0, ran.exitCode(), ran.err());
    assertTrue(ran.out().matches("hello  [0-9a-f]{12}  created\\R"), ran.out());
    assertTrue(deploy().out().contains("unchanged"));
    assertTrue(
        objects.keySet().stream().allMatch(key -> key.startsWith("/sources/team/")),
        objects.toString());
  }

  @Test
  void whatTheHostRefusesIsTold() {
    session.file("flows/order.flow", "workflow order\n\nstep shop.ship()\n");
    Session.Ran ran = deploy();

    assertEquals(1, ran.exitCode(), ran.err());
    assertTrue(ran.out().contains("flows/order.flow:3:6: error: this host has no"), ran.out());
    assertTrue(ran.out().contains("hello  "), ran.out());
  }

  @Test
  void whatTheHostWouldNotLookAtIsNotPutThere() {
    session.file("old/hello.FLOW", "workflow hello\n\nreturn 1\n");
    Session.Ran ran =
        session.flow("deploy", "old/hello.FLOW", "--bucket", "sources", "--endpoint", "http://x");

    assertEquals(2, ran.exitCode(), ran.err());
    assertTrue(ran.err().contains("would not look at old/hello.FLOW"), ran.err());
    assertTrue(objects.isEmpty(), objects.toString());
  }

  @Test
  void aBucketMovesLiveAndNothingElse() {
    assertEquals(2, deploy("--check").exitCode());
    assertEquals(2, deploy("--alias", "canary").exitCode());
  }
}
