package dev.flowstone.interpreter.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvalLineTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"expr\":\"a + 1\",\"vars\":{\"a\":2}}                  | {\"value\":3}",
        "{\"expr\":\"1h + 30m\"}                                  | {\"value\":\"5400s\"}",
        "{\"expr\":\"timestamp(t)\",\"vars\":{\"t\":\"2026-01-01T01:00:00+01:00\"}} |"
            + " {\"value\":\"2026-01-01T00:00:00Z\"}",
        "{\"expr\":\"1 +\"}                                       | parse",
        "{\"expr\":\"nmae\",\"vars\":{\"name\":1}}                | check 1:1: there is no 'nmae'"
            + " here; did you mean 'name'?",
        "{\"expr\":\"1 + 'a'\"}                                   | check",
        "{\"expr\":\"1 + 'a'\",\"check\":false}                   | no_such_overload '+' cannot"
            + " take int and string",
        "{\"expr\":\"b\",\"check\":false}                         | undeclared_reference there is"
            + " no 'b'",
        "{\"expr\":\"a.b()\",\"check\":false}                     | no_such_overload there is no"
            + " function 'b'",
        "{\"expr\":\"1.0 / 0.0\"}                                 | result Infinity is no JSON"
            + " number",
        "{\"expr\":\"[1.0 / 0.0]\"}                               | result Infinity is no JSON"
            + " number at $[0]",
        "{\"expr\":\"optional.none()\"}                           | check",
        "{\"expr\":1}                                             | request",
        "{\"exp\":\"1\"}                                          | request",
        "[]                                                       | request",
        "{\"expr\":                                               | request line 1, column 9: the"
            + " document ends too early"
      })
  void aLineHasOneAnswer(String line, String expected) {
    String answer = EvalLine.answer(line);
    if (expected.startsWith("{")) {
      assertEquals(expected, answer);
      return;
    }
    int space = expected.indexOf(' ');
    String kind = space < 0 ? expected : expected.substring(0, space);
    String start = "{\"error\":{\"kind\":\"" + kind + "\",\"message\":\"";
    assertEquals(start, answer.substring(0, Math.min(start.length(), answer.length())), answer);
    if (space >= 0) {
      assertEquals(start + expected.substring(space + 1) + "\"}}", answer);
    }
  }
}
