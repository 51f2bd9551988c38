package dev.flowstone.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowstone.interpreter.handler.TransientError;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One function, over a DynamoDB in memory and a clock that stands still.
final class HostTest {
  private static final String GREET =
      """
      workflow greet

      input {
        who: string
      }

      greeting = step test.say(what: input.who)
      return greeting.said
      """;

  private static final String APPROVAL =
      """
      workflow approval

      signal approval: {approved: bool}

      decision = wait for approval
        timeout 7d
      return decision.approved
      """;

  private static final String PATIENCE =
      """
      workflow patience

      wait 30d
      return "done"
      """;

  private final Rig rig = new Rig((what, context) -> "hello " + what);

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void startsAndWaitsForTheEnd() {
    rig.upload(GREET);

    JsonNode answer =
        rig.send("{'action':'start','workflow':'greet','name':'g','input':{'who':'Ada'},'wait':5}");

    assertEquals(200, answer.path("status").asInt(), answer.toString());
    assertEquals("hello Ada", answer.path("body").path("result").asText());
    assertTrue(answer.path("body").path("created").asBoolean());
    JsonNode again =
        rig.send("{'action':'start','workflow':'greet','name':'g','input':{'who':'Ada'}}");
    assertEquals(200, again.path("status").asInt());
    assertFalse(again.path("body").path("created").asBoolean());
    JsonNode other =
        rig.send("{'action':'start','workflow':'greet','name':'g','input':{'who':'Eve'}}");
    assertEquals(409, other.path("status").asInt());
    assertEquals("Conflict", other.at("/body/error/code").asText());
  }

  @Test
  void startsWithoutWaitingAndIsWokenByItsMessage() {
    rig.upload(GREET);

    JsonNode answer =
        rig.send("{'action':'start','workflow':'greet','name':'g','input':{'who':'Ada'}}");

    assertEquals(202, answer.path("status").asInt(), answer.toString());
    List<JsonNode> wakes = rig.services.sent("SendMessage");
    assertEquals(1, wakes.size());
    assertEquals(0, wakes.getFirst().path("DelaySeconds").asInt());
    JsonNode woken = queue(wakes.getFirst().path("MessageBody").asText());
    assertEquals(0, woken.path("batchItemFailures").size());
    assertEquals("SUCCEEDED", status("g"));
  }

  @Test
  void waitsForALongTimeWithASchedule() {
    rig.upload(PATIENCE);

    JsonNode answer = rig.send("{'action':'start','workflow':'patience','name':'p','wait':1}");

    assertEquals("WAITING", answer.at("/body/status").asText(), answer.toString());
    assertEquals(1, rig.services.sent("POST /schedules/wake-").size());
    JsonNode schedule = rig.services.sent("POST /schedules/wake-").getFirst();
    assertTrue(
        schedule.path("ScheduleExpression").asText().startsWith("at(2026-03-31T10:00:0"),
        schedule.toString());
    rig.time.advance(Duration.ofDays(30));
    rig.send(schedule.path("Target").path("Input").asText());
    assertEquals("SUCCEEDED", status("p"));
  }

  @Test
  void takesASignalOnceByItsKeyAndGoesOn() {
    rig.upload(APPROVAL);
    rig.send("{'action':'start','workflow':'approval','name':'a','wait':1}");
    rig.services.forget();
    String signal = "/executions/a/signals/approval";

    JsonNode bad = rig.http("POST", signal, "{'approved':'perhaps'}");
    JsonNode first = rig.http("POST", signal, "{'approved':true}");
    JsonNode second = rig.http("POST", signal, "{'approved':true}");

    assertEquals(400, bad.path("statusCode").asInt(), bad.toString());
    assertEquals(202, first.path("statusCode").asInt(), first.toString());
    assertFalse(first.at("/body/duplicate").asBoolean());
    assertTrue(second.at("/body/duplicate").asBoolean(), second.toString());
    // The second wakes too: whoever sent the first may have died before it did.
    assertEquals(2, rig.services.sent("SendMessage").size());
    rig.send("{'action':'wake','name':'a'}");
    assertEquals("SUCCEEDED", status("a"));
  }

