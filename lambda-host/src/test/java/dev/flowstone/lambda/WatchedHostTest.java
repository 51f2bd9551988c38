package dev.flowstone.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowstone.interpreter.handler.PermanentError;
import java.util.ArrayList;
import java.util.List;
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
    rig.wiring.flush();

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
