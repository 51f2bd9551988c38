package dev.flowstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.cli.testing.Changes;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

/// `flow test`, and what the commands for workflows do with test files.
class TestCommandTest {
  private static final String FLOW =
      """
      workflow greet

      input {
        name: string
      }

      greeting = step greetings.compose(name: input.name) retry 2 attempts, backoff 1s..1s
      answer = wait for answer timeout 365d
        on timeout { answer = { kind: "none" } }
      match answer.kind {
        case "good" { step log.info(message: "thanks") }
        case "bad" { fail Rude "well" }
        else { wait 1s }
      }
      return { text: greeting.text, answer: answer.kind }
      """;

  private static final String TESTS =
      """
      tests of greet

      input { name: "Ada" }
      given greetings.compose returns { text: "Hello, ${args.name}" }
      given log.info real

      test "nobody answers for a year" {
        expect result { text: "Hello, Ada", answer: "none" }
        expect time 365d..366d
      }

      test "a good answer" {
        at 3d signal answer with { kind: "good" }
        expect result includes { answer: "good" }
        expect steps [greetings.compose, log.info]
      }
      """;

  private static final String MISTAKES =
      """
      tests of greet

      given greetings.compose with { nmae: "Ada" } returns { text: "Hello" }
      given log.inof returns {}

      test "a name" {
        signal anwser with { kind: "good" }
        expect log.info called with { massage: "thanks" }
      }

      test "a name" {
        expect status failed
      }
      """;

  @TempDir private Path folder;
  private Session session;

  @BeforeEach
  void workflow() {
    session = new Session(folder);
    session.file("flows/greet.flow", FLOW).file("flows/greet.test.flow", TESTS);
  }

  @Test
  void testsPass() {
    Golden.assertIs("test", session.flow("test").transcript());
  }

  @Test
  void aFailureIsShownAsADiffWithTheTimeline() {
    session.file(
        "flows/greet.test.flow",
        TESTS
            + """

            test "a bad answer" {
              at 3d signal answer with { kind: "bad" }
              expect result { text: "Hello, Ada", answer: "bad" }
              expect steps [greetings.compose, log.info, ..]
            }

            test "another greeting" {
              signal answer with { kind: "good" }
              expect result { text: "Hello, Eve", answers: ["good"] }
              expect greetings.compose called once with { name: "Eve" }
            }

            test "a condition without a value" {
              given greetings.compose fails permanently Soft "no words"
              expect that result.text[0] == "H"
              expect steps []
            }
            """);
    Golden.assertIs("test-fails", session.flow("test").transcript());
  }

  @Test
  void onlyTestsOfANameAreRun() {
    Session.Ran ran = session.flow("test", "--name", "nobody*YEAR");
    assertTrue(ran.out().contains("1 of 1 test passed"), ran.out());
    assertEquals(2, session.flow("test", "--name", "nobody*good").exitCode());
  }

  @Test
  void coverageIsToldAndWritten() {
    Session.Ran ran = session.flow("test", "flows", "--coverage", "--coverage-file", "lcov.info");
    Golden.assertIs("test-coverage", ran.transcript() + session.read("lcov.info"));

    Session.Ran tooLittle = session.flow("test", "flows", "--fail-under", "95");
    assertEquals(1, tooLittle.exitCode(), tooLittle.out());
    for (String percent : List.of("200", "-5", "NaN")) {
      Session.Ran refused = session.flow("test", "flows", "--fail-under", percent);
      assertEquals(2, refused.exitCode());
      assertEquals("flow: error: --fail-under takes a percentage from 0 to 100\n", refused.err());
    }
    assertEquals(0, session.flow("test", "flows", "--fail-under", "50").exitCode());
  }

