package dev.flowstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands that start, move and watch executions, with the handlers of the standard library.
class ExecutionCommandsTest {
  private static final String APPROVAL =
      """
      workflow purchase

      input {
        item: string
        price: number
      }
      signal approval: {approved: bool, by?: string}

      booked = step log.info(message: "booking ${input.item}")
        compensate log.info(message: "giving ${input.item} back")
      decision = wait for approval timeout 7d
        on timeout { fail Expired "nobody decided" }
      if !decision.approved {
        rollback
      }
      return {item: input.item, approved: decision.approved, seen: booked == null}
      """;
  private static final String INPUT = "{\"item\": \"lamp\", \"price\": 12.5}";

  @TempDir private Path folder;
  private Session session;

  @BeforeEach
  void aFlowInAnEmptyFolder() {
    session = new Session(folder).file("purchase.flow", APPROVAL);
  }

  private Session.Ran parked(String name) {
    return session.flow("run", "purchase.flow", "--name", name, "--input", INPUT);
  }

  private Value.Fields status(String name) {
    Session.Ran ran = session.flow("status", name, "--json");
    return (Value.Fields) ((ValueJson.Parsed.Ok) ValueJson.parse(ran.out())).value();
  }

  private static List<String> names(Value.Fields fields) {
    return fields.entries().keySet().stream().map(key -> ((Value.Text) key).value()).toList();
  }

  private static String text(Value.Fields fields, String name) {
    return ((Value.Text) fields.get(name).orElseThrow()).value();
  }

  @Test
  void anExecutionThatWaitsForAPersonIsParkedAndSaysHowToGoOn() {
    Golden.assertIs("run-parked", parked("lamp-1").transcript());
    Golden.assertIs("status", session.flow("status", "lamp-1").transcript());
    Golden.assertIs("status-json", session.flow("status", "lamp-1", "--json").transcript());
    Golden.assertIs("list", session.flow("list").transcript());
    Golden.assertIs("doctor-parked", doctor());
  }

  private String doctor() {
    return session
        .flow("doctor")
        .transcript()
        .replaceAll("(?m)^java .*$", "java <java>")
        .replaceAll("SQLite [0-9.]+, \\d+ KiB", "SQLite <sqlite>");
  }

  @Test
  void anApprovalInAnotherCallCompletesIt() {
    parked("lamp-1");
    Golden.assertIs(
        "signal",
        session.flow("signal", "lamp-1", "approval", "{\"approved\": true}").transcript());
    Golden.assertIs(
        "status-succeeded-json", session.flow("status", "lamp-1", "--json").transcript());
    Golden.assertIs("history", session.flow("history", "lamp-1").transcript());
    Golden.assertIs("history-json", session.flow("history", "lamp-1", "--json").transcript());
  }

  @Test
  void aRejectionUndoesWhatWasDone() {
    parked("lamp-1");
    Golden.assertIs(
        "reject",
        session.flow("signal", "lamp-1", "approval", "{\"approved\": false}").transcript());
  }

  @Test
  void sevenDaysLaterItHasExpired() {
    parked("lamp-1");
    assertEquals("nothing is due", session.flow("resume").out().split(";", -1)[0]);
    Golden.assertIs(
        "resume-expired", session.flow("resume", "lamp-1", "--now", "+7d").transcript());
    assertEquals("FAILED", text(status("lamp-1"), "status"));
  }

  @Test
  void resumeAloneGoesOnWithAllThatIsDue() {
    parked("lamp-1");
    parked("lamp-2");
    Session.Ran ran = session.flow("resume", "--now", "+8d", "--json");
    assertEquals(1, ran.exitCode(), ran.err());
    assertEquals("FAILED", text(status("lamp-1"), "status"));
    assertEquals("FAILED", text(status("lamp-2"), "status"));
  }

