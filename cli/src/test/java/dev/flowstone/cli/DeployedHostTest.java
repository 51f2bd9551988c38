package dev.flowstone.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.report.ListDocument;
import dev.flowstone.interpreter.report.Reading;
import dev.flowstone.interpreter.store.Page;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands on a deployed host, through each of its doors: told in the same words.
@ParameterizedClass
@ValueSource(strings = {"function", "url"})
class DeployedHostTest {
  private static final String APPROVAL =
      """
      workflow purchase

      input {
        item: string
      }
      signal approval: {approved: bool, by?: string}

      booked = step log.info(message: "booking ${input.item}")
        compensate log.info(message: "giving ${input.item} back")
      decision = wait for approval timeout 7d
        on timeout { fail Expired "nobody decided" }
      if !decision.approved {
        rollback
      }
      return {item: input.item, approved: decision.approved}
      """;

  private final String door;
  @TempDir private Path folder;
  private HostInMemory host;
  private HostDoors doors;
  private Session session;

  DeployedHostTest(String door) {
    this.door = door;
  }

  @BeforeEach
  void aHost() throws IOException {
    host = new HostInMemory();
    doors = new HostDoors(host::answer);
    session =
        new Session(folder)
            .file("flows/purchase.flow", APPROVAL)
            .with("AWS_ACCESS_KEY_ID", "key")
            .with("AWS_SECRET_ACCESS_KEY", "secret")
            .with("AWS_REGION", "eu-west-1");
    if (door.equals("url")) {
      session.with("FLOWSTONE_URL", doors.address());
    } else {
      session.with("FLOWSTONE_FUNCTION", "flows:live");
    }
  }

  @AfterEach
  void gone() {
    doors.close();
    host.close();
  }

  private Session.Ran flow(String... words) {
    if (door.equals("url")) {
      return session.flow(words);
    }
    List<String> all = new java.util.ArrayList<>(List.of("--endpoint", doors.address()));
    all.addAll(List.of(words));
    // The command comes first, so that only its model is made.
    String command = all.remove(2);
    all.addFirst(command);
    return session.flow(all.toArray(String[]::new));
  }

  /// The goldens of the two doors are one: the address of the endpoint is no part of them.
  private void golden(String name, Session.Ran ran) {
    Golden.assertIs(
        "remote/" + name,
        ran.transcript()
            .replace(" --endpoint " + doors.address(), "")
            .replaceAll("\\b[0-9a-f]{12}\\b", "<version>"));
  }

  private void parked(String name) {
    flow("deploy", "flows");
    assertEquals(
        0, flow("start", "purchase", "--name", name, "--input", "{\"item\": \"lamp\"}").exitCode());
  }

  private Reading status(String name) {
    return Reading.of(HostDoors.parsed(flow("status", name, "--json").out()));
  }

  @Test
  void aFolderIsDeployed() {
    golden("deploy", flow("deploy", "flows"));
    golden("deploy-unchanged", flow("deploy", "flows"));
    session.file("flows/purchase.flow", APPROVAL.replace("7d", "8d"));
    golden("deploy-moved", flow("deploy", "flows"));
    session.file("flows/purchase.flow", APPROVAL.replace("7d", "9d"));
    golden("deploy-no-alias", flow("deploy", "flows", "--no-alias", "--json"));
    golden("workflows", flow("workflows"));
  }

  @Test
  void whatHasErrorsIsNotEvenSent() {
    session.file("flows/purchase.flow", APPROVAL.replace("input.item,", "inptu.item,"));

    golden("deploy-lint", flow("deploy", "flows"));
    assertEquals(List.of(), doors.seen());
  }

  @Test
  void whatTheGateRefusesIsToldAtItsPlaceAndNothingIsDeployed() {
    session.file("flows/order.flow", "workflow order\n\nstep shop.ship()\n");

    golden("deploy-refused", flow("deploy", "flows"));
    golden("deploy-refused-json", flow("deploy", "flows", "--json"));
    assertEquals("no workflows; flow deploy brings some\n", flow("workflows").out());
  }

  @Test
  void workflowsThatCallEachOtherComeTogether() {
    session
        .file("flows/ship.flow", "workflow ship\n\ncall pack()\ncall label()\n")
        .file("flows/pack.flow", "workflow pack\n\nstart ship()\n");

    golden("deploy-calls", flow("deploy", "flows"));
    assertTrue(flow("deploy", "flows", "--no-alias", "--check").out().contains("'label'"));
  }

