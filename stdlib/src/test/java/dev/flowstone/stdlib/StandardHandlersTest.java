package dev.flowstone.stdlib;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.handler.BoundHandler;
import dev.flowstone.interpreter.handler.HandlerCatalog;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.handler.Reply;
import dev.flowstone.interpreter.handler.StepContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandardHandlersTest {

  @Test
  void whatIsListedIsWhatIsOfferedAndCatalogued() {
    List<String> names = List.of("assert.that", "http.request", "log.info");
    ClassLoader classes = StandardHandlers.class.getClassLoader();
    assertEquals(names, names(StandardHandlers.registry()));
    assertEquals(names, names(HandlerRegistry.load(classes)));
    assertEquals(
        names,
        HandlerCatalog.load(classes).entries().stream().map(HandlerCatalog.Entry::name).toList());
  }

  @Test
  void anAssertionThatHoldsGivesNothing() throws Exception {
    assertEquals(
        new Reply.Completed(Value.Null.NULL), call("assert.that", "{\"condition\": true}"));
  }

  @Test
  void anAssertionThatDoesNotHoldFailsForGood() throws Exception {
    assertEquals(
        new Reply.Failed("AssertionFailed", "stock is negative", Optional.empty(), true, true),
        call("assert.that", "{\"condition\": false, \"message\": \"stock is negative\"}"));
    assertEquals(
        new Reply.Failed("AssertionFailed", "the condition is false", Optional.empty(), true, true),
        call("assert.that", "{\"condition\": false}"));
  }

  @Test
  void aLogLineKeepsItsDataAsAField() throws Exception {
    List<String> lines = new ArrayList<>();
    StepContext context =
        new StepContext(
            new StepContext.Identity("orders-1", "e1", "note", "k", 1),
            InstantSource.system(),
            Instant.now().plusSeconds(60),
            () -> {},
            (level, message, fields, cause) -> lines.add(level + " " + message + " " + fields),
            Optional.empty());
    Value.Fields arguments = json("{\"message\": \"paid\", \"data\": [1]}");
    BoundHandler handler = StandardHandlers.registry().find("log.info").orElseThrow();
    assertEquals(new Reply.Completed(Value.Null.NULL), handler.call(arguments, context));
    assertEquals(
        List.of("INFO paid " + Map.of("data", new Value.Items(List.of(new Value.Int(1))))), lines);
  }

  private static Reply call(String handler, String arguments) throws InterruptedException {
    return StandardHandlers.registry()
        .find(handler)
        .orElseThrow()
        .call(json(arguments), StepContext.standalone("k"));
  }

  private static List<String> names(HandlerRegistry registry) {
    return registry.all().stream().map(BoundHandler::name).toList();
  }

  private static Value.Fields json(String text) {
    return switch (ValueJson.parse(text)) {
      case ValueJson.Parsed.Ok(Value value) -> (Value.Fields) value;
      case ValueJson.Parsed.Malformed problem -> throw new AssertionError(problem.describe());
    };
  }
}
