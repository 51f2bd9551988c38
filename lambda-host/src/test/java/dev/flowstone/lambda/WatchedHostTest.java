package dev.flowstone.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.lambda.watch.JsonLog;
import dev.flowstone.lambda.watch.Metrics;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What operators see of a host, and what they must not.
final class WatchedHostTest {
  private static final String PLANTED = "wintergreen";

  private static final String FLOW =
      """
      workflow watched

      input {
        who: string
      }
      signal approval: {note: string}

      said = step test.say(what: input.who)
      decision = wait for approval timeout 7d
      again = step test.say(what: decision.note)
      return again.said
      """;

  private final Rig rig =
      new Rig((what, context) -> {
        context.logger().info("said something");
        if (what.startsWith("fail")) {
          throw new PermanentError("Refused", "not " + what);
        }
        return what + "!";
      });

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void noPayloadIsInAnyLogLineOrEvent() {
    rig.upload(FLOW.replace("7d", "7d # " + PLANTED + "\n"));
    run("a", PLANTED, PLANTED);
    run("b", PLANTED, "fail " + PLANTED);
    rig.http("POST", "/executions/a/signals/approval", "{'note':'" + PLANTED + "'}");
    rig.http("POST", "/executions/b/signals/approval", "{'note':7,'x':'" + PLANTED + "'}");
    rig.http("POST", "/executions/a/signals/approval", PLANTED);
    rig.send("{'action':'start','workflow':'watched','input':'" + PLANTED + "'}");
    String asked =
        "{'version':'0','id':'event-1','detail-type':'Flowstone Request','detail':"
            + "{'action':'start','workflow':'watched','input':{'who':{'card':'"
            + PLANTED
            + "'}}}}";
    // Lambda logs what an invocation fails with.
    var refusal = assertThrows(Host.NotTaken.class, () -> rig.send(asked));
    rig.wiring.flush();

    assertEquals("400 BadRequest", refusal.getMessage());
    assertFalse(rig.lines.isEmpty());
    rig.lines.forEach(line -> assertFalse(line.contains(PLANTED), line));
    rig.services
        .sent("PutEvents")
        .forEach(event -> assertFalse(event.toString().contains(PLANTED)));
  }

  @Test
  void tellsTheBusOfTheBeginningAndTheEnd() {
    rig.upload(FLOW);

    run("a", "Ada", "yes");
    run("b", "Ada", "fail");

    List<String> told = new ArrayList<>();
    for (JsonNode request : rig.services.sent("PutEvents")) {
      JsonNode entry = request.at("/Entries/0");
      assertEquals("flowstone", entry.path("Source").asText());
      assertEquals("Flowstone Execution Status Change", entry.path("DetailType").asText());
      assertEquals("bus", entry.path("EventBusName").asText());
      JsonNode detail = Rig.parse(entry.path("Detail").asText());
      assertEquals("watched", detail.path("workflow").asText());
      assertFalse(detail.path("id").asText().isEmpty());
      assertEquals(64, detail.path("version").asText().length());
      assertEquals(!detail.path("status").asText().equals("RUNNING"), detail.has("ended_at"));
      told.add(detail.path("name").asText() + " " + detail.path("status").asText());
    }
    assertEquals(List.of("a RUNNING", "a SUCCEEDED", "b RUNNING", "b FAILED"), told);
  }

  @Test
  void anEventThatIsNotTakenHoldsNothingUp() {
    rig.upload(FLOW);
    rig.services.refuse("PutEvents", 500, "InternalException");

    run("a", "Ada", "yes");

    assertTrue(rig.lines.stream().anyMatch(line -> line.contains("a status event was not taken")));
    assertEquals(
        "SUCCEEDED", rig.send("{'action':'describe','name':'a'}").at("/body/status").asText());
  }

  @Test
  void countsWhatIsDone() {
    rig.upload(FLOW);
    run("a", "Ada", "yes");
    run("b", "Ada", "fail");
    rig.wiring.flush();

    JsonNode workflow = metrics("Workflow", "watched");
    assertEquals(2, workflow.path("ExecutionsStarted").asInt(), rig.lines.toString());
    assertEquals(1, workflow.path("ExecutionsSucceeded").asInt());
    assertEquals(1, workflow.path("ExecutionsFailed").asInt());
    JsonNode handler = metrics("Handler", "test.say");
    assertEquals(4, handler.path("StepAttempts").asInt(), handler.toString());
    assertEquals(1, handler.path("StepFailures").asInt());
    assertEquals(3, handler.path("StepDuration").size());
    assertTrue(
        rig.lines.stream().anyMatch(line -> line.contains("\"WriteUnits\":")),
        rig.lines.toString());
  }

