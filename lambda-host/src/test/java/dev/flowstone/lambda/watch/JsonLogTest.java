package dev.flowstone.lambda.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.lambda.StandingTime;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class JsonLogTest {
  private final List<String> lines = new ArrayList<>();
  private final JsonLog log =
      new JsonLog(lines::add, new StandingTime(), Level.INFO, Set.of("Card"));

  @Test
  void writesOneObjectALine() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("execution", "order\n1");
    fields.put("attempt", 2);
    fields.put("ok", true);

    log.log(Level.INFO, "step \"x\"", fields);

    assertEquals(
        List.of(
            "{\"timestamp\":\"2026-03-01T10:00:00Z\",\"level\":\"INFO\",\"message\":\"step \\\"x\\\"\","
                + "\"execution\":\"order\\n1\",\"attempt\":2,\"ok\":true}"),
        lines);
  }

  @Test
  void hidesWhatIsToBeHiddenAtAnyDepth() {
    log.log(
        Level.INFO,
        "paid",
        Map.of("order", Map.of("items", List.of(Map.of("card", "4711-0815")), "sum", 7)));

    assertFalse(lines.getFirst().contains("4711-0815"), lines.getFirst());
    assertTrue(lines.getFirst().contains("\"card\":\"***\""), lines.getFirst());
  }

  @Test
  void passesOverWhatIsBelowItsLevel() {
    log.log(Level.DEBUG, "small", Map.of());

    assertEquals(List.of(), lines);
  }

  @Test
  void writesTypesAndPlacesOfAThrowableAndNotItsText() {
    log.log(
        Level.ERROR,
        "it failed",
        Map.of(),
        new IllegalStateException("secret", new RuntimeException("secret")));

    assertFalse(lines.getFirst().contains("secret"));
    assertTrue(lines.getFirst().contains("java.lang.IllegalStateException"), lines.getFirst());
    assertTrue(lines.getFirst().contains("caused by java.lang.RuntimeException"));
  }

  @Test
  void tellsTheAttemptOfAHandlersLine() {
    StepContext.Identity attempt = new StepContext.Identity("order-1", "id-1", "charge", "key", 3);

    new HandlerLog(log).of(attempt).info("charged", Map.of("amount", 12.5, "step", "mine"));

    assertTrue(
        lines
            .getFirst()
            .contains(
                "\"execution\":\"order-1\",\"execution_id\":\"id-1\",\"step\":\"charge\","
                    + "\"attempt\":3"),
        lines.getFirst());
    assertTrue(lines.getFirst().contains("\"amount\":12.5"), lines.getFirst());
    assertFalse(lines.getFirst().contains("mine"), "fields of the host come first");
  }
}
