package dev.flowstone.grammar.value;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {

  @ParameterizedTest
  @CsvSource({
    "90s,90s",
    "1h45m47s,6347s",
    "-1.5s,-1.5s",
    "1d,86400s",
    "1ms,0.001s",
    "-1ns,-0.000000001s",
    "0,0s",
    ".5h,1800s"
  })
  void durationsAreReadInUnitsAndWrittenInSeconds(String text, String written) {
    assertEquals(Optional.of(written), TimeText.parseDuration(text).map(TimeText::duration));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "s", "1", "1x", "1h1", "-", "1..5s", "--1s", "320000000000s", "1 s", ".s"})
  void whatIsNoDurationIsNotRead(String text) {
    assertEquals(Optional.empty(), TimeText.parseDuration(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-02-30T00:00:00Z",
        "0000-01-01T00:00:00Z",
        "2026-01-01",
        "10000-01-01T00:00:00Z",
        "2026-01-01T00:00:00"
      })
  void whatIsNoInstantIsNotRead(String text) {
    assertEquals(Optional.empty(), TimeText.parseTimestamp(text));
  }

  @Test
  void instantsMayHaveAnOffset() {
    assertEquals(
        Optional.of(Instant.parse("2025-12-31T22:30:00Z")),
        TimeText.parseTimestamp("2026-01-01T00:00:00+01:30"));
  }
}
