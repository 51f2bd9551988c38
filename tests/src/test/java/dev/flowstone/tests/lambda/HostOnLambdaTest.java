package dev.flowstone.tests.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.report.Reading;
import dev.flowstone.lambda.aws.S3;
import dev.flowstone.tests.lambda.Rest.Call;
import dev.flowstone.tests.lambda.Rest.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.S3Object;

/// What the bundle under the interface client of Lambda is asked for beside running workflows.
@Timeout(300)
final class HostOnLambdaTest {
  private static final String GATE =
      """
      workflow gate
      input { text: string }
      signal go: { text: string }

      said = wait for go timeout 30d
      return { before: input.text, after: said.text }
      """;

  @TempDir private static Path folder;
  private static LocalAws aws;
  private static Client client;

  @BeforeAll
  static void deploy() {
    Path tests = Bundle.place(HostOnLambdaTest.class);
    aws =
        new LocalAws(
            folder,
            LocalAws.Setting.plain(List.of(tests, tests.resolve("lambda/clock")), List.of()),
            _ -> {});
    client = new Client(aws);
    assertEquals(201, client.upload("gate.flow", GATE).status());
  }

  @AfterAll
  static void over() {
    aws.close();
  }

  private static Value text(String text) {
    return new Document().put("text", text).value();
  }

  private static void go(String name) {
    assertEquals(202, client.ask(Client.signal(name, "go", text("now"), "go")).status());
  }

  @Test
  void aNameBelongsToOneExecution() {
    Response first = client.start("gate", "one", text("a"));
    Response again = client.start("gate", "one", text("a"));
    Response other = client.start("gate", "one", text("b"));

    assertTrue(first.body().yes("created"));
    assertEquals(202, again.status());
    assertFalse(again.body().yes("created"));
    assertEquals(first.body().text("id"), again.body().text("id"));
    assertEquals(409, other.status());
    assertEquals("Conflict", other.body().object("error").text("code"));
    go("one");
    client.ended("one");
    assertEquals(200, client.start("gate", "one", text("a")).status());
  }

  @Test
  void executionsAreListedInPagesByWorkflowAndStatus() {
    client.upload("listed.flow", GATE.replace("workflow gate", "workflow listed"));
    Set<String> all = new TreeSet<>();
    for (int i = 0; i < 5; i++) {
      all.add("listed-" + i);
      client.start("listed", "listed-" + i, text("a"));
    }
    client.waitsForASignal("listed-2");
    go("listed-2");
    client.ended("listed-2");

    Set<String> seen = new TreeSet<>();
    Optional<String> next = Optional.empty();
    int pages = 0;
    do {
      Reading page =
          client
              .ask(
                  Call.get("/executions")
                      .query(
                          "workflow=listed&limit=2"
                              + next.map(cursor -> "&after=" + cursor).orElse("")))
              .body();
      page.objects("executions").forEach(each -> seen.add(each.text("name")));
      next = page.optionalText("next");
      pages++;
    } while (next.isPresent() && pages < 10);
    assertEquals(all, seen);
    assertEquals(
        List.of("listed-2"),
        client
            .ask(Call.get("/executions").query("workflow=listed&status=succeeded"))
            .body()
            .objects("executions")
            .stream()
            .map(each -> each.text("name"))
            .toList());
  }

  @Test
  void largePayloadsLieInTheBucket() {
    String before = noise(1, 200_000);
    String after = noise(2, 250_000);

    client.start("gate", "large", text(before));
    client.waitsForASignal("large");
    assertEquals(202, client.ask(Client.signal("large", "go", text(after), "go")).status());

    Reading result = client.ended("large").object("result");
    assertEquals(before, result.text("before"));
    assertEquals(after, result.text("after"));
    List<S3Object> objects =
        S3.client()
            .listObjectsV2(request -> request.bucket(aws.bucket()).prefix("keep"))
            .contents();
    assertTrue(objects.stream().anyMatch(object -> object.size() > 500_000), objects::toString);
  }

