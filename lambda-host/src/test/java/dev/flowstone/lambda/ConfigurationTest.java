package dev.flowstone.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.lambda.request.Access;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ConfigurationTest {

  @Test
  void needsOnlyATable() {
    Configuration configuration = ok(Map.of("FLOWSTONE_TABLE", "flows", "PATH", "/bin"));

    assertEquals("flows", configuration.table());
    assertEquals(Access.Mode.IAM, configuration.access());
    assertEquals(Duration.ofMinutes(15), configuration.timeout());
    assertEquals(Duration.ofSeconds(25), configuration.maxWait());
    assertEquals(Duration.ofDays(30), configuration.retention());
    assertEquals(Level.INFO, configuration.logLevel());
    assertTrue(configuration.bucket().isEmpty());
  }

  @Test
  void readsWordsAndNumbers() {
    Configuration configuration =
        ok(
            Map.of(
                "FLOWSTONE_TABLE", "flows",
                "FLOWSTONE_AUTH", "authoriser",
                "FLOWSTONE_LOG_LEVEL", "warning",
                "FLOWSTONE_REDACT", "card, iban ,",
                "FLOWSTONE_TIMEOUT_SECONDS", "60"));

    assertEquals(Access.Mode.AUTHORISER, configuration.access());
    assertEquals(Level.WARNING, configuration.logLevel());
    assertEquals(Set.of("card", "iban"), configuration.redacted());
    assertEquals(Duration.ofSeconds(40), configuration.longestAttempt());
  }

  @Test
  void tellsEverythingThatIsWrongAtOnce() {
    Configuration.Reading reading =
        Configuration.read(
            Map.of(
                "FLOWSTONE_TIMEOUT_SECONDS", "soon",
                "FLOWSTONE_RETENTION_DAYS", "0",
                "FLOWSTONE_AUTH", "nobody",
                "FLOWSTONE_WAKE_QUEUE_URL", "wakes",
                "FLOWSTONE_SCHEDULE_GROUP", "flows",
                "FLOWSTONE_BUKET", "flows"));

    assertEquals(
        List.of(
            "FLOWSTONE_TABLE is not set: it names the DynamoDB table",
            "FLOWSTONE_WAKE_QUEUE_URL is no absolute URL: wakes",
            "FLOWSTONE_SCHEDULE_ROLE_ARN is not set: schedules need FLOWSTONE_SCHEDULE_GROUP,"
                + " FLOWSTONE_SCHEDULE_ROLE_ARN, FLOWSTONE_WAKE_QUEUE_ARN",
            "FLOWSTONE_WAKE_QUEUE_ARN is not set: schedules need FLOWSTONE_SCHEDULE_GROUP,"
                + " FLOWSTONE_SCHEDULE_ROLE_ARN, FLOWSTONE_WAKE_QUEUE_ARN",
            "FLOWSTONE_BUKET is no variable of Flowstone, did you mean 'FLOWSTONE_BUCKET'?",
            "FLOWSTONE_TIMEOUT_SECONDS is no number from 30 to 900: soon",
            "FLOWSTONE_RETENTION_DAYS is no number from 1 to 3,650: 0",
            "FLOWSTONE_AUTH is none of iam, authoriser, none: nobody"),
        assertInstanceOf(Configuration.Reading.Wrong.class, reading).problems());
  }

  @Test
  void leavesTheVariablesOfHandlersAlone() {
    for (String own : List.of("WORK", "MODEL", "MODEL_KEY", "MODEL_NAME", "MODEL_URL")) {
      assertInstanceOf(
          Configuration.Reading.Ok.class,
          Configuration.read(Map.of("FLOWSTONE_TABLE", "flows", "FLOWSTONE_" + own, "any")),
          own);
    }
  }

  @Test
  void everyVariableIsRead() {
    for (String variable : Configuration.VARIABLES) {
      assertTrue(variable.startsWith("FLOWSTONE_"), variable);
    }
    assertEquals(
        Configuration.class.getRecordComponents().length
            - 1, // the name of the function is Lambda's
        Configuration.VARIABLES.size());
  }

  private static Configuration ok(Map<String, String> environment) {
    return assertInstanceOf(Configuration.Reading.Ok.class, Configuration.read(environment))
        .configuration();
  }
}