  @Test
  void aCheckDeploysNothing() {
    golden("deploy-check", flow("deploy", "flows", "--check"));
    assertEquals("no workflows; flow deploy brings some\n", flow("workflows").out());
  }

  @Test
  void twoSpellingsOfOneWorkflowAreDeployedOnce() {
    session.file("flows/purchase.flow.yaml", flow("convert", "flows/purchase.flow").out());

    assertEquals(0, flow("deploy", "flows").exitCode());
    assertEquals(1, flow("workflows", "--json").out().split("uploaded_at", -1).length - 1);
  }

  @Test
  void twoFilesOfOneWorkflowThatDifferAreNotDeployed() {
    session.file("flows/other.flow", APPROVAL.replace("7d", "8d"));

    golden("deploy-twice", flow("deploy", "flows"));
  }

  @Test
  void anAliasGoesBack() {
    flow("deploy", "flows");
    session.file("flows/purchase.flow", APPROVAL.replace("7d", "8d"));
    flow("deploy", "flows");

    golden("alias-previous", flow("alias", "purchase", "live", "--previous"));
    golden("alias-first", flow("alias", "purchase", "live", "--previous"));
    assertEquals(2, flow("alias", "purchase", "live").exitCode());
    assertEquals(2, flow("alias", "purchase", "live", "zzz").exitCode());
    assertEquals(2, flow("alias", "nothing", "live", "--previous").exitCode());
    assertEquals(0, flow("alias", "purchase", "canary", version().substring(0, 8)).exitCode());
  }

  private String version() {
    Reading listed = Reading.of(HostDoors.parsed(flow("workflows", "purchase", "--json").out()));
    return listed.objects("workflows").getFirst().objects("versions").getFirst().text("version");
  }

  @Test
  void anExecutionIsStartedAndToldInTheSameWords() {
    flow("deploy", "flows");
    golden(
        "start", flow("start", "purchase", "--name", "lamp-1", "--input", "{\"item\": \"lamp\"}"));
    golden(
        "start-again",
        flow("start", "purchase", "--name", "lamp-1", "--input", "{\"item\": \"lamp\"}"));
    golden("status", flow("status", "lamp-1"));
    golden("status-json", flow("status", "lamp-1", "--json"));
    golden("list", flow("list", "--status", "waiting", "--from", "2026-01-01T00:00:00Z"));
    assertEquals("no executions\n", flow("list", "--before", "2001-01-01T00:00:00Z").out());
    assertFalse(Files.exists(folder.resolve(".flowstone")), "nothing is kept on this machine");
  }

  @Test
  void aVersionAndAWaitAreAskedFor() {
    flow("deploy", "flows");
    String version = version();
    flow("start", "purchase", "--version", version, "--wait", "10s", "--input", "{\"item\":\"a\"}");
    Reading asked = new Reading(doors.last().fields());

    assertEquals(version, asked.text("version"));
    assertEquals(10, asked.number("wait"));
    assertTrue(asked.text("name").startsWith("purchase-"), asked.text("name"));
    assertEquals(2, flow("start", "purchase", "--version", version, "--alias", "live").exitCode());
  }

  @Test
  void anApprovalCompletesIt() {
    parked("lamp-1");
    golden("signal", flow("signal", "lamp-1", "approval", "{\"approved\": true}", "--key", "k"));
    Reading asked = new Reading(doors.last().fields());
    assertEquals("k", asked.text("key"));
    assertEquals("SUCCEEDED", status("lamp-1").text("status"));
    golden("history", flow("history", "lamp-1"));
  }

  @Test
  void aCallbackFailsItsWait() {
    parked("lamp-1");
    String token = status("lamp-1").objects("waiting_for").getFirst().text("token");
    golden("callback", flow("callback", token, "--error", "Declined", "--message", "no money"));
    assertEquals("Declined", status("lamp-1").object("error").text("name"));
    golden("callback-again", flow("callback", token, "{}"));
    assertEquals(2, flow("callback", "no.token", "{}").exitCode());
  }

