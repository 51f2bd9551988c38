package dev.flowstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Handlers of a user's own project, which no class path of `flow` knows.
class OwnHandlersTest {
  private static final String HANDLER =
      """
      package demo;

      import dev.flowstone.interpreter.handler.Handler;
      import dev.flowstone.interpreter.handler.StepContext;
      import dev.flowstone.interpreter.handler.StepHandler;

      @Handler(name = "demo.shout", description = "Says it loudly.")
      public final class Shout implements StepHandler<Shout.Input, Shout.Output> {
        public record Input(String text) {}
        public record Output(String text) {}

        @Override
        public Output handle(Input input, StepContext context) {
          return new Output(input.text().toUpperCase(java.util.Locale.ROOT));
        }
      }
      """;
  private static final String FLOW =
      """
      workflow shouting
      first = step demo.shout(text: "one")
      more = wait for more timeout 1h
      second = step demo.shout(text: more.text)
      return [first.text, second.text]
      """;

  @TempDir private Path folder;
  private Session session;

  @BeforeEach
  void aProjectWithAHandler() {
    session =
        new Session(folder)
            .file("project/src/Shout.java", HANDLER)
            .file("project/flows/shouting.flow", FLOW);
  }

  private void build(String classes) {
    session
        .file(
            classes + "/META-INF/services/dev.flowstone.interpreter.handler.StepHandler",
            "demo.Shout\n")
        .file(classes + "/META-INF/flowstone/handlers.json", "{}");
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int result =
        compiler.run(
            null,
            null,
            null,
            "-proc:none",
            "-d",
            session.path(classes).toString(),
            "-cp",
            System.getProperty("java.class.path"),
            session.path("project/src/Shout.java").toString());
    assertEquals(0, result);
  }

  @Test
  void areFoundInTheProjectOfTheFlowAndRememberedForTheNextProcess() {
    build("project/target/classes");
    Session.Ran run = session.flow("run", "project/flows/shouting.flow", "--name", "s-1");
    assertEquals(0, run.exitCode(), run.toString());
    assertTrue(
        session.read(".flowstone/handlers").contains("project/target/classes"),
        session.read(".flowstone/handlers"));
    Session.Ran signal = session.flow("signal", "s-1", "more", "{\"text\": \"two\"}");
    assertEquals(0, signal.exitCode(), signal.toString());
    assertTrue(session.flow("status", "s-1", "--json").out().contains("[\"ONE\",\"TWO\"]"));
  }

  @Test
  void areTakenFromWhereTheUserSays() {
    build("elsewhere");
    List<String> found = List.of("run", "project/flows/shouting.flow", "--name", "s-1");
    assertEquals(2, session.flow(found.toArray(String[]::new)).exitCode());
    Session.Ran run =
        session.flow(
            "run", "project/flows/shouting.flow", "--name", "s-1", "--handlers", "elsewhere");
    assertEquals(0, run.exitCode(), run.toString());
    assertEquals(
        2, session.flow("run", "project/flows/shouting.flow", "--handlers", "nowhere").exitCode());
  }

  @Test
  void areHeldAgainstAFlowThatIsNotRun() {
    session.file("project/flows/shouting.flow", FLOW.replace("demo.shout", "demo.shuot"));
    String wrong = "handler 'demo.shuot'";
    assertEquals(0, session.flow("lint", "project").exitCode());
    catalog("project/target/classes");
    Session.Ran found = session.flow("lint", "project");
    assertEquals(0, found.exitCode(), "a host may have more than the project");
    assertTrue(found.out().contains("warning"), found.out());
    assertTrue(found.out().contains("this project has no " + wrong), found.out());
    assertTrue(found.out().contains("did you mean 'demo.shout'?"), found.out());

    catalog("elsewhere");
    Session.Ran given = session.flow("lint", "project", "--handlers", "elsewhere");
    assertEquals(1, given.exitCode());
    assertTrue(given.out().contains("there is no " + wrong + " in --handlers"), given.out());
    Session.Ran deployed =
        session.flow("deploy", "project", "--handlers", "elsewhere", "--function", "none");
    assertEquals(1, deployed.exitCode(), "no host was asked");
    assertTrue(deployed.out().contains("did you mean 'demo.shout'?"), deployed.out());

    session.file("project/flows/shouting.flow", FLOW);
    assertEquals(
        "nothing to complain of in 1 file\n",
        session.flow("lint", "project", "--handlers", "elsewhere").out());
  }