  @Test
  void aCallbackTokenServesOnce() {
    parked("lamp-1");
    Value.Items waiting = (Value.Items) status("lamp-1").get("waiting_for").orElseThrow();
    String token = text((Value.Fields) waiting.values().getFirst(), "token");
    Golden.assertIs(
        "callback",
        session
            .flow("callback", token, "--error", "Declined", "--message", "no money")
            .transcript());
    Golden.assertIs("callback-again", session.flow("callback", token, "{}").transcript());
    assertEquals(2, session.flow("callback", "not.a.token", "{}").exitCode());
    assertEquals(2, session.flow("callback", token, "{}", "--heartbeat").exitCode());
  }

  @Test
  void aCancellationUndoesWhatWasDone() {
    parked("lamp-1");
    Golden.assertIs(
        "cancel", session.flow("cancel", "lamp-1", "--reason", "sold out").transcript());
    Golden.assertIs("cancel-again", session.flow("cancel", "lamp-1").transcript());
  }

  @Test
  void aTerminationUndoesNothing() {
    parked("lamp-1");
    Golden.assertIs(
        "terminate", session.flow("terminate", "lamp-1", "--reason", "lost").transcript());
    Golden.assertIs("terminate-history", session.flow("history", "lamp-1").transcript());
    assertEquals(2, session.flow("terminate", "lamp-1").exitCode());
  }

  @Test
  void aPausedExecutionGoesOnWhenItIsNamed() {
    parked("lamp-1");
    Golden.assertIs("pause", session.flow("pause", "lamp-1", "--reason", "counting").transcript());
    assertEquals(2, session.flow("pause", "lamp-1").exitCode());
    assertEquals("PAUSED", text(status("lamp-1"), "status"));
    assertTrue(session.flow("list", "--status", "paused").out().contains("lamp-1"));

    assertEquals("nothing is due\n", session.flow("resume", "--now", "+8d").out());
    Golden.assertIs("pause-resumed", session.flow("resume", "lamp-1").transcript());
    session.flow("signal", "lamp-1", "approval", "{\"approved\": true}");
    assertEquals("SUCCEEDED", text(status("lamp-1"), "status"));
    assertEquals(2, session.flow("pause", "lamp-1").exitCode());
  }

  @Test
  void aFailedExecutionGoesOnWithAMendedFile() {
    String broken =
        """
        workflow check
        a = step log.info(message: "once")
        step assert.that(condition: false, message: "the moon is no cheese") retry 1 attempts
        """;
    session.file("check.flow", broken);
    session.flow("run", "check.flow", "--name", "check-1");
    session.file("other.flow", broken.replace("once", "again").replace("a =", "b ="));
    session.file("check.flow", broken.replace("false", "true"));

    Golden.assertIs(
        "move-refused", session.flow("resume", "check-1", "--with", "other.flow").transcript());
    Golden.assertIs(
        "move",
        session
            .flow("resume", "check-1", "--with", "check.flow", "--reason", "mended")
            .transcript());
    assertEquals("SUCCEEDED", text(status("check-1"), "status"));
    assertEquals(2, session.flow("resume", "--with", "check.flow").exitCode());
    assertEquals(2, session.flow("resume", "check-1", "--with", "none.flow").exitCode());
  }

  @Test
  void aCalledWorkflowThatIsNowhereIsToldBeforeAnythingRuns() {
    session.file(
        "caller.flow", "workflow caller\nstep log.info(message: \"in\")\ncall purchas()\n");
    Golden.assertIs("run-unknown-workflow", session.flow("run", "caller.flow").transcript());
    assertEquals("no executions\n", session.flow("list").out());
  }

  @Test
  void whatANewVersionBreaksIsToldBeforehand() {
    parked("lamp-1");
    session.file(
        "new.flow", APPROVAL.replace("decision =", "step log.info(message: \"new\")\ndecision ="));
    Golden.assertIs("breaking", session.flow("breaking", "purchase.flow", "new.flow").transcript());
    Golden.assertIs(
        "breaking-json",
        session.flow("breaking", "purchase.flow", "new.flow", "--json").transcript());
    session.file("new.flow", APPROVAL.replace("timeout 7d", "timeout 9d"));
    Golden.assertIs("breaking-none", session.flow("breaking", "new.flow").transcript());
    session.file("other.flow", "workflow other\nwait 1m\n");
    assertEquals(2, session.flow("breaking", "other.flow").exitCode());
    assertEquals(1, session.flow("breaking", "other.flow", "new.flow").exitCode());
  }