  @Test
  void completesACallbackWithNothingButItsToken() {
    rig.upload(APPROVAL);
    JsonNode started = rig.send("{'action':'start','workflow':'approval','name':'a','wait':1}");
    String token = started.at("/body/waiting_for/0/token").asText();

    JsonNode unknown = rig.http("POST", "/callbacks/" + token + "x", "{}", false);
    JsonNode alive = rig.http("POST", "/callbacks/" + token + "/heartbeat", "", false);
    JsonNode done =
        rig.http("POST", "/callbacks/" + token + "/success", "{'approved':false}", false);

    assertEquals(404, unknown.path("statusCode").asInt());
    assertEquals(202, alive.path("statusCode").asInt(), alive.toString());
    assertEquals(202, done.path("statusCode").asInt(), done.toString());
    rig.send("{'action':'wake','name':'a'}");
    assertEquals("SUCCEEDED", status("a"));
  }

  @Test
  void answersAnUnknownExecutionAndAWrongTokenAlike() {
    rig.upload(APPROVAL);
    JsonNode started = rig.send("{'action':'start','workflow':'approval','name':'a','wait':1}");
    String token = started.at("/body/waiting_for/0/token").asText();
    String code = token.substring(token.lastIndexOf('.') + 1);

    JsonNode wrong = rig.http("POST", "/callbacks/YQ.1.AAAAAAAAAAAAAAAAAAAAAA", "{}", false);
    JsonNode unknown = rig.http("POST", "/callbacks/Yg.1." + code, "{}", false);

    assertEquals(wrong, unknown);
  }

  @Test
  void letsAWaitGoWhenTheCallersTimeIsUp() {
    rig.upload(APPROVAL);

    JsonNode answer = rig.send("{'action':'start','workflow':'approval','name':'a','wait':20}");

    assertEquals(202, answer.path("status").asInt());
    assertEquals("WAITING", answer.at("/body/status").asText());
    assertTrue(rig.time.instant().toString().startsWith("2026-03-01T10:00:20"));
  }

  @Test
  void runsMessagesOfABatchAndTellsWhichFailed() {
    rig.upload(GREET);

    JsonNode answer =
        queue(
            "{'action':'start','workflow':'greet','input':{'who':'Ada'}}",
            "this is no JSON",
            "{'action':'start','workflow':'nowhere'}",
            "{'action':'start','workflow':'greet','name':'third','input':{'who':'Eve'}}");

    assertEquals(
        Rig.parse("[{\"itemIdentifier\":\"m-1\"},{\"itemIdentifier\":\"m-2\"}]"),
        answer.path("batchItemFailures"));
    assertEquals("SUCCEEDED", status("greet-m-0"));
    assertEquals("SUCCEEDED", status("third"));
  }

  @Test
  void takesADuplicateOfAMessageForASuccess() {
    rig.upload(APPROVAL);
    rig.send("{'action':'start','workflow':'approval','name':'a','wait':1}");
    String signal =
        "{'action':'signal','name':'a','signal':'approval','payload':{'approved':true}}";

    assertEquals(0, queue(signal).path("batchItemFailures").size());
    assertEquals("SUCCEEDED", status("a"));
    assertEquals(0, queue(signal).path("batchItemFailures").size());
  }

  @Test
  void takesRequestsOfABusAndHasThoseComeAgainThatItCannotDo() {
    rig.upload(GREET);
    String event = "{'version':'0','id':'event-1','detail-type':'Flowstone Request','detail':%s}";

    rig.send(event.formatted("{'action':'start','workflow':'greet','input':{'who':'Ada'}}"));

    assertEquals("SUCCEEDED", status("greet-event-1"));
    assertThrows(
        Host.NotTaken.class,
        () -> rig.send(event.formatted("{'action':'start','workflow':'nowhere'}")));
  }

  @Test
  void failsAnInvocationThatTheHostCannotAnswerSoThatItComesAgain() {
    rig.dropTable();

    var failure =
        assertThrows(Host.NotTaken.class, () -> rig.send("{'action':'start','workflow':'greet'}"));
    JsonNode http = rig.http("GET", "/executions/g", "");

    assertEquals("500 Internal: the host has a bug; its log tells more", failure.getMessage());
    assertEquals(500, http.path("statusCode").asInt());
  }