  @Test
  void areHeldAgainstTheArgumentsThatAFlowGivesThem() {
    catalogFile("host.json");
    session.file(
        "project/flows/shouting.flow",
        """
        workflow shouting
        step demo.shout(txt: "one")
        step demo.shout(text: 1, loud: "very")
        step demo.shout(text: "two", loud: "quiet")
        """);
    Golden.assertIs(
        "lint-arguments", session.flow("lint", "project", "--handlers", "host.json").transcript());

    catalog("project/target/classes");
    Session.Ran found = session.flow("lint", "project");
    assertEquals(0, found.exitCode(), "a host may have others than the project");
    assertTrue(found.out().contains("warning: the handler 'demo.shout' needs"), found.out());
  }

  @Test
  void areNotMissedWhereTheyWereWrittenSinceTheBuild() {
    catalog("project/target/classes");
    session
        .file("project/src/main/java/demo/Shout.java", HANDLER.replace("demo.shout", "demo.yell"))
        .file("project/flows/shouting.flow", FLOW.replace("demo.shout", "demo.yell"));

    assertEquals("nothing to complain of in 1 file\n", session.flow("lint", "project").out());
  }

  @Test
  void ofAProjectAboveAreNotThoseOfAProjectThatWasNotBuilt() {
    catalog("target/classes");
    session
        .file("project/pom.xml", "<project/>")
        .file("project/flows/shouting.flow", FLOW.replace("demo.shout", "demo.own"));

    assertEquals("nothing to complain of in 1 file\n", session.flow("lint", "project").out());
  }

  @Test
  void thatCannotBeReadAreToldWithTheirPlace() {
    session
        .file("bad.json", "{\n  \"format\": 1,\n  \"handlers\": [}\n")
        .file("other.json", "{\"format\": 1, \"handlers\": [{\"name\": 1}]}")
        .file("notes.txt", "nothing")
        .file("classes/META-INF/flowstone/handlers.json", "[");
    catalogFile("host.json");
    StringBuilder told = new StringBuilder();
    for (String place : List.of("bad.json", "other.json", "notes.txt", "none.json")) {
      told.append(session.flow("lint", "project", "--handlers", place).transcript());
    }
    told.append(
        session.flow("run", "project/flows/shouting.flow", "--handlers", "host.json").transcript());
    Golden.assertIs("handlers-unreadable", told.toString());
    Session.Ran classes = session.flow("lint", "project", "--handlers", "classes");
    assertEquals(2, classes.exitCode(), classes.toString());
    assertTrue(classes.err().contains("handlers.json: line 1, column"), classes.err());
  }

  private void catalog(String classes) {
    catalogFile(classes + "/META-INF/flowstone/handlers.json");
  }

  private void catalogFile(String file) {
    session.file(
        file,
        """
        {
          "format": 1,
          "handlers": [
            {
              "name": "demo.shout",
              "description": "Says it loudly.",
              "class": "demo.Shout",
              "input": {
                "type": "object",
                "properties": {
                  "text": {"type": "string"},
                  "loud": {"type": "string", "enum": ["very", "quite"]}
                },
                "required": ["text"],
                "additionalProperties": false
              },
              "output": {"type": "object", "properties": {"text": {"type": "string"}}},
              "errors": []
            }
          ]
        }
        """);
  }

  @Test
  void thatAreGoneKeepASignalThatWasAccepted() {
    build("elsewhere");
    session.flow("run", "project/flows/shouting.flow", "--name", "s-1", "--handlers", "elsewhere");
    session.file(".flowstone/handlers", "/nowhere/at/all\n");
    Session.Ran signal = session.flow("signal", "s-1", "more", "{\"text\": \"two\"}");
    assertEquals(3, signal.exitCode(), signal.toString());
    assertTrue(signal.out().startsWith("accepted more for s-1\n"), signal.out());
    assertTrue(signal.err().contains("demo.shout"), signal.err());
    Session.Ran all = session.flow("resume");
    assertEquals(3, all.exitCode(), all.toString());
    assertTrue(all.out().startsWith("s-1 is left alone:\n"), all.out());
    Session.Ran resume = session.flow("resume", "s-1", "--handlers", "elsewhere");
    assertEquals(0, resume.exitCode(), resume.toString());
    assertTrue(resume.out().contains("SUCCEEDED"), resume.out());
  }
}
