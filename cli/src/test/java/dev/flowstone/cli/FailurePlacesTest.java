package dev.flowstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where in its file a workflow failed.
class FailurePlacesTest {
  private static final String SHARE =
      """
      workflow share

      input { a: number, b: number }

      done = step log.info(message: "sharing")
        compensate log.info(message: "taking it back")
      if input.a > 0 {
        x = input.a / input.b
        return x
      }
      return 0
      """;
  private static final String ZERO = "{\"a\": 1, \"b\": 0}";

  @TempDir private Path folder;
  private Session session;

  @BeforeEach
  void aFlowThatDivides() {
    session = new Session(folder).file("flows/share.flow", SHARE);
  }

  private Session.Ran run(String file, String input) {
    return session.flow("run", file, "--name", "s-1", "--input", input);
  }

  private void assertToldAt(String place) {
    String text = session.flow("status", "s-1").out();
    assertTrue(text.contains("  error    ") && text.contains(", at " + place + "\n"), text);
  }

  @Test
  void isToldByRunAndStatusThoughUndosHaveRun() {
    Session.Ran ran = run("flows/share.flow", ZERO);

    Golden.assertIs("run-expression-failed", ran.transcript());
    assertToldAt("flows/share.flow:8:3");
    String json = session.flow("status", "s-1", "--json").out();
    assertTrue(
        json.contains("\"at\": {\"file\":\"flows/share.flow\",\"line\":8,\"column\":3}"), json);
  }

  @Test
  void isThatOfTheTextThatRanWhateverTheFileSaysNow() {
    run("flows/share.flow", ZERO);
    session.file("flows/share.flow", "\n\n\n" + SHARE);

    assertToldAt("flows/share.flow:8:3");
  }

  @Test
  void isToldOfYamlToo() {
    session.flow("convert", "flows/share.flow", "-o", "flows/share.flow.yaml");
    run("flows/share.flow.yaml", ZERO);

    String yaml = session.read("flows/share.flow.yaml");
    int line = 1 + yaml.substring(0, yaml.indexOf("input.a / input.b")).split("\n", -1).length - 1;
    String told = session.flow("status", "s-1").out();
    assertTrue(told.contains(", at flows/share.flow.yaml:" + line + ":"), yaml + told);
  }

  @Test
  void isThatOfTheBranchThatFailed() {
    session.file(
        "branches.flow",
        """
        workflow branches
        input { b: number }
        all = for n in [1, 2] parallel 2 {
          step log.info(message: "n")
          yield n / input.b
        }
        return all
        """);
    run("branches.flow", "{\"b\": 0}");

    assertToldAt("branches.flow:5:3");
  }

  @Test
  void isThatOfAStepWhoseHandlerFailed() {
    session.file(
        "f.flow", "workflow f\n\nx = step assert.that(condition: false) retry 1 attempts\n");
    run("f.flow", "{}");

    assertToldAt("f.flow:3:1");
  }

  @Test
  void isNotGuessedWhereAFinallyCameBetween() {
    session.file(
        "last.flow",
        """
        workflow last
        input { b: number }
        try {
          x = 1 / input.b
        } finally {
          step log.info(message: "last")
        }
        """);
    run("last.flow", "{\"b\": 0}");

    String text = session.flow("status", "s-1").out();
    assertTrue(text.contains("  error    ExpressionError"), text);
    assertFalse(text.contains("last.flow:"), text);
  }

  @Test
  void isToldOfAFailedTest() {
    session.file(
        "flows/share.test.flow",
        """
        tests of share

        given log.info returns {}

        test "nothing is shared by nobody" {
          input { a: 1, b: 0 }
          expect result 1
        }
        """);
    Session.Ran ran = session.flow("test", "flows");

    assertEquals(1, ran.exitCode());
    assertTrue(
        ran.out().contains("flows/share.flow:8:3: here it failed: ExpressionError\n"), ran.out());
    assertTrue(ran.out().contains("  x = input.a / input.b\n"), ran.out());
  }
}
