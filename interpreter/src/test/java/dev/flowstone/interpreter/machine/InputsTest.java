package dev.flowstone.interpreter.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputsTest {

  private static final Program PROGRAM =
      Scenario.program(
          """
          workflow typed
          input {
            name: string
            count: int = 3
            price?: number
            at?: timestamp
            pause?: duration
            tags?: [string]
            extra?: {string}
            inner?: {x: int, y?: bool}
            note?: string?
            anything?: any
          }
          return input.name
          ---
          """);

  @Test
  void defaultsAreFilledInAndTimesAreRead() {
    assertEquals(
        "{\"name\":\"n\",\"at\":{\"$timestamp\":\"2026-01-31T09:00:00Z\"},\"pause\":{\"$duration\":\"5400s\"},\"count\":3}",
        accepted("{\"name\": \"n\", \"at\": \"2026-01-31T10:00:00+01:00\", \"pause\": \"1h30m\"}"));
  }

  @Test
  void whatFitsIsPassedOnAsItIs() {
    var given =
        "{\"name\":\"n\",\"count\":1,\"price\":1.50,\"tags\":[\"a\"],\"extra\":{\"k\":\"v\"},"
            + "\"inner\":{\"x\":123456789012345678901,\"z\":[1]},\"note\":null,\"anything\":[{}]}";
    assertEquals(given, accepted(given));
  }

  @Test
  void acceptingTwiceChangesNothing() {
    var once = accept("{\"name\": \"n\", \"pause\": \"2s\"}");
    if (once instanceof Inputs.Checked.Accepted(Value.Fields input)) {
      assertEquals(once, Inputs.accept(PROGRAM, input));
    } else {
      throw new AssertionError(once);
    }
  }

  @Test
  void everythingThatIsWrongIsSaidAtOnceAndWhere() {
    assertEquals(
        List.of(
            ".name should be string, not 7",
            ".count should be int, not 1.5",
            ".at should be a timestamp like 2026-01-31T09:00:00Z, not \"tomorrow\"",
            ".pause should be a duration like 1h30m, not 5",
            ".tags[1] should be string, not true",
            ".extra.k should be string, not null",
            ".inner.x is missing"),
        rejected(
            "{\"name\": 7, \"count\": 1.5, \"at\": \"tomorrow\", \"pause\": 5, \"tags\": [\"a\", true],"
                + " \"extra\": {\"k\": null}, \"inner\": {\"y\": true}}"));
  }

  @Test
  void inputsThatAreNotDeclaredAreRefusedWithTheNearestName() {
    assertEquals(
        List.of(".cuont is not declared: did you mean 'count'?"),
        rejected("{\"name\": \"n\", \"cuont\": 1}"));
  }

  @Test
  void anInputIsAMapAndNullStandsForNone() {
    assertEquals(List.of("should be a map of inputs, not [1]").size(), rejected("[1]").size());
    assertEquals(List.of(".name is missing"), rejected("null"));
  }

  @Test
  void manyProblemsAreCutOff() {
    assertEquals(20, rejected("{\"name\": \"n\", \"tags\": [" + "1,".repeat(999) + "1]}").size());
  }

  private static Inputs.Checked accept(String json) {
    if (ValueJson.parse(json) instanceof ValueJson.Parsed.Ok(Value value)) {
      return Inputs.accept(PROGRAM, value);
    }
    throw new AssertionError(json);
  }

  private static String accepted(String json) {
    if (accept(json) instanceof Inputs.Checked.Accepted(Value.Fields input)) {
      return ValueJson.tagged(input);
    }
    throw new AssertionError(accept(json));
  }

  private static List<String> rejected(String json) {
    if (accept(json) instanceof Inputs.Checked.Rejected(List<Conformance.Problem> problems)) {
      return problems.stream().map(p -> (p.path() + " " + p.message()).strip()).toList();
    }
    throw new AssertionError(accept(json));
  }
}
