package dev.flowstone.tests.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.cli.Flow;
import dev.flowstone.cli.terminal.Shell;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.lambda.FlowFunction;
import dev.flowstone.lambda.aws.DynamoDbServer;
import dev.flowstone.lambda.aws.LambdaProcess;
import dev.flowstone.lambda.aws.RuntimeApi;
import dev.flowstone.lambda.dynamo.Tables;
import dev.flowstone.tests.docs.Markdown;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// A project that `flow init` writes is built by its own `pom.xml`, and what it packages runs as a
/// function.
///
/// The same Maven builds it that builds this, without a network: Flowstone comes from this very
/// build, all else from what the build has downloaded.
@Timeout(300)
final class GeneratedProjectTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String NAME = "acme-flows";
  private static final String TABLE = "greetings";

  @TempDir private Path folder;

  @Test
  void isBuiltByItsOwnPomAndRunsAsAFunction() throws Exception {
    init();
    Path project = folder.resolve(NAME);
    ReactorRepository.write(folder.resolve("repository"), Markdown.root());
    build(project);

    Path bundle = project.resolve("target/acme-flows-1.0-SNAPSHOT-bundle.jar");
    assertTrue(
        Files.readString(project.resolve("template.yaml"))
            .contains("target/" + bundle.getFileName()));
    assertRuns(bundle, Files.readString(project.resolve("flows/greeting.flow")));
  }

  private void init() {
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8);
    Shell shell =
        new Shell(
            folder,
            "flow",
            Map.of(),
            new ByteArrayInputStream(new byte[0]),
            out,
            out,
            false,
            false);
    int exitCode = Flow.execute(shell, "init", NAME, "--package", "com.acme.flows");
    assertEquals(0, exitCode, () -> said.toString(StandardCharsets.UTF_8));
  }

  private void build(Path project) throws Exception {
    String downloaded = System.getProperty("flowstone.repository");
    ProcessBuilder maven =
        new ProcessBuilder(
                Path.of(System.getProperty("flowstone.maven"), "bin", "mvn").toString(),
                "--batch-mode",
                "--offline",
                "-Dmaven.repo.local=" + folder.resolve("repository"),
                "-Dmaven.repo.local.tail=" + downloaded,
                "package")
            .directory(project.toFile())
            .redirectErrorStream(true);
    maven.environment().put("JAVA_HOME", System.getProperty("java.home"));
    maven.environment().put("MAVEN_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    maven.environment().remove("MAVEN_ARGS");
    Process process = maven.start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    assertTrue(said.contains("Tests run: 7, Failures: 0"), said);
  }

  /// The host takes the flow, since it has the handler, and the handler does what it is called for.
  private void assertRuns(Path bundle, String flow) {
    try (DynamoDbServer table = DynamoDbServer.start();
        DynamoDbClient client = client(table)) {
      client.createTable(Tables.table(TABLE));
      LambdaProcess.Function function =
          new LambdaProcess.Function(
              Bundle.classPath(bundle, List.of()),
              FlowFunction.class.getName() + "::handleRequest",
              Map.of(
                  "FLOWSTONE_TABLE",
                  TABLE,
                  "AWS_ENDPOINT_URL_DYNAMODB",
                  table.endpoint().toString()),
              List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
      try (RuntimeApi api = RuntimeApi.start();
          LambdaProcess process = LambdaProcess.start(function, api, folder.resolve("log"))) {
        process.awaitReady(PATIENCE);
        Document upload =
            new Document()
                .put("action", "upload")
                .put("file", "greeting.flow")
                .put("source", flow)
                .put("alias", "live");
        assertAnswered(api, process, upload, "\"status\":201");
        Document start =
            new Document()
                .put("action", "start")
                .put("workflow", "greeting")
                .put("name", "hello-1")
                .put("input", new Document().put("name", "Ada"))
                .put("wait", 20);
        assertAnswered(api, process, start, "\"WAITING\"");
      }
    }
  }

  private static void assertAnswered(
      RuntimeApi api, LambdaProcess process, Document request, String what) {
    RuntimeApi.Outcome outcome = api.invoke(request.json(), PATIENCE).join();
    String payload =
        assertInstanceOf(RuntimeApi.Outcome.Answered.class, outcome, process::output).payload();
    assertTrue(payload.contains(what), payload);
  }

  private static DynamoDbClient client(DynamoDbServer server) {
    return DynamoDbClient.builder()
        .endpointOverride(server.endpoint())
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }
}
