package dev.flowstone.lambda.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The sample events that AWS documents, as they are taken apart.
final class EventReaderTest {

  @Test
  void readsAFunctionUrl() throws IOException {
    HttpCall call = assertInstanceOf(Event.Http.class, sample("function-url.json")).call();

    assertEquals("POST", call.method());
    assertEquals("/executions/order%2F4711/signals/approval", call.path());
    assertEquals(Map.of("parameter1", "value2", "parameter2", "value"), call.query());
    assertEquals(Optional.of("mail-1"), call.header("idempotency-key"));
    assertEquals("arn:aws:iam::111122223333:user/example-user", call.callerName());
    Value approved = new Value.Fields(Map.of(new Value.Text("approved"), new Value.Bool(true)));
    assertEquals(new HttpCall.Body.Json(approved), call.body());
  }

  @Test
  void readsABatchOfAQueue() throws IOException {
    List<Event.Message> messages =
        assertInstanceOf(Event.Queue.class, sample("sqs.json")).messages();

    assertEquals(
        List.of(
            new Event.Message(
                "059f36b4-87a3-44ab-83d2-661975830a7d", "{\"action\":\"wake\",\"name\":\"a\"}")),
        messages);
  }

  @Test
  void readsARequestOfABus() throws IOException {
    Event.Bus bus = assertInstanceOf(Event.Bus.class, sample("eventbridge.json"));

    assertEquals("17793124-05d4-b198-2fde-7ededc63b103", bus.id());
    assertEquals(Optional.of(new Value.Text("start")), bus.request().get("action"));
  }

  @Test
  void readsAnObjectThatWasPut() throws IOException {
    assertEquals(
        new Event.Objects(List.of(new Event.Put("DOC-EXAMPLE-BUCKET", "flows/my order.flow"))),
        sample("s3.json"));
  }

  @Test
  void readsAnObjectThatABucketTellsABusOf() throws IOException {
    assertEquals(
        new Event.Objects(
            List.of(new Event.Put("amzn-s3-demo-bucket1", "uploads/order processing.flow"))),
        sample("s3-eventbridge.json"));
  }

  @Test
  void takesAnythingWithAnActionForADirectRequest() {
    assertInstanceOf(Event.Direct.class, read("{\"action\":\"sweep\"}"));
  }

  @Test
  void leavesOutTheStageOfAnHttpApi() {
    Event event =
        read(
            """
            {"version":"2.0","rawPath":"/prod/executions",
             "requestContext":{"stage":"prod","http":{"method":"GET"}}}
            """);

    assertEquals("/executions", assertInstanceOf(Event.Http.class, event).call().path());
  }

  @Test
  void refusesABodyThatIsNoJson() {
    HttpCall text = http("text/plain", "hello");
    HttpCall broken = http("application/json; charset=utf-8", "{");

    assertEquals(415, assertInstanceOf(HttpCall.Body.Unusable.class, text.body()).status());
    assertEquals(400, assertInstanceOf(HttpCall.Body.Unusable.class, broken.body()).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{}",
        "{\"Records\":[{\"eventSource\":\"aws:kinesis\"}]}",
        "{\"Records\":[7]}",
        "{\"httpMethod\":\"GET\",\"path\":\"/\"}",
        "{\"detail-type\":\"Scheduled Event\",\"detail\":{}}"
      })
  void tellsWhyItKnowsNothingOfAnEvent(String event) {
    assertTrue(!assertInstanceOf(Event.Unknown.class, read(event)).reason().isBlank(), event);
  }

  private static HttpCall http(String type, String body) {
    Event event =
        read(
            """
            {"version":"2.0","rawPath":"/x","headers":{"content-type":"%s"},"body":"%s",
             "requestContext":{"http":{"method":"POST"}}}
            """
                .formatted(type, body));
    return assertInstanceOf(Event.Http.class, event).call();
  }

  private static Event read(String json) {
    return EventReader.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static Event sample(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(EventReaderTest.class.getResourceAsStream(name))) {
      return EventReader.read(in.readAllBytes());
    }
  }
}
