package dev.flowstone.interpreter.handler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandlerRegistryTest {

  record Empty() {}

  @Handler(name = "cards.charge")
  @Raises(name = "CardDeclined", permanent = true, description = "The bank says no.")
  static final class First implements StepHandler<Empty, String> {
    @Override
    public String handle(Empty input, StepContext context) {
      return "first";
    }
  }

  @Handler(name = "cards.charge")
  static final class Second implements StepHandler<Empty, String> {
    @Override
    public String handle(Empty input, StepContext context) {
      return "second";
    }
  }

  @Handler(name = "Cards Charge")
  static final class IllNamed implements StepHandler<Empty, String> {
    @Override
    public String handle(Empty input, StepContext context) {
      return "";
    }
  }

  static final class Nameless implements StepHandler<Empty, String> {
    @Override
    public String handle(Empty input, StepContext context) {
      return "";
    }
  }

  @Test
  void handlersAreFoundByName() {
    HandlerRegistry registry = HandlerRegistry.of(new First());
    BoundHandler handler = registry.find("cards.charge").orElseThrow();
    assertEquals(
        List.of(new DeclaredError("CardDeclined", true, "The bank says no.")), handler.errors());
    assertEquals(Optional.empty(), registry.find("cards.refund").map(BoundHandler::name));
    assertEquals(Optional.of("cards.charge"), registry.nearest("card.charge"));
    assertEquals(Optional.empty(), registry.nearest("mail.send"));
  }

  @Test
  void twoHandlersOfOneNameAreRefused() {
    UnusableHandler refused =
        assertThrows(UnusableHandler.class, () -> HandlerRegistry.of(new First(), new Second()));
    assertEquals(
        "two handlers are called \"cards.charge\": "
            + First.class.getName()
            + " and "
            + Second.class.getName(),
        refused.getMessage());
  }

  @Test
  void theSameHandlerMayBeListedTwice() {
    HandlerRegistry once = HandlerRegistry.of(new First());
    assertEquals(1, once.with(HandlerRegistry.of(new First())).all().size());
  }

  @Test
  void aHandlerNeedsAGoodName() {
    assertEquals(
        IllNamed.class.getName() + ": \"Cards Charge\" is no handler name; " + HandlerName.RULE,
        assertThrows(UnusableHandler.class, () -> HandlerRegistry.of(new IllNamed())).getMessage());
    assertEquals(
        Nameless.class.getName() + " has no @Handler annotation to give it a name",
        assertThrows(UnusableHandler.class, () -> HandlerRegistry.of(new Nameless())).getMessage());
  }

  @Test
  void aLambdaCannotBeAHandler() {
    StepHandler<Empty, String> lambda = (input, context) -> "";
    assertThrows(UnusableHandler.class, () -> HandlerRegistry.of(lambda));
  }
}