  /// Text that does not get shorter when it is compressed.
  private static String noise(long seed, int length) {
    return new Random(seed)
        .ints(length, 0x4e00, 0x9fff)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @Test
  void theGateRefusesWhatCannotRun() {
    Response bad = client.upload("bad.flow", "workflow bad\nx = input.nothing\n");
    Response unknown =
        client.upload("odd.flow", "workflow odd\nstep payments.chrage()\nreturn 1\n");

    assertEquals(422, bad.status());
    assertEquals(422, unknown.status());
    assertEquals("Refused", bad.body().object("error").text("code"));
    Reading finding = unknown.body().object("error").objects("diagnostics").getFirst();
    assertEquals("FH001", finding.text("code"));
    assertEquals(404, client.start("odd", "odd", text("")).status());
  }

  @Test
  void aStrangerMayOnlyAnswerCallbacks() {
    Call start = Call.post("/workflows/gate/executions", text("")).anonymous();

    assertEquals(403, client.ask(start).status());
    assertEquals(403, client.ask(Call.get("/executions").anonymous()).status());
    assertEquals(
        404, client.ask(Call.post("/callbacks/nothing/success", text("")).anonymous()).status());
  }

  @Test
  void fiftyThatWaitKeepTheirVersion() {
    String old = GATE.replace("workflow gate", "workflow moved");
    String young = old.replace("after: said.text", "after: said.text + \" (new)\"");
    String first = client.upload("moved.flow", old).body().text("version");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      names.add("moved-" + i);
      client.start("moved", "moved-" + i, text("a"));
    }
    names.forEach(client::waitsForASignal);

    String second = client.upload("moved.flow", young).body().text("version");
    assertFalse(first.equals(second));
    client.start("moved", "moved-new", text("a"));
    client.waitsForASignal("moved-new");
    names.forEach(HostOnLambdaTest::go);
    go("moved-new");

    for (String name : names) {
      Reading end = client.ended(name);
      assertEquals(first, end.text("version"));
      assertEquals("now", end.object("result").text("after"));
    }
    Reading end = client.ended("moved-new");
    assertEquals(second, end.text("version"));
    assertEquals("now (new)", end.object("result").text("after"));
  }

  @Test
  void aStepThatDoesNotFitIntoTheTimeIsLeftToTheNextInvocation() {
    client.upload(
        "patient.flow",
        """
        workflow patient
        step log.info(message: "first") timeout 5s
        step log.info(message: "second") timeout 60s
        return 1
        """);
    long claims = aws.dynamo().requests("UpdateItem");
    Value request =
        new Document()
            .put("action", "start")
            .put("workflow", "patient")
            .put("name", "patient")
            .put("input", new Document())
            .put("wait", 3)
            .value();

    Reading answer =
        aws.direct(request, Duration.ofSeconds(30))
            .orTimeout(60, java.util.concurrent.TimeUnit.SECONDS)
            .join();

    assertTrue(answer.whole("status") < 300, answer::toString);
    assertEquals("SUCCEEDED", client.ended("patient").text("status"));
    assertEquals(
        List.of(1L, 1L),
        client.history("patient").stream()
            .filter(entry -> entry.text("event").equals("step_succeeded"))
            .map(entry -> entry.whole("attempts"))
            .toList());
    assertTrue(
        client.history("patient").stream()
            .anyMatch(entry -> entry.text("event").equals("taken_over")));
    long asked = aws.dynamo().requests("UpdateItem") - claims;
    assertTrue(asked < 40, () -> "it was taken and let go of again and again: " + asked);
  }

  @Test
  void theBusHearsOfChanges() {
    client.start("gate", "heard", text("a"));
    client.waitsForASignal("heard");
    go("heard");
    client.ended("heard");
    aws.settle();

    List<String> heard =
        aws.bus().events().stream()
            .filter(event -> event.detail().contains("\"heard\""))
            .map(event -> Reading.of(Json.read(event.detail())).text("status"))
            .toList();
    assertEquals(List.of("RUNNING", "SUCCEEDED"), heard);
  }

  @Test
  void whatALostMessageWouldHaveWokenIsFoundByTheSweep() {
    client.upload(
        "napping.flow",
        """
        workflow napping
        wait 10m
        return 1
        """);
    client.start("napping", "napping", new Document().value());
    Waiting.until(
        () ->
            Optional.of(client.describe("napping").objects("waiting_for"))
                .filter(w -> !w.isEmpty()),
        () -> "it does not wait");
    aws.settle();
    aws.loseDelayed();
    aws.pass(Duration.ofMinutes(11));
    assertEquals("WAITING", client.describe("napping").text("status"));

    assertEquals(1, aws.sweep().object("body").whole("hinted"));
    assertEquals("SUCCEEDED", client.ended("napping").text("status"));
  }
}