  @Test
  void theListIsBoundedByTheTimeOfTheStart() {
    parked("lamp-1");
    assertTrue(session.flow("list", "--from", "2026-01-01T00:00:00Z").out().contains("lamp-1"));
    assertEquals("no executions\n", session.flow("list", "--before", "2026-01-01T00:00:00Z").out());
    assertEquals(2, session.flow("list", "--from", "yesterday").exitCode());
  }

  @Test
  void aSignalCanBeSentWithoutRunningAnything() {
    parked("lamp-1");
    assertEquals(
        "accepted approval for lamp-1\n",
        session.flow("signal", "lamp-1", "approval", "{\"approved\": true}", "--no-run").out());
    assertEquals("WAITING", text(status("lamp-1"), "status"));
    assertEquals(0, session.flow("resume").exitCode());
    assertEquals("SUCCEEDED", text(status("lamp-1"), "status"));
  }

  @Test
  void aSignalOfTheCommandLineIsThereFromTheBeginning() {
    Session.Ran ran =
        session.flow(
            "run",
            "purchase.flow",
            "--name",
            "lamp-1",
            "--input",
            INPUT,
            "--signal",
            "approval={\"approved\": true}",
            "--json");
    assertEquals(0, ran.exitCode(), ran.err());
    // When the signal comes in, and how many commits that takes, is a matter of luck.
    Golden.assertIs(
        "run-json",
        ran.out()
            .replaceAll("store_commits\":\\d+", "store_commits\":<n>")
            .replaceAll("_at\": \"[^\"]+\"", "_at\": \"<instant>\"")
            .replaceAll("\"(id|version)\": \"[0-9a-f]+\"", "\"$1\": \"<hash>\""));
  }

  @Test
  void statusHoldsExactlyWhatIsPromised() {
    parked("lamp-1");
    List<String> always =
        List.of(
            "name", "id", "workflow", "version", "status", "started_at", "waiting_for", "stats");
    assertEquals(always, names(status("lamp-1")));
    session.flow("signal", "lamp-1", "approval", "{\"approved\": true}");
    assertEquals(
        List.of(
            "name",
            "id",
            "workflow",
            "version",
            "status",
            "started_at",
            "ended_at",
            "result",
            "waiting_for",
            "stats"),
        names(status("lamp-1")));
    assertEquals(
        List.of("steps", "attempts", "store_commits"),
        names((Value.Fields) status("lamp-1").get("stats").orElseThrow()));
  }

  @Test
  void theSameStartTwiceIsOneExecution() {
    parked("lamp-1");
    Session.Ran again = parked("lamp-1");
    assertEquals(0, again.exitCode());
    assertTrue(again.out().contains("It exists already"), again.out());
    Session.Ran other =
        session.flow(
            "run", "purchase.flow", "--name", "lamp-1", "--input", INPUT.replace("lamp", "desk"));
    Golden.assertIs("run-clash", other.transcript());
  }

  @Test
  void aNameIsMadeUpWhereNoneIsGiven() {
    Session.Ran ran = session.flow("run", "purchase.flow", "--input", INPUT);
    assertTrue(ran.out().matches("(?s)purchase-[a-z2-9]{6}  purchase\n.*"), ran.out());
    assertEquals(
        2, session.flow("run", "purchase.flow", "--input", INPUT, "--name", "-x y").exitCode());
  }

