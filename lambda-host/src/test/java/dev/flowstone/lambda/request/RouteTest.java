package dev.flowstone.lambda.request;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteTest {

  @Test
  void findsParametersAndDecodesThemApart() {
    Route.Match match = found("POST", "/executions/order%2F4711%20%C3%A4/signals/approval");

    assertEquals("signal", match.route().action());
    assertEquals(Map.of("name", "order/4711 ä", "signal", "approval"), match.parameters());
  }

  @Test
  void passesOverASlashAtTheEnd() {
    assertEquals("list", found("GET", "/executions/").route().action());
  }

  @Test
  void tellsTheMethodsOfAnAddress() {
    assertEquals(
        new Route.Found.OtherMethod(Set.of("GET", "PUT")), Route.find("DELETE", "/workflows"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "//",
        "executions",
        "/executions//history",
        "/executions/%zz",
        "/executions/%c3",
        "/executions/%",
        "/nothing",
        "/executions/a/b/c/d"
      })
  void findsNothingWhereThereIsNothing(String path) {
    assertInstanceOf(Route.Found.Nothing.class, Route.find("GET", path));
  }

  @Test
  void noTwoRoutesAreTheSame() {
    Set<String> seen = new HashSet<>();
    Route.ALL.forEach(
        route -> assertTrue(seen.add(route.method() + " " + route.path()), route.toString()));
  }

  @Test
  void onlyCallbacksAreOpen() {
    Route.ALL.forEach(route ->
        assertEquals(route.path().startsWith("/callbacks/"), route.open(), route.toString()));
  }

  private static Route.Match found(String method, String path) {
    return assertInstanceOf(Route.Found.One.class, Route.find(method, path)).match();
  }
}