  @Test
  void aCancellationIsAnsweredWithItsDocument() {
    parked("lamp-1");
    Session.Ran ran = flow("cancel", "lamp-1", "--reason", "sold out", "--json");
    assertEquals(0, ran.exitCode(), ran.err());
    Reading document = Reading.of(HostDoors.parsed(ran.out()));
    assertEquals("CANCELLED", document.text("status"));
    assertEquals("sold out", document.object("error").text("message"));
  }

  @Test
  void aTerminationUndoesNothing() {
    parked("lamp-1");
    assertEquals(0, flow("terminate", "lamp-1", "--reason", "lost").exitCode());
    assertEquals("TERMINATED", status("lamp-1").text("status"));
    assertFalse(flow("history", "lamp-1").out().contains("undone "));
  }

  @Test
  void anExecutionIsPausedAndResumed() {
    parked("lamp-1");
    assertEquals(0, flow("pause", "lamp-1", "--reason", "counting").exitCode());
    assertEquals("PAUSED", status("lamp-1").text("status"));
    assertEquals(0, flow("resume", "lamp-1").exitCode());
    assertEquals("WAITING", status("lamp-1").text("status"));
  }

  @Test
  void aWaitingExecutionIsMovedToAnotherVersion() {
    parked("lamp-1");
    String first = status("lamp-1").text("version");
    String text = session.read("flows/purchase.flow");
    session.file("next.flow", text.replace("timeout 7d", "timeout 9d"));
    assertEquals(0, flow("breaking", "next.flow").exitCode());
    assertEquals(0, flow("resume", "lamp-1", "--with", "next.flow").exitCode());
    assertNotEquals(first, status("lamp-1").text("version"));
    session.file("next.flow", text.replace("wait for approval", "wait for nothing"));
    assertEquals(1, flow("breaking", "next.flow").exitCode());
    assertEquals(2, flow("resume", "lamp-1", "--with", "next.flow").exitCode());
  }

  @Test
  void aFailedExecutionIsRedriven() {
    session.file(
        "flows/check.flow",
        """
        workflow check
        step assert.that(condition: false, message: "the moon is no cheese") retry 1 attempts
        """);
    flow("deploy", "flows");
    golden("start-failed", flow("start", "check", "--name", "check-1"));
    assertEquals(0, flow("redrive", "check-1").exitCode());
    assertEquals(0, flow("resume", "check-1").exitCode());
  }

  @Test
  void whatIsRefusedIsSaidInTheWordsOfTheHost() {
    parked("lamp-1");
    golden("unknown", flow("status", "lmap-1"));
    golden("refused", flow("signal", "lamp-1", "approval", "{\"approved\": 1}"));
    golden(
        "clash", flow("start", "purchase", "--name", "lamp-1", "--input", "{\"item\": \"desk\"}"));
    assertEquals(2, flow("history", "nothing").exitCode());
    assertEquals(2, flow("start", "nothing").exitCode());
  }

  @Test
  void whatIsOfThisMachineIsToldSo() {
    golden("run", flow("run", "flows/purchase.flow"));
    golden("resume-all", flow("resume"));
    golden("doctor", flow("doctor"));
    golden("no-run", flow("cancel", "lamp-1", "--no-run"));
    assertEquals(2, flow("status", "lamp-1", "--now", "+7d").exitCode());
    assertEquals(List.of(), doors.seen());
    assertEquals("no executions\n", session.flow("list", "--store", ".flowstone").out());
  }

  @Test
  void aPageWithoutExecutionsTellsThatThereAreOthers() throws IOException {
    doors.close();
    doors =
        new HostDoors(_ ->
            new HostInMemory.Answer(
                200, ListDocument.of(new Page(List.of(), Optional.of("20260101")))));
    session.with("FLOWSTONE_URL", door.equals("url") ? doors.address() : "");

    List<String> told = flow("list").out().lines().toList();

    assertEquals("no executions so far", told.getFirst());
    assertTrue(told.getLast().endsWith(" --after 20260101"), told.getLast());
  }

  @Test
  void theListTellsTheCommandOfItsNextPage() {
    parked("lamp-1");
    parked("lamp-2");
    String first = flow("list", "--limit", "1").out();
    String cursor = first.lines().toList().getLast().replaceAll(".* --after ", "");

    assertTrue(first.contains("lamp-2"), first);
    assertTrue(flow("list", "--limit", "1", "--after", cursor).out().contains("lamp-1"), cursor);
    assertEquals(
        new Value.Text("1"), doors.last().fields().get("limit").orElseThrow(), "passed on");
  }
}
