package dev.flowstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands that only look at files: lint, fmt, convert, graph.
class SourceCommandsTest {
  private static final String CLEAN =
      """
      # Greets somebody.
      workflow greeting

      input {name: string}

      step log.info(message: "Hello, ${input.name}") timeout 5s
      """;
  private static final String UNTIDY = CLEAN.replace("input {name", "input {  name");
  private static final String WRONG =
      """
      workflow wrong
      order = step orders.validate(id: 1)
      return {status: ordr.status}
      """;
  private static final String BROKEN = "workflow broken\nx = = 1\n";

  @TempDir private Path folder;

  private Session session() {
    return new Session(folder);
  }

  @Test
  void lintSaysNothingAgainstACleanFile() {
    Golden.assertIs(
        "lint-clean", session().file("a.flow", CLEAN).flow("lint", "a.flow").transcript());
  }

  @Test
  void lintShowsPlaceCaretAndHint() {
    Golden.assertIs(
        "lint-findings",
        session().file("flows/wrong.flow", WRONG).flow("lint", "flows").transcript());
  }

  @Test
  void lintSpeaksJson() {
    Golden.assertIs(
        "lint-json", session().file("wrong.flow", WRONG).flow("lint", "--json").transcript());
  }

  @Test
  void lintLooksIntoFoldersButNotIntoHiddenAndBuiltOnes() {
    Session.Ran ran =
        session()
            .file("b/wrong.flow", WRONG)
            .file("a/deep/wrong.flow.yaml", "workflow: wrong\ndo:\n  - wiat: 1s\n")
            .file("target/wrong.flow", WRONG)
            .file("a/target/wrong.flow", WRONG)
            .file(".hidden/wrong.flow", WRONG)
            .file("a/.wrong.flow", WRONG)
            .file("a/notes.yaml", "not: a workflow")
            .flow("lint");
    Golden.assertIs("lint-folder", ran.transcript());
  }

  @Test
  void lintHoldsCallsAgainstTheWorkflowsAtHand() {
    Session session =
        session()
            .file(
                "flows/ship.flow",
                """
                workflow ship

                input {
                  order: string
                }

                x = call pack(ordr: input.order)
                y = start servey(order: input.order)
                z = call far_away()
                return [x, y, z]
                """)
            .file(
                "flows/parts/pack.flow",
                "workflow pack\ninput { order: string, gift: bool = true }\n")
            .file(
                "flows/survey.flow",
                "workflow survey\ninput { order: string }\ncall ship(order: \"\")\n");

    Golden.assertIs("lint-calls", session.flow("lint").transcript());
    String alone = session.flow("lint", "flows/ship.flow").out();
    assertTrue(alone.contains("did you mean 'survey'?"), "it looks beside the file: " + alone);
    assertEquals(
        "nothing to complain of in 1 file\n", session.flow("lint", "flows/survey.flow").out());
  }

  @Test
  void twoFilesOfOneWorkflowThatDifferAreTold() {
    Session session =
        session()
            .file("flows/ship.flow", "workflow ship\n\nx = call pack(order: \"1\")\nreturn x\n")
            .file("flows/old.flow", "workflow pack\ninput { order: string }\nreturn 1\n")
            .file("flows/pack.flow", "workflow pack\ninput { order: string }\nreturn 2\n")
            .file("flows/pack.test.flow", "tests of pack\n\ntest \"it packs\" {\n}\n");
    Golden.assertIs(
        "namesakes",
        session.flow("lint", "flows").transcript()
            + session.flow("run", "flows/ship.flow", "--name", "ship-1").transcript()
            + session.flow("test", "flows").transcript());

    // Two spellings of one are one.
    session.flow("convert", "flows/pack.flow", "-o", "flows/pack.flow.yaml");
    session.file("flows/old.flow", session.read("flows/pack.flow"));
    assertEquals("nothing to complain of in 5 files\n", session.flow("lint", "flows").out());
    assertEquals(0, session.flow("run", "flows/ship.flow", "--name", "ship-2").exitCode());
  }

  @Test
  void lintTakesGlobs() {
    Session session =
        session().file("a/one.flow", CLEAN).file("a/b/two.flow", CLEAN).file("three.flow", CLEAN);
    assertEquals("nothing to complain of in 2 files\n", session.flow("lint", "a/**/*.flow").out());
    assertEquals("nothing to complain of in 1 file\n", session.flow("lint", "a/*.flow").out());
    assertEquals("nothing to complain of in 3 files\n", session.flow("lint", "**/*.flow").out());
    assertEquals(2, session.flow("lint", "a/*.yaml").exitCode());
  }

  @Test
  void lintReadsStandardInputUnderTheNameThatItIsGiven() {
    Session.Ran ran =
        session()
            .typing("workflow: wrong\ndo:\n  - wiat: 1s\n")
            .flow("lint", "-", "--stdin-filename", "draft.flow.yaml");
    Golden.assertIs("lint-stdin", ran.transcript());
  }