  @Test
  void parksAnExecutionThatTheTableCannotReadAndFailsNoMessage() {
    byte[] noise = new byte[4_000];
    new Random(7).nextBytes(noise); // too much, also deflated, to lie within the meta
    rig.upload(GREET);
    rig.send(
        "{'action':'start','workflow':'greet','name':'g','input':{'who':'%s'}}"
            .formatted(HexFormat.of().formatHex(noise)));
    rig.garble("g");

    assertEquals(0, queue("{'action':'wake','name':'g'}").path("batchItemFailures").size());

    assertTrue(
        rig.lines.stream().anyMatch(line -> line.contains("cannot be read")), rig.lines.toString());
    rig.time.advance(Duration.ofMinutes(10));
    assertEquals(0, rig.send("{'action':'sweep'}").at("/body/due").asInt());
  }

  @Test
  void aWaitForWhatThisHostCannotTakeIsOverInTime() {
    String start = "{'action':'start','workflow':'greet','name':'g','input':{'who':'Ada'}%s}";
    rig.upload(GREET);
    rig.send(start.formatted(""));
    rig.renew("g");

    JsonNode answer = rig.send(start.formatted(",'wait':5"));

    assertEquals(202, answer.path("status").asInt(), answer.toString());
    assertTrue(rig.time.instant().toString().startsWith("2026-03-01T10:00:05"));
  }

  @Test
  void runsTwoInvocationsOfOneProcessAtTheSameTime() throws Exception {
    CountDownLatch both = new CountDownLatch(2);
    try (Rig shared =
        new Rig((what, context) -> {
          both.countDown();
          assertTrue(both.await(30, TimeUnit.SECONDS));
          return what;
        })) {
      shared.upload(GREET);
      var one = CompletableFuture.supplyAsync(() -> greeted(shared, "one"));
      var two = CompletableFuture.supplyAsync(() -> greeted(shared, "two"));
      assertEquals("one", one.get(60, TimeUnit.SECONDS));
      assertEquals("two", two.get(60, TimeUnit.SECONDS));
    }
  }

  private static String greeted(Rig rig, String name) {
    return rig.send(
            "{'action':'start','workflow':'greet','name':'%s','input':{'who':'%s'},'wait':25}"
                .formatted(name, name))
        .at("/body/result")
        .asText();
  }

  @Test
  void sweepsWhatNobodyWasSentTo() {
    rig.upload(GREET);
    rig.services.refuse("SendMessage", 500, "InternalFailure");
    rig.send("{'action':'start','workflow':'greet','name':'g','input':{'who':'Ada'}}");
    rig.services.refuse("never", 500, "InternalFailure");
    rig.services.forget();

    JsonNode early = rig.send("{'action':'sweep'}");
    rig.time.advance(Duration.ofSeconds(31));
    JsonNode late = rig.send("{'action':'sweep'}");

    assertEquals(0, early.at("/body/due").asInt(), "what became due just now has its own hint");
    assertEquals(1, late.at("/body/due").asInt());
    assertEquals(1, late.at("/body/hinted").asInt());
    assertEquals(1, rig.services.sent("SendMessage").size());
  }

  @Test
  void aWakeThatIsEarlyWaitsOrAsksAgain() {
    rig.upload(PATIENCE);
    rig.send("{'action':'start','workflow':'patience','name':'p','wait':1}");
    rig.services.forget();

    rig.time.advance(Duration.ofDays(30).minusMinutes(5));
    JsonNode far = rig.send("{'action':'wake','name':'p'}");
    assertEquals("not due", far.at("/body/woken").asText());
    int delay = rig.services.sent("SendMessage").getFirst().path("DelaySeconds").asInt();
    assertTrue(delay > 290 && delay <= 300, "delay " + delay);

    rig.time.advance(Duration.ofSeconds(delay - 4));
    assertEquals("ran", rig.send("{'action':'wake','name':'p'}").at("/body/woken").asText());
    assertEquals("SUCCEEDED", status("p"));
  }

