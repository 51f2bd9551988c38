package dev.flowstone.lambda.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.lambda.aws.RuntimeApi.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LambdaProcessTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  private static Outcome ended(CompletableFuture<Outcome> invocation) throws Exception {
    return invocation.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void aFunctionAnswersFailsDiesAndComesBack() throws Exception {
    var function =
        LambdaProcess.Function.ofTests(
            "dev.flowstone.lambda.aws.EchoFunction::handleRequest", Map.of("GREETING", "!"));
    try (var api = RuntimeApi.start();
        var process = LambdaProcess.start(function, api, directory.resolve("log"))) {
      process.awaitReady(PATIENCE);
      assertEquals(new Outcome.Answered("\"hello\"!"), ended(api.invoke("\"hello\"", PATIENCE)));
      assertEquals(new Outcome.Answered("true"), ended(api.invoke("\"time\"", PATIENCE)));
      var failed = assertInstanceOf(Outcome.Failed.class, ended(api.invoke("\"fail\"", PATIENCE)));
      assertTrue(failed.body().contains("told to fail"), failed.body());
      assertTrue(api.awaitPollers(1, PATIENCE));
      CompletableFuture<Outcome> hanging = api.invoke("\"hang\"", PATIENCE);
      assertTrue(api.awaitRunning(1, PATIENCE));
      process.kill();
      assertEquals(new Outcome.Died(), ended(hanging));
      CompletableFuture<Outcome> next = api.invoke("\"next\"", PATIENCE);
      process.restart();
      assertEquals(new Outcome.Answered("\"next\"!"), ended(next));
      assertTrue(process.isAlive());
    }
  }

  @Test
  void aFunctionThatIsNotThereSaysSo() throws Exception {
    var function = LambdaProcess.Function.ofTests("no.such.Function::handleRequest", Map.of());
    try (var api = RuntimeApi.start();
        var process = LambdaProcess.start(function, api, directory.resolve("log"))) {
      Outcome outcome = ended(api.invoke("1", PATIENCE));
      var failed = assertInstanceOf(Outcome.Failed.class, outcome);
      assertTrue(failed.body().contains("no.such.Function"), failed.body());
      process.kill();
      assertFalse(process.isAlive());
    }
  }
}
