package dev.flowstone.tests.flows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.cli.Flow;
import dev.flowstone.cli.terminal.Shell;
import dev.flowstone.tests.docs.Markdown;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// `flow test workflows`: the tests of the founding workflows pass, with and without crashes, and
/// nothing in the workflows is left out.
class TestsBesideWorkflowsTest {

  private static String flow(String... words) {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    Shell shell =
        new Shell(
            Markdown.root(),
            "./flow",
            Map.of(),
            InputStream.nullInputStream(),
            out,
            out,
            false,
            false);
    int exitCode = Flow.execute(shell, words);
    String text = said.toString(StandardCharsets.UTF_8);
    assertEquals(0, exitCode, text);
    return text;
  }

  @Test
  void theTestsPassAndCoverEveryStatementAndBranch() {
    String said = flow("test", "workflows", "--coverage", "--fail-under", "100");
    assertTrue(said.contains("coverage 100.0 % of statements and branches"), said);
    assertTrue(said.contains("it is charged again after a year"), said);
  }

  @Test
  void theyPassOnAHostThatLives() {
    flow("test", "workflows", "--no-crash");
  }

  @Test
  void theyAreFormattedAndFreeOfFindings() {
    flow("fmt", "--check", "workflows");
    flow("lint", "workflows", "--fail-on", "warning");
  }
}
