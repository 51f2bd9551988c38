package dev.flowstone.tests.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.cli.Flow;
import dev.flowstone.cli.terminal.Shell;
import dev.flowstone.interpreter.report.Reading;
import dev.flowstone.tests.docs.Markdown;
import dev.flowstone.workflows.orders.ChargeCard;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The command line tool against the bundle under the interface client of Lambda.
@Timeout(300)
final class FlowOnLambdaTest {
  private static final Path ROOT = Markdown.root();

  @TempDir private Path folder;
  private LocalAws aws;
  private InvokeApi api;

  @BeforeEach
  void aFunction() {
    Path tests = Bundle.place(FlowOnLambdaTest.class);
    aws =
        new LocalAws(
            folder,
            LocalAws.Setting.plain(
                List.of(Bundle.place(ChargeCard.class), tests, tests.resolve("lambda/clock")),
                List.of("-Dflowstone.work=" + folder.resolve("work"))),
            _ -> {});
    api = new InvokeApi(aws.functions());
  }

  @AfterEach
  void over() {
    api.close();
    aws.close();
  }

  private record Ran(int exitCode, String out, String err) {
    Reading json() {
      return Reading.of(Json.read(out));
    }
  }

  private Ran flow(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--function", "flowstone:live", "--endpoint", api.address()));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Shell shell =
        new Shell(
            ROOT,
            "flow",
            Map.of(
                "AWS_ACCESS_KEY_ID", "key",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_REGION", "us-east-1"),
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            false);
    int exitCode = Flow.execute(shell, all.toArray(String[]::new));
    return new Ran(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Ran done(String... words) {
    Ran ran = flow(words);
    assertEquals(0, ran.exitCode(), ran::toString);
    return ran;
  }

  private void started(String name) {
    done(
        "start",
        "order_processing",
        "--name",
        name,
        "--input",
        "@" + ROOT.resolve("workflows/order_processing/input.json"));
    awaited(name, "WAITING");
  }

  private Reading awaited(String name, String status) {
    return Waiting.until(
        () ->
            Optional.of(done("status", name, "--json").json())
                .filter(standing -> standing.text("status").equals(status)),
        () -> name + ": " + flow("status", name, "--json"));
  }

  @Test
  void workflowsAreDeployedStartedSignalledAndStopped() {
    Ran deployed =
        done(
            "deploy",
            "workflows/order_processing/order_processing.flow",
            "workflows/expense_approval/expense_approval.flow.yaml",
            "workflows/ai_assistant/ai_assistant.flow");
    assertTrue(deployed.out().contains("order_processing"), deployed::toString);
    assertEquals(
        3, done("workflows", "--json").json().objects("workflows").size(), deployed::toString);

    started("approved");
    done("signal", "approved", "approval", "{\"approved\": true, \"by\": \"claire\"}");
    Reading end = awaited("approved", "SUCCEEDED");
    assertEquals("completed", end.object("result").text("status"));
    assertTrue(done("history", "approved").out().contains("parcel"));

    started("cancelled");
    done("cancel", "cancelled", "--reason", "the customer called");
    awaited("cancelled", "CANCELLED");
    assertTrue(done("history", "cancelled").out().contains("payment.undo"));

    started("terminated");
    done("terminate", "terminated", "--reason", "a mistake");
    awaited("terminated", "TERMINATED");

    Ran list = done("list", "--json");
    assertEquals(3, list.json().objects("executions").size(), list::toString);
  }

  @Test
  void anUnknownExecutionIsTold() {
    Ran ran = flow("status", "nobody");
    assertTrue(ran.exitCode() != 0, ran::toString);
    assertTrue(ran.err().contains("nobody"), ran::toString);
  }
}
