package dev.flowstone.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowstone.interpreter.handler.PermanentError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Slots expire, whatever lives on: what an execution still needs is in a snapshot by then, also
/// where nobody comes before.
final class ExpiryTest {
  private final Rig rig =
      new Rig(
          (what, context) -> {
            if (what.equals("fail")) {
              throw new PermanentError("Broken", "as it was told");
            }
            return what;
          },
          Map.of(Configuration.RETENTION, "30"),
          List.of());

  @AfterEach
  void stop() {
    rig.close();
  }

  /// Days in which nobody looks at anything.
  private void daysPass(int days) {
    rig.time.advance(Duration.ofDays(days));
    assertTrue(rig.expire() > 0, "nothing has expired, which shows nothing");
  }

  private JsonNode status(String name) {
    return rig.send("{'action':'describe','name':'" + name + "'}").path("body");
  }

  @Test
  void aPauseOutlivesItsDeadline() {
    rig.upload(
        """
        workflow paused
        signal go: string
        timeout 1h
        x = step test.say(what: "before")
        said = wait for go timeout 366d
        return x.said + " and " + said
        """);
    rig.send("{'action':'start','workflow':'paused','name':'p','wait':1}");
    rig.http("POST", "/executions/p/pause", "");
    rig.deliverWakes();
    assertEquals("PAUSED", status("p").path("status").asText());

    daysPass(62);
    rig.http("POST", "/executions/p/signals/go", "'after'");
    rig.http("POST", "/executions/p/resume", "");
    rig.deliverWakes();

    assertEquals("before and after", status("p").path("result").asText(), status("p").toString());
  }

  @Test
  void aDeadlineThatAPauseHasMovedIsTheOneThatCounts() {
    rig.upload(
        """
        workflow paused
        signal go: string
        timeout 100d
        x = step test.say(what: "before")
        said = wait for go timeout 366d
        return x.said + " and " + said
        """);
    rig.send("{'action':'start','workflow':'paused','name':'p','wait':1}");
    rig.http("POST", "/executions/p/pause", "");
    rig.deliverWakes();
    rig.time.advance(Duration.ofDays(90));
    rig.http("POST", "/executions/p/resume", "");
    rig.deliverWakes();
    assertEquals("WAITING", status("p").path("status").asText());

    daysPass(95);
    rig.http("POST", "/executions/p/signals/go", "'after'");
    rig.deliverWakes();

    assertEquals("before and after", status("p").path("result").asText(), status("p").toString());
  }

  @Test
  void aParentOutlivesTheSilenceOfItsChild() {
    rig.upload("workflow slow\nwait 300d\nwait 300d\nreturn \"after\"\n");
    rig.upload(
        """
        workflow parent
        x = step test.say(what: "before")
        y = call slow()
        return x.said + " and " + y
        """);
    rig.send("{'action':'start','workflow':'parent','name':'p','wait':1}");
    rig.deliverWakes();

    rig.time.advance(Duration.ofDays(300));
    rig.send("{'action':'wake','name':'p.y@1'}");
    daysPass(300);
    rig.send("{'action':'wake','name':'p.y@1'}");
    rig.deliverWakes();

    assertEquals("before and after", status("p").path("result").asText(), status("p").toString());
  }

  @Test
  void aChildThatRestsWithFailedUndosIsThereUntilSomebodyComes() {
    rig.upload(
        """
        workflow child
        timeout 1h
        step test.say(what: "before")
          compensate test.say(what: "fail")
        fail Broken "on purpose"
        """);
    rig.upload("workflow parent\nx = call child()\nreturn x\n");
    rig.send("{'action':'start','workflow':'parent','name':'p','wait':1}");
    rig.deliverWakes();
    assertEquals("COMPENSATION_FAILED", status("p.x@1").path("status").asText());

    daysPass(100);

    assertEquals("COMPENSATION_FAILED", status("p.x@1").path("status").asText());
    assertEquals(202, rig.http("POST", "/executions/p.x@1/redrive", "").path("statusCode").asInt());
    rig.deliverWakes();
    assertEquals("COMPENSATION_FAILED", status("p.x@1").path("status").asText());
  }
}
