package dev.flowstone.workflows.assistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.flowstone.interpreter.handler.HandlerError;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.Secret;
import dev.flowstone.interpreter.handler.TransientError;
import dev.flowstone.workflows.assistant.LanguageModel.Question;
import dev.flowstone.workflows.assistant.LanguageModel.Task;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpModelTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  record Seen(JsonNode body, String authorization) {}

  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
  private HttpServer server;
  private int status = 200;
  private String content = "";

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/v1/chat/completions",
        exchange -> {
          seen.add(
              new Seen(
                  JSON.readTree(exchange.getRequestBody()),
                  exchange.getRequestHeaders().getFirst("Authorization")));
          byte[] answer =
              JSON.writeValueAsString(
                      Map.of("choices", List.of(Map.of("message", Map.of("content", content)))))
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void theQuestionIsAskedAndTheAnswerTaken() throws Exception {
    content = "Here you are:\n```json\n[\"one\", \" two \", 3, \"four\"]\n```";
    assertEquals(
        List.of("one", "two"),
        model(Optional.of(Secret.of("sk-1"))).answer(new Question(Task.SUMMARY, "A text.", 2)));
    Seen request = seen.take();
    assertEquals("Bearer sk-1", request.authorization());
    assertEquals("small-model", request.body().get("model").asText());
    assertTrue(request.body().at("/messages/0/content").asText().contains("at most 2 sentences"));
    assertEquals("A text.", request.body().at("/messages/1/content").asText());
  }

  @Test
  void anEndpointWithoutAKeyGetsNone() throws Exception {
    content = "[]";
    assertEquals(List.of(), model(Optional.empty()).answer(new Question(Task.KEYWORDS, "x", 2)));
    assertNull(seen.take().authorization());
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503})
  void aBusyModelIsAskedAgain(int busy) {
    status = busy;
    assertEquals("ModelUnavailable", raised(TransientError.class).name());
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 404})
  void aRefusalIsFinal(int refusal) {
    status = refusal;
    assertEquals("ModelRejected", raised(PermanentError.class).name());
  }

  @ParameterizedTest
  @ValueSource(strings = {"I would rather not.", "[\"one\", ", "] ["})
  void anAnswerInNoFormIsAskedForAgain(String answer) {
    content = answer;
    assertEquals("ModelAnswerUnusable", raised(TransientError.class).name());
  }

  @Test
  void aModelThatIsNotThereIsAskedAgain() {
    server.stop(0);
    assertEquals("ModelUnavailable", raised(TransientError.class).name());
  }

  private <E extends HandlerError> E raised(Class<E> type) {
    return assertThrows(
        type, () -> model(Optional.empty()).answer(new Question(Task.SUMMARY, "x", 2)));
  }

  private HttpModel model(Optional<Secret> key) {
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/");
    return new HttpModel(base, "small-model", key);
  }
}
