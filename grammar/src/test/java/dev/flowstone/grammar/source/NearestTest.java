package dev.flowstone.grammar.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

  private static final List<String> KNOWN =
      List.of("timeout", "retry", "step", "for", "on", "heartbeat", "compensate", "cardDeclined");

  @ParameterizedTest
  @CsvSource({
    "timout, timeout",
    "tiemout, timeout",
    "TIMEOUT, timeout",
    "rety, retry",
    "retyr, retry",
    "setp, step",
    "fro, for",
    "On, on",
    "compensat, compensate",
    "heartbaet, heartbeat",
    "card_declined, cardDeclined"
  })
  void findsWhatWasProbablyMeant(String word, String meant) {
    assertEquals(Optional.of(meant), Nearest.of(word, KNOWN));
  }

  @ParameterizedTest
  @CsvSource({"xyz", "in", "o", "order", "timeoutAfterSomeTime", "''"})
  void findsNothingWhereNothingIsNear(String word) {
    assertEquals(Optional.empty(), Nearest.of(word, KNOWN));
  }

  @Test
  void aKnownWordIsNotItsOwnMend() {
    assertEquals(Optional.empty(), Nearest.of("step", KNOWN));
  }

  @Test
  void takesTheFirstOfThoseThatAreEquallyNear() {
    assertEquals(Optional.of("abcd"), Nearest.of("abc_", List.of("abcd", "abce")));
  }

  @Test
  void asksWhetherItWasMeant() {
    assertEquals(Optional.of("did you mean 'retry'?"), Nearest.hint("rety", KNOWN));
  }
}
