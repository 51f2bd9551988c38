package dev.flowstone.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is let in, and what is refused with its place.
final class GateTest {
  private final Rig rig = new Rig((what, context) -> what);

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void letsInTextAndYamlAsOneVersion() {
    JsonNode text = upload("hello.flow", "workflow hello\n\nreturn \"hello\"\n");
    JsonNode yaml = upload("hello.flow.yaml", "workflow: hello\ndo:\n  - return: \"hello\"\n");

    assertEquals(201, text.path("statusCode").asInt(), text.toString());
    assertTrue(text.at("/body/created").asBoolean());
    assertEquals("live", text.at("/body/alias").asText());
    assertEquals(200, yaml.path("statusCode").asInt(), yaml.toString());
    assertEquals(text.at("/body/version"), yaml.at("/body/version"));
  }

  @Test
  void tellsThePlaceOfAnError() {
    JsonNode answer = upload("bad.flow", "workflow bad\n\nreturn nothing_of_that_name\n");

    assertEquals(422, answer.path("statusCode").asInt());
    JsonNode found = answer.at("/body/error/diagnostics/0");
    assertEquals("bad.flow", found.path("file").asText(), answer.toString());
    assertEquals(3, found.path("line").asInt());
    assertEquals(8, found.path("column").asInt());
    assertEquals("FL103", found.path("code").asText());
  }

  @Test
  void refusesHandlersThatTheHostHasNot() {
    JsonNode answer =
        upload("bad.flow", "workflow bad\n\nx = step test.sai(what: \"a\")\nreturn x\n");

    assertEquals(422, answer.path("statusCode").asInt());
    JsonNode found = answer.at("/body/error/diagnostics/0");
    assertEquals("FH001", found.path("code").asText(), answer.toString());
    assertEquals(3, found.path("line").asInt());
    assertEquals("did you mean 'test.say'?", found.path("hint").asText());
  }

  @Test
  void refusesArgumentsThatAHandlerDoesNotTake() {
    JsonNode answer =
        upload("bad.flow", "workflow bad\n\nx = step test.say(waht: \"a\")\nreturn x\n");

    assertEquals(422, answer.path("statusCode").asInt());
    JsonNode found = answer.at("/body/error/diagnostics/0");
    assertEquals("FH005", found.path("code").asText(), answer.toString());
    assertEquals("did you mean 'what'?", found.path("hint").asText());
    assertEquals("FH005", answer.at("/body/error/diagnostics/1/code").asText(), answer.toString());
  }

  @Test
  void refusesStepsThatOutlastAnActivation() {
    JsonNode answer =
        upload(
            "long.flow", "workflow long\n\nx = step test.say(what: \"a\") timeout 20m\nreturn x\n");

    assertEquals(422, answer.path("statusCode").asInt());
    assertEquals("FH002", answer.at("/body/error/diagnostics/0/code").asText(), answer.toString());
  }

  @Test
  void keepsNothingOfWhatItOnlyChecks() {
    JsonNode answer =
        rig.http(
            "PUT",
            "/workflows",
            "{'file':'a.flow','source':'workflow a\\n\\nreturn 1\\n','check':true}");

    assertEquals(200, answer.path("statusCode").asInt(), answer.toString());
    assertFalse(answer.at("/body/created").asBoolean());
    assertEquals(404, rig.http("GET", "/workflows/a", "").path("statusCode").asInt());
  }

  @Test
  void refusesASourceThatIsTooLarge() {
    JsonNode answer = upload("large.flow", "# ".repeat(600_000));

    assertEquals(422, answer.path("statusCode").asInt());
    assertEquals("FL009", answer.at("/body/error/diagnostics/0/code").asText());
  }

  @Test
  void takesInWhatIsPutIntoTheBucketAndWritesTheAnswerBesideIt() {
    rig.services.object("/uploads/flows/a.flow", "workflow a\n\nreturn 1\n");
    rig.services.object("/uploads/flows/b.flow", "workflow b\n\nreturn nothing\n");

    rig.send(put("flows/a.flow"));
    rig.send(put("flows/b.flow"));
    rig.send(put("flows/a.flow.result.json"));

    String good = rig.services.object("/uploads/flows/a.flow.result.json");
    assertTrue(good.contains("\"status\":201"), good);
    String bad = rig.services.object("/uploads/flows/b.flow.result.json");
    assertTrue(bad.contains("\"status\":422") && bad.contains("FL103"), bad);
    assertEquals("", rig.services.object("/uploads/flows/a.flow.result.json.result.json"));
    assertEquals(200, rig.http("GET", "/workflows/a", "").path("statusCode").asInt());
  }

  @Test
  void refusesAnObjectThatIsNoText() {
    byte[] source = "workflow a\n\nreturn \"?\"\n".getBytes(StandardCharsets.UTF_8);
    source[20] = (byte) 0xff;
    rig.services.object("/uploads/flows/a.flow", source);

    rig.send(put("flows/a.flow"));

    String bad = rig.services.object("/uploads/flows/a.flow.result.json");
    assertTrue(bad.contains("\"status\":422") && bad.contains("UTF-8"), bad);
  }

  private static String put(String key) {
    return "{'Records':[{'eventSource':'aws:s3','eventName':'ObjectCreated:Put',"
        + "'s3':{'bucket':{'name':'uploads'},'object':{'key':'"
        + key
        + "'}}}]}";
  }

  /// Of two workflows that call each other one has to come first.
  @Test
  void warnsOfCalledWorkflowsThatAreNotLive() {
    JsonNode first = upload("ship.flow", "workflow ship\n\nx = call pack(n: 1)\nreturn x\n");
    JsonNode second = upload("pack.flow", "workflow pack\n\nx = start shipp()\nreturn x\n");
    JsonNode third = upload("pack.flow", "workflow pack\n\nx = start ship()\nreturn x\n");
    JsonNode own = upload("ship.flow", "workflow ship\n\nx = call ship()\ny = call pack()\n");

    assertEquals(201, first.path("statusCode").asInt(), first.toString());
    JsonNode found = first.at("/body/diagnostics/0");
    assertEquals("FH003", found.path("code").asText(), first.toString());
    assertEquals("warning", found.path("severity").asText());
    assertEquals(3, found.path("line").asInt());
    assertEquals(
        "deploy it too: until then the call fails UnknownWorkflow", found.path("hint").asText());
    assertEquals(
        "did you mean 'ship'?", second.at("/body/diagnostics/0/hint").asText(), second.toString());
    assertEquals(0, third.at("/body/diagnostics").size(), third.toString());
    assertFalse(own.toString().contains("FH003"), own.toString());
  }

  private JsonNode upload(String file, String source) {
    return rig.http(
        "PUT",
        "/workflows",
        Rig.JSON.createObjectNode().put("file", file).put("source", source).toString());
  }
}