  @Test
  void cancelsTerminatesRedrivesAndTellsTheHistory() {
    rig.upload(APPROVAL);
    rig.send("{'action':'start','workflow':'approval','name':'a','wait':1}");
    rig.send("{'action':'start','workflow':'approval','name':'b','wait':1}");

    assertEquals(
        202,
        rig.http("POST", "/executions/a/cancel", "{'reason':'no need'}")
            .path("statusCode")
            .asInt());
    assertEquals(202, rig.http("POST", "/executions/b/terminate", "").path("statusCode").asInt());
    rig.send("{'action':'wake','name':'a'}");
    rig.send("{'action':'wake','name':'b'}");

    assertEquals("CANCELLED", status("a"));
    assertEquals("TERMINATED", status("b"));
    assertEquals(409, rig.http("POST", "/executions/a/cancel", "").path("statusCode").asInt());
    assertEquals(409, rig.http("POST", "/executions/a/resume", "").path("statusCode").asInt());
    JsonNode page = rig.http("GET", "/executions/a/history?limit=2", "");
    assertEquals(2, page.at("/body/entries").size(), page.toString());
    assertEquals(2, page.at("/body/next").asInt());
    JsonNode rest = rig.http("GET", "/executions/a/history?after=2", "");
    assertFalse(rest.path("body").has("next"));
    JsonNode list = rig.http("GET", "/executions?workflow=approval&status=terminated", "");
    assertEquals("b", list.at("/body/executions/0/name").asText(), list.toString());
  }

  @Test
  void pausesAndResumes() {
    rig.upload(APPROVAL);
    rig.send("{'action':'start','workflow':'approval','name':'a','wait':1}");

    assertEquals(202, rig.http("POST", "/executions/a/pause", "").path("statusCode").asInt());
    rig.send("{'action':'wake','name':'a'}");
    assertEquals("PAUSED", status("a"));
    assertEquals(409, rig.http("POST", "/executions/a/pause", "").path("statusCode").asInt());

    JsonNode resumed = rig.http("POST", "/executions/a/resume", "{'reason':'go on'}");
    assertEquals(202, resumed.path("statusCode").asInt());
    rig.send("{'action':'wake','name':'a'}");
    assertEquals("WAITING", status("a"));
    rig.http("POST", "/executions/a/signals/approval", "{'approved':true}");
    rig.send("{'action':'wake','name':'a'}");
    assertEquals("SUCCEEDED", status("a"));
    assertEquals(409, rig.http("POST", "/executions/a/pause", "").path("statusCode").asInt());
  }

  @Test
  void aResumeThatFindsNoRoomIsNoneThatWasAccepted() {
    rig.upload(
        """
        workflow chatty
        signal note: string
        said = wait for note timeout 7d
        again = step test.say(what: said)
        return again.said
        """);
    rig.send("{'action':'start','workflow':'chatty','name':'a','wait':1}");
    rig.http("POST", "/executions/a/pause", "");
    rig.send("{'action':'wake','name':'a'}");
    assertThrows(
        Host.NotTaken.class,
        () -> {
          for (int i = 0; i < 1_000; i++) {
            String signal =
                "{'action':'signal','name':'a','signal':'note','payload':'hi','key':'%d'}"
                    .formatted(i);
            assertEquals(202, rig.send(signal).path("status").asInt());
          }
        });

    assertEquals(429, rig.http("POST", "/executions/a/resume", "").path("statusCode").asInt());
    assertThrows(
        Host.NotTaken.class,
        () -> rig.send("{'action':'resume','name':'a'}"),
        "Lambda repeats what nobody waits for");

    rig.send("{'action':'wake','name':'a'}");
    JsonNode resumed = rig.http("POST", "/executions/a/resume", "");
    assertEquals(202, resumed.path("statusCode").asInt(), resumed.toString());
    rig.send("{'action':'wake','name':'a'}");
    assertEquals("SUCCEEDED", status("a"));
  }

  @Test
  void tellsWhatAnUploadBreaks() {
    rig.upload(APPROVAL);
    String next = APPROVAL.replace("decision = wait", "wait 1m\ndecision = wait");
    JsonNode answer =
        rig.send(
            "{'action':'upload','file':'approval.flow','check':true,'source':'"
                + next.replace("\n", "\\n")
                + "'}");

    JsonNode breaking = answer.at("/body/breaking");
    assertTrue(breaking.path("breaks").asBoolean(), answer.toString());
    assertEquals("wait \"decision\"", breaking.at("/places/0/place").asText());
    assertFalse(breaking.at("/places/0/fits").asBoolean());
  }

