package dev.flowstone.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A host tells where in its file a workflow failed.
final class FailurePlacesTest {
  private final Rig rig = new Rig((what, context) -> what);

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void areToldWithTheError() {
    rig.upload(
        """
        workflow share

        input {
          by: number
        }

        x = 1 / input.by
        return x
        """);
    JsonNode ended =
        rig.send("{'action':'start','workflow':'share','name':'s','input':{'by':0},'wait':5}");
    JsonNode described = rig.send("{'action':'describe','name':'s'}");

    for (JsonNode answer : new JsonNode[] {ended, described}) {
      JsonNode error = answer.at("/body/error");
      assertEquals("ExpressionError", error.path("name").asText(), answer.toString());
      assertEquals(7, error.at("/at/line").asInt(), answer.toString());
      assertEquals(1, error.at("/at/column").asInt());
    }
  }
}
