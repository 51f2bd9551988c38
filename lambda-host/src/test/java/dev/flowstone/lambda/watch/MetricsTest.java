package dev.flowstone.lambda.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.flowstone.lambda.StandingTime;
import dev.flowstone.lambda.watch.Metrics.Metric;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The embedded metric format, as CloudWatch reads it.
final class MetricsTest {
  private final List<String> lines = new ArrayList<>();
  private final StandingTime time = new StandingTime();
  private final Metrics metrics =
      new Metrics(new JsonLog(lines::add, time, Level.OFF, Set.of()), time, Optional.of("orders"));

  @Test
  void writesALineForEachDimension() throws JsonProcessingException {
    metrics.ofHandler("cards.charge", Metric.STEP_ATTEMPTS);
    metrics.ofHandler("cards.charge", Metric.STEP_ATTEMPTS);
    metrics.ofHandler("cards.charge", Metric.STEP_DURATION, Duration.ofMillis(120));
    metrics.ofWorkflow("order", Metric.EXECUTIONS_STARTED);
    metrics.count(Metric.WRITE_UNITS, 2.5);
    metrics.flush();
    metrics.flush();

    assertEquals(3, lines.size(), lines.toString());
    JsonNode line = new JsonMapper().readTree(lines.getFirst());
    assertEquals(
        "{\"Timestamp\":1772359200000,\"CloudWatchMetrics\":[{\"Namespace\":\"Flowstone\","
            + "\"Dimensions\":[[\"Function\"],[\"Function\",\"Handler\"]],\"Metrics\":[{\"Name\":\"StepAttempts\",\"Unit\":"
            + "\"Count\"},{\"Name\":\"StepDuration\",\"Unit\":\"Milliseconds\"}]}]}",
        line.path("_aws").toString());
    assertEquals("cards.charge", line.path("Handler").asText());
    assertEquals(2, line.path("StepAttempts").asInt());
    assertEquals("[120]", line.path("StepDuration").toString());
    assertEquals(
        "[[\"Function\"]]",
        new JsonMapper()
            .readTree(lines.get(2))
            .at("/_aws/CloudWatchMetrics/0/Dimensions")
            .toString());
  }

  @Test
  void bringsNoMoreThanAHundredValuesInALine() throws JsonProcessingException {
    for (int i = 0; i < 250; i++) {
      metrics.time(Metric.WAKE_LAG, Duration.ofMillis(i));
    }
    metrics.count(Metric.SWEEP_DUE, 1);
    metrics.flush();

    assertEquals(3, lines.size());
    int values = 0;
    for (String line : lines) {
      values += new JsonMapper().readTree(line).path("WakeLag").size();
    }
    assertEquals(250, values);
    assertEquals(1, lines.stream().filter(line -> line.contains("\"SweepDue\"")).count());
  }
}
