package dev.flowstone.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowstone.lambda.request.Authoriser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who may call what over HTTP.
final class AccessTest {

  @Test
  void strangersMayNothingButUseAToken() {
    try (Rig rig = new Rig((what, context) -> what)) {
      assertEquals(403, status(rig.http("GET", "/executions", "", false)));
      assertEquals(403, status(rig.http("POST", "/executions/a/cancel", "", false)));
      assertEquals(403, status(rig.http("PUT", "/workflows", "{}", false)));
      assertEquals(403, status(rig.http("GET", "/openapi.json", "", false)));
      assertEquals(404, status(rig.http("POST", "/callbacks/none", "", false)));
      assertEquals(200, status(rig.http("GET", "/executions", "", true)));
    }
  }

  @Test
  void anAuthorizerContextOfNobodyIsNoSignature() {
    try (Rig rig = new Rig((what, context) -> what)) {
      for (String iam : List.of("null", "{}", "true")) {
        JsonNode answer =
            rig.send(
                """
                {"version": "2.0", "rawPath": "/executions", "requestContext":
                 {"requestId": "r", "http": {"method": "GET", "path": "/executions"},
                  "authorizer": {"iam": %s}}}
                """
                    .formatted(iam));
        assertEquals(403, status(answer), iam);
      }
    }
  }

  @Test
  void anAuthoriserNarrowsDownWhatIamLetsThrough() {
    Authoriser readers = question -> question.method().equals("GET");
    try (Rig rig = new Rig((what, context) -> what, Map.of(), List.of(readers))) {
      assertEquals(200, status(rig.http("GET", "/executions", "", true)));
      assertEquals(403, status(rig.http("GET", "/executions", "", false)));
      assertEquals(403, status(rig.http("POST", "/executions/a/cancel", "", true)));
    }
  }

  @Test
  void anAuthoriserMayDecideAlone() {
    Map<String, String> mode = Map.of(Configuration.AUTH, "authoriser");
    Authoriser own =
        question ->
            question.action().equals("describe")
                && "mine".equals(question.parameters().get("name"));
    try (Rig rig = new Rig((what, context) -> what, mode, List.of(own))) {
      assertEquals(404, status(rig.http("GET", "/executions/mine", "", false)));
      assertEquals(403, status(rig.http("GET", "/executions/yours", "", false)));
    }
    try (Rig rig = new Rig((what, context) -> what, mode, List.of())) {
      assertEquals(403, status(rig.http("GET", "/executions", "", true)));
    }
  }

  @Test
  void everybodyMayWhereThatIsSaid() {
    try (Rig rig =
        new Rig((what, context) -> what, Map.of(Configuration.AUTH, "none"), List.of())) {
      assertEquals(200, status(rig.http("GET", "/executions", "", false)));
    }
  }

  private static int status(JsonNode answer) {
    return answer.path("statusCode").asInt();
  }
}
