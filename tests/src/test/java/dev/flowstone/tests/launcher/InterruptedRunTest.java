package dev.flowstone.tests.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run that ends in the middle of a step, killed or told to, and goes on in another process.
///
/// The steps are calls to a server of the test, which so remembers what was done outside the store.
class InterruptedRunTest {
  private static final String FLOW =
      """
      workflow two_calls
      input {base: string}
      retry soon = 5 attempts, backoff 100ms..500ms
      first = step http.request(method: "POST", url: "${input.base}/first") retry soon
      second = step http.request(method: "POST", url: "${input.base}/second") retry soon timeout 5m
      return [first.status, second.status]
      """;

  private record Call(String path, String key) {}

  @TempDir private Path folder;
  private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();
  private final CountDownLatch answered = new CountDownLatch(1);
  private HttpServer server;
  private Terminal terminal;
  private String input;

  @BeforeEach
  void aServerWhoseSecondAnswerIsSlow() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
    terminal = new Terminal(folder);
    Files.writeString(folder.resolve("two_calls.flow"), FLOW);
    input = "{\"base\": \"http://127.0.0.1:" + server.getAddress().getPort() + "\"}";
  }

  @AfterEach
  void theServerStops() {
    answered.countDown();
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    calls.add(new Call(path, exchange.getRequestHeaders().getFirst("Idempotency-Key")));
    if (path.equals("/second")) {
      try {
        answered.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    exchange.sendResponseHeaders(200, -1);
    exchange.close();
  }

  private Call nextCall() throws InterruptedException {
    Call call = calls.poll(10, TimeUnit.MINUTES);
    assertNotNull(call, "no call came");
    return call;
  }

  private Terminal.Running untilTheSecondCall() throws Exception {
    Terminal.Running running =
        terminal.start("run", "two_calls.flow", "--name", "calls-1", "--input", input);
    assertEquals("/first", nextCall().path());
    return running;
  }

  @Test
  void aKilledRunGoesOnWithTheStepThatWasInFlight() throws Exception {
    Terminal.Running running = untilTheSecondCall();
    Call interrupted = nextCall();
    running.kill();
    answered.countDown();
    Terminal.Ran resumed = terminal.flow("resume");
    assertEquals(0, resumed.exitCode(), resumed.toString());
    List<Call> repeated = new ArrayList<>();
    calls.drainTo(repeated);
    assertEquals(List.of(interrupted), repeated, "the first step again, or another key");
    assertEquals("SUCCEEDED", Terminal.text(terminal.status("calls-1"), "status"));
  }

  @Test
  void ctrlCLetsTheStepEndAndSaysHowToGoOn() throws Exception {
    Terminal.Running running = untilTheSecondCall();
    nextCall();
    running.pressCtrlC();
    Terminal.Ran stopped = running.ended();
    assertEquals(130, stopped.exitCode(), stopped.toString());
    assertTrue(stopped.out().contains("resume calls-1"), stopped.toString());
    answered.countDown();
    Terminal.Ran resumed = terminal.flow("resume", "calls-1");
    assertEquals(0, resumed.exitCode(), resumed.toString());
    String result = terminal.flow("status", "calls-1", "--json").out();
    assertTrue(result.contains("\"result\": [200,200]"), result);
  }
}