  @Test
  void aWorkflowThatNoTestIsAboutIsNotCovered() {
    session
        .file("flows/lonely.flow", "workflow lonely\n\nreturn 3\n")
        .file("flows/broken.flow", "workflow broken\n\nstpe a.b()\n");
    Session.Ran ran = session.flow("test", "flows", "--coverage", "--coverage-file", "lcov.info");
    assertTrue(ran.out().contains("flows/lonely.flow  0 of 1 statements"), ran.out());
    assertTrue(ran.out().contains("no test runs it"), ran.out());
    assertTrue(session.read("lcov.info").contains("SF:flows/lonely.flow"), ran.out());
    assertEquals(1, session.flow("test", "flows", "--fail-under", "83").exitCode());
    assertEquals(0, session.flow("test", "flows/greet.flow", "--fail-under", "83").exitCode());
  }

  @Test
  void aFileOfTestsWithoutATestIsAMistake() {
    session.file("empty/greet.flow", FLOW).file("empty/greet.test.flow", "tests of greet\n");
    Session.Ran ran = session.flow("test", "empty");
    assertEquals(2, ran.exitCode(), ran.out());
    assertTrue(ran.err().contains("there is no test in empty/greet.test.flow"), ran.err());
  }

  @Test
  void aHandlerOfAChildIsKnown() {
    session
        .file("flows/outer.flow", "workflow outer\n\nx = call greet(name: \"Ada\")\nreturn x\n")
        .file(
            "flows/outer.test.flow",
            """
            tests of outer

            test "the child's handlers and arguments are known" {
              given greetings.compose with { nmae: "Ada" } returns { text: "Hello" }
              given greetings.comprise returns {}
              given workflow greet with { nome: "Ada" } returns 1
              expect log.inof never called
            }
            """);
    Golden.assertIs("test-child-names", session.flow("test", "flows/outer.flow").transcript());
  }

