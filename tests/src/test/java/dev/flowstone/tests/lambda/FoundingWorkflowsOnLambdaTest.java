package dev.flowstone.tests.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.interpreter.report.Reading;
import dev.flowstone.tests.docs.Markdown;
import dev.flowstone.tests.flows.Case;
import dev.flowstone.tests.lambda.Rest.Call;
import dev.flowstone.tests.lambda.Rest.Response;
import dev.flowstone.workflows.orders.ChargeCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The founding workflows in the bundle under the interface client of Lambda, over HTTP events:
/// waits of days, callbacks, retries and refunds, with every event brought twice.
@Timeout(300)
final class FoundingWorkflowsOnLambdaTest {
  private static final Path WORKFLOWS = Markdown.root().resolve("workflows");
  private static final List<String> NAMES =
      List.of("order_processing", "expense_approval", "ai_assistant");

  @TempDir private static Path folder;
  private static LocalAws aws;
  private static Client client;

  @BeforeAll
  static void deploy() throws IOException {
    Path tests = Bundle.place(FoundingWorkflowsOnLambdaTest.class);
    aws =
        new LocalAws(
            folder,
            LocalAws.Setting.plain(
                List.of(Bundle.place(ChargeCard.class), tests, tests.resolve("lambda/clock")),
                List.of("-Dflowstone.work=" + folder.resolve("work"))),
            _ -> {});
    client = new Client(aws);
    for (String name : NAMES) {
      Response uploaded = client.upload(name + ".flow", Files.readString(source(name)));
      assertEquals(201, uploaded.status(), uploaded::toString);
    }
  }

  @AfterAll
  static void over() {
    aws.close();
  }

  @BeforeEach
  void freshLedgers() throws IOException {
    Path work = folder.resolve("work");
    if (Files.isDirectory(work)) {
      try (Stream<Path> files = Files.walk(work)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private static Path source(String workflow) {
    return WORKFLOWS.resolve(workflow).resolve(workflow + ".flow");
  }

  static Stream<Named<Case>> cases() {
    return NAMES.stream()
        .flatMap(name -> Case.of(WORKFLOWS.resolve(name)).stream())
        .map(story -> Named.of(story.name(), story));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void endsAsTheCaseSays(Case story) throws Exception {
    String name = story.name().replace(", ", "-");
    start(story, name);
    start(story, name);
    for (Case.Happening happening : story.happenings()) {
      happen(name, happening);
    }
    Reading end = client.ended(name);
    assertEquals(story.status(), end.text("status"), end::toString);
    assertEquals(story.result(), end.fields().get("result"));
    assertEquals(
        story.error(),
        end.optionalObject("error").map(e -> e.text("name") + ": " + e.text("message")));
    assertEquals(story.steps(), client.succeeded(name));
    aws.settle();
    assertEquals(List.of(), aws.scheduler().names(), "no schedule outlives its execution");
    assertEquals(0, aws.sweep().object("body").whole("due"));
  }

  private static void start(Case story, String name) throws IOException {
    Response started = client.start(story.folder().getFileName().toString(), name, story.input());
    assertTrue(started.status() == 202 || started.status() == 200, started::toString);
  }

  private static void happen(String name, Case.Happening happening) {
    Reading waiting = client.waitsForASignal(name);
    switch (happening) {
      case Case.Happening.Pass(Duration time) -> aws.pass(time);
      case Case.Happening.Signal(String signal, Value payload) -> {
        Call call = Client.signal(name, signal, payload, "decision");
        assertEquals(202, client.ask(call).status());
        Response again = client.ask(call);
        assertTrue(
            (again.status() == 202 && again.body().yes("duplicate")) || again.status() == 409,
            again::toString);
      }
      case Case.Happening.Callback(String _, Value payload) -> {
        Call call =
            Call.post("/callbacks/" + waiting.text("token") + "/success", payload).anonymous();
        assertEquals(202, client.ask(call).status());
        Response again = client.ask(call);
        assertTrue(again.status() == 202 || again.status() == 409, again::toString);
      }
    }
  }

  @Test
  void whatNobodyApprovesInSevenDaysIsGivenBackOnceAndInReverse() throws Exception {
    Value input = Json.read(Files.readString(WORKFLOWS.resolve("order_processing/input.json")));
    client.start("order_processing", "nobody", input);
    client.waitsForASignal("nobody");
    aws.settle();
    assertEquals(1, aws.scheduler().names().size(), "a week is waited for by a schedule");

    aws.pass(Duration.ofDays(6));
    assertEquals("WAITING", client.describe("nobody").text("status"));
    aws.pass(Duration.ofDays(1));

    Reading end = client.ended("nobody");
    assertEquals("ApprovalExpired", end.object("error").text("name"));
    assertEquals(
        List.of("stock.undo", "payment.undo"),
        client.succeeded("nobody").stream().filter(step -> step.endsWith(".undo")).toList());
    assertEquals(
        List.of(1, 1, 1, 1, 0),
        List.of(
            lines("payments", "charge"),
            lines("payments", "refund"),
            lines("inventory", "reserve"),
            lines("inventory", "release"),
            lines("parcels", "parcel")));
  }

  @Test
  void everyEventMayComeTwice() throws Exception {
    Value input = Json.read(Files.readString(WORKFLOWS.resolve("order_processing/input.json")));
    for (int i = 0; i < 3; i++) {
      client.start("order_processing", "twice", input);
      wake("twice");
    }
    Reading waiting = client.waitsForASignal("twice");
    wake("twice");
    Value yes = new Document().put("approved", true).put("by", "claire").value();
    Call callback = Call.post("/callbacks/" + waiting.text("token"), yes).anonymous();
    Rest both = aws.rest();
    List<java.util.concurrent.CompletableFuture<Response>> sent =
        List.of(both.send(callback), both.send(callback), both.send(callback));
    wake("twice");
    sent.forEach(each -> assertTrue(each.join().status() < 500));
    client.ended("twice");
    wake("twice");
    aws.settle();
    assertEquals(
        List.of(1, 0, 1, 0, 1),
        List.of(
            lines("payments", "charge"),
            lines("payments", "refund"),
            lines("inventory", "reserve"),
            lines("inventory", "release"),
            lines("parcels", "parcel")));
  }

  private static void wake(String name) {
    aws.send(Json.of(new Document().put("action", "wake").put("name", name).value()));
  }

  private static int lines(String ledger, String kind) throws IOException {
    Path file = folder.resolve("work").resolve(ledger + ".jsonl");
    if (!Files.exists(file)) {
      return 0;
    }
    return (int)
        Files.readAllLines(file).stream()
            .map(line -> Reading.of(Json.read(line)))
            .filter(line -> line.text("kind").equals(kind))
            .count();
  }
}