  @Test
  void everyMetricCountsForTheHostToo() {
    List<String> written = new ArrayList<>();
    JsonLog log = new JsonLog(written::add, rig.time, Level.ERROR, Set.of());
    Metrics metrics = new Metrics(log, rig.time, Optional.of("acme"));
    metrics.count(Metrics.Metric.SWEEP_DUE, 3);
    metrics.ofWorkflow("watched", Metrics.Metric.EXECUTIONS_PARKED);
    metrics.flush();

    assertEquals(
        List.of("[[\"Function\"]]", "[[\"Function\"],[\"Function\",\"Workflow\"]]"),
        written.stream()
            .map(line -> Rig.parse(line).at("/_aws/CloudWatchMetrics/0/Dimensions").toString())
            .toList());
    assertTrue(written.stream().allMatch(line -> line.contains("\"Function\":\"acme\"")));
  }

  /// By these two fields Lambda drops lines, and takes those without for INFO.
  @Test
  void logLinesAreInTheFormThatLambdaFiltersBy() {
    List<String> written = new ArrayList<>();
    JsonLog log = new JsonLog(written::add, rig.time, Level.DEBUG, Set.of());
    for (Level level : List.of(Level.DEBUG, Level.INFO, Level.WARNING, Level.ERROR)) {
      log.log(level, "said", Map.of());
    }

    assertEquals(
        List.of("DEBUG", "INFO", "WARN", "ERROR"),
        written.stream().map(line -> Rig.parse(line).path("level").asText()).toList());
    assertEquals(
        rig.time.instant(),
        Instant.parse(Rig.parse(written.getFirst()).path("timestamp").asText()));
  }

  @Test
  void hearsOfChildrenThatBegin() {
    rig.upload("workflow child\nreturn 1\n");
    rig.upload("workflow parent\nx = call child()\nreturn x\n");
    rig.send("{'action':'start','workflow':'parent','name':'p'}");
    rig.send("{'action':'wake','name':'p'}");
    rig.send("{'action':'wake','name':'p.x@1'}");
    rig.wiring.flush();

    assertEquals(1, metrics("Workflow", "child").path("ExecutionsStarted").asInt());
    assertEquals(
        List.of("p RUNNING", "p.x@1 RUNNING", "p.x@1 SUCCEEDED"),
        told().stream().filter(each -> !each.equals("p SUCCEEDED")).toList());
  }

  @Test
  void tellsOfWhatCannotBeReadAndIsParked() {
    rig.upload(FLOW);
    byte[] noise = new byte[4_000];
    new Random(7).nextBytes(noise); // too much, also deflated, to lie within the meta
    rig.send(
        "{'action':'start','workflow':'watched','name':'a','input':{'who':'%s'}}"
            .formatted(HexFormat.of().formatHex(noise)));
    rig.garble("a");
    rig.send("{'action':'wake','name':'a'}");
    rig.wiring.flush();

    assertEquals("a PARKED", told().getLast(), rig.lines.toString());
    assertTrue(
        rig.lines.stream().anyMatch(line -> line.contains("\"ExecutionsParked\":1")),
        rig.lines.toString());
  }

  private List<String> told() {
    return rig.services.sent("PutEvents").stream()
        .map(request -> Rig.parse(request.at("/Entries/0/Detail").asText()))
        .map(detail -> detail.path("name").asText() + " " + detail.path("status").asText())
        .toList();
  }

  private JsonNode metrics(String dimension, String value) {
    return rig.lines.stream()
        .map(Rig::parse)
        .filter(line -> line.has("_aws") && line.path(dimension).asText().equals(value))
        .findFirst()
        .orElseThrow();
  }

  private void run(String name, String who, String note) {
    rig.send(
        "{'action':'start','workflow':'watched','name':'%s','input':{'who':'%s'},'wait':1}"
            .formatted(name, who));
    rig.http("POST", "/executions/" + name + "/signals/approval", "{'note':'" + note + "'}");
    rig.send("{'action':'wake','name':'" + name + "'}");
  }
}