  @Test
  void buildServersReadXml() throws Exception {
    session.file(
        "flows/greet.test.flow",
        TESTS + "\ntest \"<a> & \\\"b\\\" \\u0007\\t]]>\" {\n  expect result \"<&>\"\n}\n");
    assertEquals(1, session.flow("test", "--junit", "tests.xml").exitCode());

    String xml = session.read("tests.xml");
    var document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)));
    assertEquals("3", document.getDocumentElement().getAttribute("tests"));
    assertEquals("1", document.getDocumentElement().getAttribute("failures"));
    Element last = (Element) document.getElementsByTagName("testcase").item(2);
    assertEquals("<a> & \"b\" ?\t]]>", last.getAttribute("name"));
    assertTrue(xml.contains("<failure message=\"flows/greet.test.flow:19:3: "), xml);
  }

  @Test
  void programsReadJson() {
    session.file("flows/greet.test.flow", TESTS + "\ntest \"rude\" { expect error Rude }\n");
    Session.Ran ran = session.flow("test", "--json", "--coverage");
    Golden.assertIs("test-json", ran.transcript());
  }

  @Test
  void aFileWithErrorsIsNotRun() {
    session
        .file("flows/greet.test.flow", TESTS.replace("expect steps", "expcet steps"))
        .file("flows/other.test.flow", "tests of other\n")
        .file("flows/misspelt.test.flow", "tests of gret\n\ntest \"it\" {}\n")
        .file("flows/greet.names.test.flow", MISTAKES)
        .file("flows/broken.flow", "workflow broken\n\nstpe a.b()\n")
        .file("flows/broken.test.flow", "tests of broken\n\ntest \"it\" {}\n");
    Golden.assertIs("test-wrong", session.flow("test").transcript());
  }

  @Test
  void withoutTestsThereIsNothingToRun() {
    session.file("empty/only.flow", FLOW);
    Session.Ran ran = session.flow("test", "empty");
    assertEquals(2, ran.exitCode());
    assertTrue(ran.err().contains("NAME.test.flow beside NAME.flow"), ran.err());
  }

  @Test
  void theTestsOfANamedWorkflowAreThoseBesideIt() {
    session.file("flows/greet.more.test.flow", TESTS).file("flows/greets.test.flow", "nonsense");
    Session.Ran ran = session.flow("test", "flows/greet.flow");
    assertEquals(0, ran.exitCode(), ran.out() + ran.err());
    assertTrue(ran.out().contains("4 of 4 tests passed"), ran.out());
  }

  @Test
  void bothSpellingsAreFormattedLintedAndConverted() {
    session.file("flows/greet.test.flow", TESTS.replace("returns { text", "returns   {text"));
    assertEquals(1, session.flow("fmt", "--check").exitCode());
    assertEquals(0, session.flow("fmt").exitCode());
    assertEquals(TESTS, session.read("flows/greet.test.flow"));

    assertEquals(
        0,
        session
            .flow("convert", "flows/greet.test.flow", "-o", "flows/greet.yaml.test.flow.yaml")
            .exitCode());
    Session.Ran ran = session.flow("test", "flows/greet.yaml.test.flow.yaml");
    assertTrue(ran.out().contains("2 of 2 tests passed"), ran.out() + ran.err());
    assertEquals(TESTS, session.flow("convert", "flows/greet.yaml.test.flow.yaml").out());

    session.file("flows/greet.test.flow", TESTS.replace("signal answer", "signal anwser"));
    Session.Ran lint = session.flow("lint");
    assertEquals(1, lint.exitCode());
    assertTrue(lint.out().contains("did you mean 'answer'?"), lint.out());
  }

  @Test
  void aTestFileIsNoWorkflow() {
    Session.Ran ran = session.flow("run", "flows/greet.test.flow");
    assertEquals(2, ran.exitCode());
    assertTrue(ran.err().contains("flow test flows/greet.test.flow"), ran.err());
    assertEquals(2, session.flow("graph", "flows/greet.test.flow").exitCode());
    Session.Ran deploy = session.flow("deploy", "flows/greet.test.flow", "--function", "f");
    assertEquals(2, deploy.exitCode());
    assertTrue(deploy.err().contains("holds tests, and no workflow"), deploy.err());
  }

  @Test
  @Timeout(60)
  void watchingEndsWhenItIsInterrupted() throws Exception {
    CompletableFuture<Session.Ran> watching = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(() -> watching.complete(session.flow("test", "--watch", "--no-crash")));
    thread.interrupt();

    Session.Ran ran = watching.get(30, TimeUnit.SECONDS);
    assertEquals(130, ran.exitCode(), ran.err());
    assertTrue(ran.out().contains("2 of 2 tests passed"), ran.out());
    assertTrue(ran.out().contains("waiting for a change"), ran.out());
    assertEquals(2, session.flow("test", "--watch", "--json").exitCode());
  }

  @Test
  @Timeout(60)
  void watchingGoesOnWhereTheFileIsGone() throws Exception {
    CompletableFuture<Session.Ran> watching = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> watching.complete(session.flow("test", "--watch", "flows/gone.test.flow")));
    thread.interrupt();

    Session.Ran ran = watching.get(30, TimeUnit.SECONDS);
    assertEquals(130, ran.exitCode(), ran.err());
    assertTrue(ran.err().contains("there is no file flows/gone.test.flow"), ran.err());
    assertTrue(ran.out().contains("waiting for a change"), ran.out());
  }

  @Test
  @Timeout(60)
  void aChangeIsSeen() throws Exception {
    CountDownLatch stop = new CountDownLatch(1);
    Changes changes = new Changes(List.of(folder));
    session.file("notes.txt", "no workflow").file("flows/new.test.flow", "tests of new\n");
    assertTrue(changes.await(stop));

    session.file("target/classes/A.class", "a handler");
    assertTrue(changes.await(stop));

    Files.delete(folder.resolve("flows/new.test.flow"));
    assertTrue(changes.await(stop));

    stop.countDown();
    assertFalse(changes.await(stop));
  }

  @Test
  void whatIsNeitherAWorkflowNorATestIsSaidSo() {
    session.file("notes.txt", "no flow at all");
    Session.Ran ran = session.flow("test", "notes.txt");
    assertEquals(2, ran.exitCode(), ran.err());
    assertTrue(
        ran.err().contains("notes.txt is neither a workflow nor a file of tests"), ran.err());
  }
}