  @Test
  void anInputThatDoesNotFitStartsNothing() {
    Golden.assertIs(
        "run-misfit",
        session
            .flow("run", "purchase.flow", "--input", "{\"item\": 3, \"prise\": 1}")
            .transcript());
    Golden.assertIs("run-no-input", session.flow("run", "purchase.flow").transcript());
    assertFalse(Files.exists(folder.resolve(".flowstone")));
  }

  @Test
  void badJsonIsPointedAt() {
    Golden.assertIs(
        "run-bad-json",
        session.flow("run", "purchase.flow", "--input", "{\"item\": lamp}").transcript());
    session.file("order.json", "{\n  \"item\": \"lamp\",\n  \"price\": 12,5\n}\n");
    Golden.assertIs(
        "run-bad-json-file",
        session.flow("run", "purchase.flow", "--input", "@order.json").transcript());
    assertEquals(2, session.flow("run", "purchase.flow", "--input", "@nowhere.json").exitCode());
  }

  @Test
  void inputComesFromAFileOrFromStandardInputToo() {
    session.file("order.json", INPUT);
    assertEquals(0, session.flow("run", "purchase.flow", "--input", "@order.json").exitCode());
    assertEquals(0, session.typing(INPUT).flow("run", "purchase.flow", "--input", "-").exitCode());
  }

  @Test
  void aHandlerThatIsNowhereIsToldBeforeTheStart() {
    session.file("lost.flow", "workflow lost\nstep log.inof(message: \"x\")\nstep orders.ship()\n");
    Golden.assertIs("run-unknown-handler", session.flow("run", "lost.flow").transcript());
    assertFalse(Files.exists(folder.resolve(".flowstone/flowstone.db")));
  }

  @Test
  void aFlowWithErrorsIsNotRun() {
    session.file("wrong.flow", "workflow wrong\nreturn {a: inptu.x}\n");
    Golden.assertIs("run-wrong", session.flow("run", "wrong.flow").transcript());
  }

  @Test
  void aSignalOfTheCommandLineThatNoWaitTakesStartsNothing() {
    Session.Ran ran =
        session.flow(
            "run", "purchase.flow", "--name", "lamp-1", "--input", INPUT, "--signal", "aproval=1");

    assertEquals(2, ran.exitCode());
    assertTrue(ran.err().contains("did you mean 'approval'"), ran.err());
    assertTrue(session.flow("list").out().contains("no executions"));
  }

  @Test
  void aPageTellsTheCommandOfTheNext() {
    parked("lamp-1");
    parked("lamp-2");
    String first = session.flow("list", "--limit", "1", "--status", "waiting").out();
    String more = first.lines().filter(line -> line.startsWith("more: ")).findFirst().orElseThrow();
    String[] words = more.substring(more.indexOf(" list ") + 1).split(" ", -1);

    assertTrue(first.contains("lamp-2"), first);
    assertTrue(session.flow(words).out().contains("lamp-1"), more);
  }

  @Test
  void whatIsNoCursorAndNoLimitIsSaid() {
    parked("lamp-1");

    for (String cursor : List.of("zzz", "12", "1.")) {
      Session.Ran ran = session.flow("list", "--after", cursor);
      assertEquals(cursor.equals("1.") ? 0 : 2, ran.exitCode(), ran.transcript());
    }
    assertEquals(2, session.flow("list", "--limit", "0").exitCode());
  }

  @Test
  void aMistypedExecutionIsCorrected() {
    parked("lamp-1");
    Golden.assertIs("unknown-execution", session.flow("status", "lmap-1").transcript());
    assertEquals(2, session.flow("history", "x").exitCode());
    assertEquals(2, session.flow("resume", "x").exitCode());
    assertEquals(2, session.flow("cancel", "x").exitCode());
  }

  @Test
  void aSignalThatDoesNotFitIsRefused() {
    parked("lamp-1");
    Golden.assertIs(
        "signal-misfit",
        session.flow("signal", "lamp-1", "approval", "{\"approved\": \"yes\"}").transcript());
    Golden.assertIs(
        "signal-unknown", session.flow("signal", "lamp-1", "aproval", "{}").transcript());
  }

