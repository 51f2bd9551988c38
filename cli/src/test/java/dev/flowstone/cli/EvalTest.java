package dev.flowstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvalTest {
  @TempDir private Path folder;

  private Session.Ran eval(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "eval";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return new Session(folder).flow(all);
  }

  @Test
  void aValueIsPrintedAsJson() {
    assertEquals("3\n", eval("1 + 2").out());
    assertEquals(
        "\"Hello, Ada\"\n", eval("'Hello, ' + name", "--vars", "{\"name\": \"Ada\"}").out());
    assertEquals("{\"value\":3}\n", eval("1 + 2", "--json").out());
  }

  @Test
  void anExpressionWithoutValueTellsWhy() {
    Golden.assertIs(
        "eval-error", eval("order.totl", "--vars", "{\"order\": {\"total\": 3}}").transcript());
    assertEquals(1, eval("1 / 0", "--json").exitCode());
  }

  @Test
  void badVariablesArePointedAt() {
    Golden.assertIs("eval-bad-vars", eval("x", "--vars", "{\"x\": [1, 2}").transcript());
    assertEquals(2, eval("x", "--vars", "[1]").exitCode());
    assertEquals(2, eval("x", "--vars", "@nowhere.json").exitCode());
    assertEquals(2, eval().exitCode());
  }

  @Test
  void everyLineGetsItsAnswer() {
    String lines =
        """
        {"expr": "a + 1", "vars": {"a": 1}, "check": true}

        {"expr": "1 / 0"}
        {"expr": "'a' + 1", "check": true}
        {"expr": "'a' + 1", "check": false}
        not json
        {"expr": "[1, 2].map(n, n * 2)"}\
        """;
    Golden.assertIs(
        "eval-lines", new Session(folder).typing(lines).flow("eval", "--jsonl").transcript());
  }
}
