package dev.flowstone.interpreter.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallbackTokenTest {

  private static final State STATE = started("order ☃ 7", "id-1", "secret");

  private static State started(String name, String id, String secret) {
    var program =
        PartCompiler.compile(
            List.of(new Part.Await("a", "go", false, Optional.empty())), Optional.empty());
    var event =
        new Event.Started(
            Driver.START,
            name,
            id,
            "v1",
            Semantics.NEWEST,
            Value.Null.NULL,
            secret,
            "http://localhost/",
            Optional.empty());
    return Machine.start(program, event).state();
  }

  @Test
  void aTokenIsReadBackAndFitsItsExecution() {
    var token = CallbackToken.of(STATE.identity(), 1);
    assertEquals(Optional.of(token), CallbackToken.parse(token.text()));
    assertEquals("order ☃ 7", token.name());
    assertEquals("1", token.awaitId());
    assertTrue(token.verify(STATE));
  }

  @Test
  void aTokenHasAtLeast128BitsThatNobodyCanGuess() {
    assertEquals(22, CallbackToken.of(STATE.identity(), 1).code().length());
    assertNotEquals(
        CallbackToken.of(STATE.identity(), 1).code(), CallbackToken.of(STATE.identity(), 2).code());
  }

  @Test
  void aTokenOfAnotherExecutionIncarnationOrWaitDoesNotFit() {
    assertFalse(
        CallbackToken.of(started("order ☃ 7", "id-2", "secret").identity(), 1).verify(STATE));
    assertFalse(
        CallbackToken.of(started("order ☃ 7", "id-1", "other").identity(), 1).verify(STATE));
    assertFalse(CallbackToken.of(started("other", "id-1", "secret").identity(), 1).verify(STATE));
    var token = CallbackToken.of(STATE.identity(), 1);
    assertFalse(new CallbackToken(token.name(), 2, token.code()).verify(STATE));
    assertFalse(new CallbackToken(token.name(), 1, token.code().substring(1)).verify(STATE));
  }

  @Test
  void anEmptySecretStillMakesTokens() {
    var state = started("it", "id", "");
    assertTrue(CallbackToken.of(state.identity(), 1).verify(state));
  }

  @Test
  void whatIsNoTokenIsNone() {
    var token = CallbackToken.of(STATE.identity(), 1).text();
    for (var text :
        List.of(
            "",
            ".",
            "..",
            "a.b.c",
            "aXQ.0.abc",
            "aXQ.-1.abc",
            "aXQ.1.",
            "aXQ.99999999999.abc",
            "a!Q.1.abc",
            token + ".x",
            "x".repeat(5_000))) {
      assertEquals(Optional.empty(), CallbackToken.parse(text), text);
    }
  }
}
