package dev.flowstone.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Executions that call others, each in an activation of its own, by their messages alone.
final class CallingTest {
  private final Rig rig = new Rig((what, context) -> what);

  @AfterEach
  void stop() {
    rig.close();
  }

  private JsonNode status(String name) {
    return rig.send("{'action':'describe','name':'" + name + "'}").path("body");
  }

  @Test
  void wakesTheChildAndThenItsParent() {
    rig.upload("workflow leaf\nx = step test.say(what: \"leaf\")\nreturn x.said\n");
    rig.upload("workflow child\nx = call leaf()\nreturn \"child of \" + x\n");
    rig.upload("workflow parent\nx = call child()\nreturn \"parent of \" + x\n");

    rig.send("{'action':'start','workflow':'parent','name':'p'}");
    rig.deliverWakes();

    JsonNode parent = status("p");
    assertEquals("parent of child of leaf", parent.path("result").asText(), parent.toString());
    assertEquals("p", status("p.x@1").path("parent").asText());
    assertEquals("SUCCEEDED", status("p.x@1.x@1").path("status").asText());
  }

  @Test
  void beginsTheVersionThatIsLive() {
    String first = rig.upload("workflow child\nreturn 1\n");
    rig.upload("workflow child\nreturn 2\n");
    rig.upload("workflow parent\nx = call child()\nreturn x\n");
    rig.http("PUT", "/workflows/child/aliases/live", "{'version':'" + first + "'}");

    rig.send("{'action':'start','workflow':'parent','name':'p'}");
    rig.deliverWakes();

    assertEquals(1, status("p").path("result").asInt());
  }

  @Test
  void cancelsTwoGenerations() {
    rig.upload(
        """
        workflow leaf
        step test.say(what: "leaf") compensate test.say(what: "undo leaf")
        wait for go timeout 1d
        """);
    rig.upload(
        """
        workflow parent
        step test.say(what: "parent") compensate test.say(what: "undo parent")
        call leaf()
        """);
    rig.send("{'action':'start','workflow':'parent','name':'p'}");
    rig.deliverWakes();
    String leaf = status("p").at("/waiting_for/0/child").asText();
    assertTrue(leaf.startsWith("p."), leaf);

    rig.send("{'action':'cancel','name':'p'}");
    rig.deliverWakes();

    assertEquals("CANCELLED", status("p").path("status").asText());
    assertEquals("CANCELLED", status(leaf).path("status").asText());
  }
}
