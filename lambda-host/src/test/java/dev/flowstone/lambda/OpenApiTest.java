package dev.flowstone.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.flowstone.lambda.request.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The OpenAPI file tells the truth: it has every route and no other, and what the function answers
/// is what the file says.
final class OpenApiTest {
  private static final String ORDER =
      """
      workflow order

      input {
        who?: string
      }
      signal approval: {approved: bool}

      decision = wait for approval timeout 7d
      return "done"
      """;

  private final Rig rig = new Rig((what, context) -> what);
  private final JsonNode api = rig.http("GET", "/openapi.json", "").path("body");

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void hasEveryRouteAndNoOther() {
    Set<String> routes = new TreeSet<>();
    Route.ALL.forEach(route -> routes.add(route.method() + " " + route.path()));
    Set<String> told = new TreeSet<>();
    api.path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(method ->
                    told.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));

    assertEquals(routes, told);
  }

  @Test
  void tellsTheParametersAndTheStatusesOfEachRoute() {
    for (Route route : Route.ALL) {
      JsonNode operation = operation(route);
      Set<String> parameters = new TreeSet<>();
      operation
          .path("parameters")
          .forEach(parameter -> {
            if (!parameter.path("in").asText().equals("header")) {
              parameters.add(parameter.path("name").asText());
            }
          });
      Set<String> wanted = new TreeSet<>(route.pathParameters());
      wanted.addAll(route.query());
      assertEquals(wanted, parameters, route.toString());
      assertEquals(route.body() != Route.Body.NONE, operation.has("requestBody"), route.toString());
      assertEquals(route.open(), operation.path("security").isEmpty() && operation.has("security"));
      Set<String> statuses = new TreeSet<>();
      operation.path("responses").fieldNames().forEachRemaining(statuses::add);
      route
          .statuses()
          .forEach(status ->
              assertTrue(statuses.remove(status.toString()), route + " answers " + status));
      statuses.removeAll(Set.of("400", "403", "415", "500", "503"));
      assertEquals(Set.of(), statuses, "the route does not tell " + route);
    }
  }

  @Test
  void everyExampleFitsItsSchema() {
    List<String> problems = new ArrayList<>();
    for (Route route : Route.ALL) {
      JsonNode operation = operation(route);
      examples(operation.path("requestBody"))
          .ifPresent(media -> problems.addAll(check(media, media.path("example"))));
      operation
          .path("responses")
          .forEach(response ->
              examples(response)
                  .ifPresent(media -> problems.addAll(check(media, media.path("example")))));
    }

    assertEquals(List.of(), problems);
  }

  @Test
  void answersWhatItSaysToItsOwnExamples() {
    rig.upload(ORDER);
    String token =
        rig.send("{'action':'start','workflow':'order','name':'w','wait':1}")
            .at("/body/waiting_for/0/token")
            .asText();
    Map<String, String> values =
        Map.of(
            "workflow",
            "order",
            "name",
            "order-1",
            "signal",
            "approval",
            "alias",
            "live",
            "token",
            token);
    Set<Integer> seen = new TreeSet<>();
    for (Route route : Route.ALL) {
      String path = route.path();
      for (String parameter : route.pathParameters()) {
        path = path.replace("{" + parameter + "}", values.getOrDefault(parameter, "none"));
      }
      String body =
          examples(operation(route).path("requestBody"))
              .map(media -> media.path("example").toString())
              .orElse("");
      JsonNode answer = rig.http(route.method(), path, body);
      int status = answer.path("statusCode").asInt();
      seen.add(status);
      assertTrue(status < 500, route + ": " + answer);
      JsonNode response = response(operation(route), status);
      assertTrue(response.isObject(), route + " answers " + status + ": " + answer);
      assertEquals(
          List.of(),
          check(response.at("/content/application~1json"), answer.path("body")),
          route + ": " + answer.path("body"));
    }
    assertTrue(seen.containsAll(Set.of(200, 201, 202)), seen.toString());
  }

  @Test
  void tellsParentsAndChildren() {
    rig.upload(ORDER);
    rig.upload("workflow shop\nx = call order()\nreturn x\n");
    rig.send("{'action':'start','workflow':'shop','name':'s','wait':1}");
    JsonNode parent = rig.http("GET", "/executions/s", "").path("body");
    JsonNode child = rig.http("GET", "/executions/s.x@1", "").path("body");

    assertEquals("child", parent.at("/waiting_for/0/kind").asText(), parent.toString());
    assertEquals("s.x@1", parent.at("/waiting_for/0/child").asText());
    assertEquals("s", child.path("parent").asText(), child.toString());
    JsonNode media =
        api.path("paths")
            .path("/executions/{name}")
            .at("/get/responses/200/content/application~1json");
    assertEquals(List.of(), check(media, parent));
    assertEquals(List.of(), check(media, child));
    assertTrue(api.at("/components/schemas/Execution/properties").has("parent"));
  }

  @Test
  void refusalsAreTellingAndAllowedOnesAreNamed() {
    JsonNode other = rig.http("DELETE", "/workflows", "");

    assertEquals(405, other.path("statusCode").asInt());
    assertEquals("GET, PUT", other.at("/headers/allow").asText());
    assertEquals(404, rig.http("GET", "/nowhere", "").path("statusCode").asInt());
    assertEquals(400, rig.http("GET", "/executions?limits=1", "").path("statusCode").asInt());
  }

  private JsonNode operation(Route route) {
    return api.path("paths")
        .path(route.path())
        .path(route.method().toLowerCase(java.util.Locale.ROOT));
  }

  private JsonNode response(JsonNode operation, int status) {
    JsonNode response = operation.path("responses").path(Integer.toString(status));
    String reference = response.path("$ref").asText();
    return reference.isEmpty() ? response : api.at(reference.substring(1));
  }

  private static Optional<JsonNode> examples(JsonNode holder) {
    JsonNode media = holder.at("/content/application~1json");
    return media.has("example") ? Optional.of(media) : Optional.empty();
  }

  /// The schema of a media type, with all of the file's schemas beside it.
  private List<String> check(JsonNode media, JsonNode value) {
    var root = Rig.JSON.createObjectNode();
    root.set("components", api.path("components"));
    root.set("allOf", Rig.JSON.createArrayNode().add(media.path("schema")));
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(root.toString(), InputFormat.JSON);
    return schema.validate(value.toString(), InputFormat.JSON).stream()
        .map(Object::toString)
        .toList();
  }
}