  @Test
  void aFailedStepIsRedriven() {
    session.file(
        "check.flow",
        """
        workflow check
        step assert.that(condition: false, message: "the moon is no cheese") retry 1 attempts
        """);
    Golden.assertIs(
        "run-failed", session.flow("run", "check.flow", "--name", "check-1").transcript());
    Golden.assertIs("redrive", session.flow("redrive", "check-1").transcript());
  }

  @Test
  void whereNothingWasRunThereIsNothingToTell() {
    assertEquals("no executions\n", session.flow("list").out());
    Golden.assertIs("status-no-store", session.flow("status", "lamp-1").transcript());
    assertFalse(Files.exists(folder.resolve(".flowstone")));
  }

  @Test
  void theStoreStaysOutOfVersionControl() {
    parked("lamp-1");
    assertEquals("*\n", session.read(".flowstone/.gitignore"));
  }

  @Test
  void anotherStoreIsAnotherFolder() {
    session.flow("--store", "other", "run", "purchase.flow", "--name", "lamp-1", "--input", INPUT);
    assertTrue(Files.exists(folder.resolve("other/flowstone.db")));
    Session.Ran status = session.flow("status", "lamp-1", "--store", "other");
    assertTrue(status.out().contains("./flow --store other signal lamp-1 approval"), status.out());
  }

  @Test
  void aStoreThatIsNoneIsToldInWords() {
    session.file(
        ".flowstone/flowstone.db",
        "this is no database, but long enough to be looked at\n".repeat(50));
    Golden.assertIs(
        "store-no-database",
        session.flow("list").transcript().replace(folder.toAbsolutePath().toString(), "<folder>"));
    assertEquals(1, session.flow("doctor").exitCode());
  }

  @Test
  void aStoreOfANewerFlowIsLeftAlone() throws IOException {
    parked("lamp-1");
    try (RandomAccessFile file =
        new RandomAccessFile(session.path(".flowstone/flowstone.db").toFile(), "rw")) {
      file.seek(60); // where SQLite keeps user_version
      file.writeInt(99);
    }
    Golden.assertIs(
        "store-newer",
        session
            .flow("status", "lamp-1")
            .transcript()
            .replace(folder.toAbsolutePath().toString(), "<folder>"));
  }

  @Test
  void aWorkflowThatCallsAnotherGoesOnWithIt() {
    session
        .file("ship.flow", "workflow ship\n\nbox = call pack(item: \"lamp\")\nreturn box\n")
        .file(
            "pack.flow",
            """
            workflow pack

            input {
              item: string
            }

            step log.info(message: "packing ${input.item}")
            ok = wait for ok timeout 1d
            return {packed: input.item, ok: ok}
            """);
    Session.Ran run = session.flow("run", "ship.flow", "--name", "ship-1");
    assertTrue(run.err().contains("packing lamp"), run.toString());
    assertTrue(run.out().contains("waits    for the child ship-1.box@1 (box)"), run.toString());
    Golden.assertIs("run-child", run.transcript());
    Golden.assertIs("status-child", session.flow("status", "ship-1.box@1").transcript());

    session.flow("signal", "ship-1.box@1", "ok", "true");

    assertTrue(session.flow("status", "ship-1").out().contains("SUCCEEDED"));
    assertTrue(session.flow("run", "ship.flow", "--name", "ship-2").out().contains("ship-2.box@1"));
  }

  @Test
  void aRunComesToItsEndTogetherWithWhatItCalls() {
    session
        .file("ship.flow", "workflow ship\n\nbox = call pack()\nreturn box\n")
        .file("pack.flow", "workflow pack\n\ntape = call tape()\nreturn tape\n")
        .file("tape.flow", "workflow tape\n\nwait 1s\nreturn \"done\"\n");

    Session.Ran run = session.flow("run", "ship.flow", "--name", "ship-1");

    assertTrue(run.out().contains("ship-1  SUCCEEDED"), run.toString());
  }
}