  @Test
  void movesAnExecutionToAnotherVersion() {
    rig.upload(APPROVAL);
    rig.send("{'action':'start','workflow':'approval','name':'a','wait':1}");
    String next = rig.upload(APPROVAL.replace("return decision.approved", "return \"new\""));
    String other = rig.upload(APPROVAL.replace("decision", "verdict"));

    JsonNode refused = rig.http("POST", "/executions/a/resume", "{'version':'" + other + "'}");
    assertEquals(409, refused.path("statusCode").asInt(), refused.toString());
    JsonNode moved = rig.http("POST", "/executions/a/resume", "{'version':'" + next + "'}");
    assertEquals(202, moved.path("statusCode").asInt(), moved.toString());
    rig.send("{'action':'wake','name':'a'}");
    assertEquals(next, describe("a").path("version").asText());
    rig.http("POST", "/executions/a/signals/approval", "{'approved':true}");
    rig.send("{'action':'wake','name':'a'}");
    assertEquals("new", describe("a").path("result").asText());
    JsonNode unknown = rig.http("POST", "/executions/a/resume", "{'version':'none'}");
    assertEquals(400, unknown.path("statusCode").asInt(), unknown.toString());
  }

  @Test
  void letsTheNewVersionServeNewExecutionsOnly() {
    String first = rig.upload(APPROVAL);
    rig.send("{'action':'start','workflow':'approval','name':'old','wait':1}");
    String second = rig.upload(APPROVAL.replace("return decision.approved", "return \"new\""));
    assertNotEquals(first, second);

    rig.send("{'action':'start','workflow':'approval','name':'new','wait':1}");
    for (String name : List.of("old", "new")) {
      rig.http("POST", "/executions/" + name + "/signals/approval", "{'approved':true}");
      rig.send("{'action':'wake','name':'" + name + "'}");
    }

    assertEquals("true", describe("old").path("result").asText());
    assertEquals("new", describe("new").path("result").asText());
    JsonNode back =
        rig.http("PUT", "/workflows/approval/aliases/live", "{'version':'" + first + "'}");
    assertEquals(second, back.at("/body/previous").asText(), back.toString());
    JsonNode workflows = rig.http("GET", "/workflows/approval", "");
    assertEquals(first, workflows.at("/body/workflows/0/aliases/live").asText());
    assertEquals(2, workflows.at("/body/workflows/0/versions").size());
    JsonNode none = rig.http("PUT", "/workflows/approval/aliases/live", "{'version':'beef'}");
    assertEquals(404, none.path("statusCode").asInt());
  }

  @Test
  void retriesBeyondTheActivationAndComesBack() {
    CountDownLatch failures = new CountDownLatch(2);
    try (Rig flaky =
        new Rig((what, context) -> {
          if (failures.getCount() > 0) {
            failures.countDown();
            throw new TransientError("Flaky", "not yet");
          }
          return "at last";
        })) {
      flaky.upload(
          GREET.replace("input.who)", "input.who) retry 3 attempts, backoff 1m..1m, jitter none"));
      flaky.send("{'action':'start','workflow':'greet','name':'g','input':{'who':'Ada'},'wait':1}");
      for (int i = 0; i < 3; i++) {
        flaky.time.advance(Duration.ofMinutes(1));
        flaky.send("{'action':'wake','name':'g'}");
      }
      assertEquals(
          "SUCCEEDED", flaky.send("{'action':'describe','name':'g'}").at("/body/status").asText());
    }
  }

  private JsonNode queue(String... bodies) {
    var event = Rig.JSON.createObjectNode();
    var records = event.putArray("Records");
    for (int i = 0; i < bodies.length; i++) {
      records
          .addObject()
          .put("messageId", "m-" + i)
          .put("eventSource", "aws:sqs")
          .put("body", bodies[i].replace('\'', '"'));
    }
    return rig.send(event);
  }

  private JsonNode describe(String name) {
    return rig.send("{'action':'describe','name':'" + name + "'}").path("body");
  }

  private String status(String name) {
    return describe(name).path("status").asText();
  }
}