  @Test
  void lintFailsOnWhatItIsToldTo() {
    Session session =
        session().file("a.flow", "workflow a\nx = step log.info(message: \"unused\")\n");
    assertEquals(0, session.flow("lint", "a.flow").exitCode());
    assertEquals(1, session.flow("lint", "a.flow", "--fail-on", "info").exitCode());
    assertEquals(2, session.flow("lint", "a.flow", "--fail-on", "inof").exitCode());
  }

  @Test
  void lintNamesTheFileThatWasMeant() {
    Golden.assertIs(
        "lint-missing",
        session().file("flows/order.flow", CLEAN).flow("lint", "flows/oder.flow").transcript());
  }

  @Test
  void lintToleratesBytesThatAreNoText() throws IOException {
    Files.write(folder.resolve("bytes.flow"), new byte[] {'w', (byte) 0xff, '\n', 0});
    Session.Ran ran = session().flow("lint");
    assertEquals(1, ran.exitCode());
    assertTrue(ran.out().contains("[FL010]"), ran.out());
  }

  @Test
  void fmtRewritesBothSpellingsAndKeepsThePermissions() throws IOException {
    Session session = session().file("a.flow", UNTIDY);
    session.file(
        "b.flow.yaml",
        session.flow("convert", "a.flow").out().replace("timeout: 5s", "timeout:   5s"));
    Files.setPosixFilePermissions(
        session.path("a.flow"), PosixFilePermissions.fromString("rw-r-----"));
    Session.Ran check = session.flow("fmt", "--check");
    Golden.assertIs("fmt-check", check.transcript());
    assertEquals(UNTIDY, session.read("a.flow"));
    Golden.assertIs("fmt", session.flow("fmt").transcript());
    assertFalse(session.read("a.flow").contains("{  name"));
    assertEquals(
        "rw-r-----",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(session.path("a.flow"))));
    assertEquals(0, session.flow("fmt", "--check").exitCode());
  }

  @Test
  void fmtLeavesAFileWithSyntaxErrorsAlone() {
    Session session = session().file("broken.flow", BROKEN);
    Golden.assertIs("fmt-broken", session.flow("fmt").transcript());
    assertEquals(BROKEN, session.read("broken.flow"));
  }

  @Test
  void fmtIsAFilterToo() {
    Session.Ran ran = session().typing(UNTIDY).flow("fmt", "-");
    assertEquals(0, ran.exitCode());
    assertEquals(ran.out(), session().typing(ran.out()).flow("fmt", "-").out());
    assertEquals(1, session().typing(UNTIDY).flow("fmt", "--check", "-").exitCode());
  }

  @Test
  void convertGoesBothWays() {
    Session session = session().file("a.flow", CLEAN);
    String formatted = session.typing(CLEAN).flow("fmt", "-").out();
    Session.Ran yaml = session.flow("convert", "a.flow");
    Golden.assertIs("convert", yaml.transcript());
    session.file("b.flow.yaml", yaml.out());
    assertEquals(formatted, session.flow("convert", "b.flow.yaml").out());
    assertEquals(0, session.flow("convert", "b.flow.yaml", "-o", "c.flow").exitCode());
    assertEquals(formatted, session.read("c.flow"));
  }

  @Test
  void convertWritesOverNothingUnlessItIsTold() {
    Session session = session().file("a.flow", CLEAN).file("b.flow.yaml", "mine\n");
    Golden.assertIs(
        "convert-there", session.flow("convert", "a.flow", "-o", "b.flow.yaml").transcript());
    assertEquals("mine\n", session.read("b.flow.yaml"));
    assertEquals(2, session.flow("convert", "a.flow", "--to", "text", "-o", "a.flow").exitCode());
    assertEquals(CLEAN, session.read("a.flow"));
    assertEquals(0, session.flow("convert", "a.flow", "-o", "b.flow.yaml", "--force").exitCode());
    assertTrue(session.read("b.flow.yaml").startsWith("#"), session.read("b.flow.yaml"));
  }

  @Test
  void convertComplainsOfSyntaxErrors() {
    Golden.assertIs(
        "convert-broken",
        session().file("broken.flow", BROKEN).flow("convert", "broken.flow").transcript());
  }

  @Test
  void graphDrawsTheWorkflow() {
    Session.Ran ran = session().file("a.flow", CLEAN).flow("graph", "a.flow");
    assertEquals(0, ran.exitCode());
    assertTrue(ran.out().startsWith("flowchart"), ran.out());
  }

  @Test
  void coloursAreOnlyForTerminals() {
    Session session = session().file("wrong.flow", WRONG);
    assertFalse(session.flow("lint").out().contains("\033["));
    assertTrue(session.flow("lint", "--color", "always").out().contains("\033["));
    assertTrue(session().onTerminal().flow("lint").out().contains("\033["));
    assertFalse(session().onTerminal().flow("lint", "--color", "never").out().contains("\033["));
    assertFalse(session().onTerminal().with("NO_COLOR", "1").flow("lint").out().contains("\033["));
  }
}
