package dev.flowstone.tests.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.expression.EvalLine;
import dev.flowstone.tests.docs.Markdown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs every example of docs/language/expressions.md: `expression // => JSON`, or `// => error
/// kind`.
class ExpressionsPageTest {

  private static final String RESULT = "// => ";
  private static final Markdown PAGE =
      Markdown.read(Markdown.root().resolve("docs/language/expressions.md"));

  record Example(String place, String expression, String result) {
    @Override
    public String toString() {
      return place + " " + expression;
    }
  }

  static Stream<Example> examples() {
    return PAGE.blocks().stream()
        .filter(block -> block.language().equals("cel"))
        .flatMap(block -> examples(block).stream());
  }

  private static List<Example> examples(Markdown.Block block) {
    List<Example> examples = new ArrayList<>();
    StringBuilder expression = new StringBuilder();
    for (String line : block.text().lines().toList()) {
      int at = line.indexOf(RESULT);
      expression.append(at < 0 ? line + "\n" : line.substring(0, at));
      if (at >= 0) {
        examples.add(
            new Example(
                block.place(),
                expression.toString().strip(),
                line.substring(at + RESULT.length()).strip()));
        expression.setLength(0);
      }
    }
    assertEquals("", expression.toString().strip(), block.place() + " ends without a result");
    return examples;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void everyExampleGivesWhatThePageSays(Example example) {
    EvalLine.Answer answer = EvalLine.evaluate(example.expression(), names(), true);
    EvalLine.Answer unchecked = EvalLine.evaluate(example.expression(), names(), false);
    String said =
        switch (answer) {
          case EvalLine.Answer.Ok(String json) -> json;
          case EvalLine.Answer.Wrong(String kind, String message) -> "error " + kind;
        };
    assertEquals(example.result(), said, answer::toString);
    if (answer instanceof EvalLine.Answer.Ok) {
      assertEquals(answer, unchecked);
    }
  }

  private static Map<Value, Value> names() {
    String json =
        PAGE.blocks().stream()
            .filter(block -> block.language().equals("json") && block.says("vars"))
            .findFirst()
            .orElseThrow()
            .text();
    Value value = assertInstanceOf(ValueJson.Parsed.Ok.class, ValueJson.parse(json)).value();
    return assertInstanceOf(Value.Fields.class, value).entries();
  }

  @Test
  void thePageHasManyExamples() {
    assertTrue(examples().count() > 50);
  }
}
