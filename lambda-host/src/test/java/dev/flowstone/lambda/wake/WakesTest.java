package dev.flowstone.lambda.wake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flowstone.lambda.Services;
import dev.flowstone.lambda.StandingTime;
import dev.flowstone.lambda.watch.JsonLog;
import dev.flowstone.lambda.watch.Metrics;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The requests that hints are.
final class WakesTest {
  private final StandingTime time = new StandingTime();
  private final Services services = new Services();
  private final List<String> lines = new ArrayList<>();
  private final JsonLog log = new JsonLog(lines::add, time, Level.DEBUG, Set.of());
  private final Metrics metrics = new Metrics(log, time, Optional.empty());
  private final Wakes wakes =
      new Wakes(
          Optional.of(new Wakes.Messages(services::sqs, services.endpoint() + "/1/wakes")),
          Optional.of(new Wakes.Schedules(services::scheduler, "flows", "arn:wakes", "arn:role")),
          time,
          log,
          metrics);

  @AfterEach
  void stop() {
    services.close();
  }

  @Test
  void sendsAMessageThatIsDelayedByWholeSecondsUp() {
    Instant now = time.instant();

    assertTrue(wakes.at("a", now.minusSeconds(3)));
    assertTrue(wakes.at("a", now.plusMillis(1_001)));
    assertTrue(wakes.at("a", now.plus(Duration.ofMinutes(15))));

    List<JsonNode> sent = services.sent("SendMessage");
    assertEquals(
        List.of(0, 2, 900), sent.stream().map(m -> m.path("DelaySeconds").asInt()).toList());
    assertEquals(
        "{\"action\":\"wake\",\"name\":\"a\",\"due\":\"2026-03-01T10:00:01.001Z\"}",
        sent.get(1).path("MessageBody").asText());
  }

  @Test
  void makesASchedulePerExecutionAndTime() {
    Instant due = time.instant().plus(Duration.ofDays(30)).plusMillis(7);

    assertTrue(wakes.at("a", due));
    assertTrue(wakes.at("a", due));
    assertTrue(wakes.at("b", due));

    List<Services.Sent> sent = services.sent();
    assertEquals(3, sent.size(), sent.toString());
    assertEquals(sent.get(0).operation(), sent.get(1).operation());
    assertFalse(sent.get(0).operation().equals(sent.get(2).operation()));
    JsonNode made = sent.getFirst().body();
    assertEquals("at(2026-03-31T10:00:00)", made.path("ScheduleExpression").asText());
    assertEquals("UTC", made.path("ScheduleExpressionTimezone").asText());
    assertEquals("OFF", made.at("/FlexibleTimeWindow/Mode").asText());
    assertEquals("DELETE", made.path("ActionAfterCompletion").asText());
    assertEquals("flows", made.path("GroupName").asText());
    assertEquals("arn:wakes", made.at("/Target/Arn").asText());
    assertEquals("arn:role", made.at("/Target/RoleArn").asText());
    assertEquals(
        "{\"action\":\"wake\",\"name\":\"a\",\"due\":\"2026-03-31T10:00:00.007Z\"}",
        made.at("/Target/Input").asText());
  }

  @Test
  void takesAScheduleThatIsThereForItsOwn() {
    services.refuse("POST /schedules/", 409, "ConflictException");

    assertTrue(wakes.at("a", time.instant().plus(Duration.ofDays(1))));
    assertEquals(List.of(), lines);
  }

  @Test
  void asksInStagesForWhatIsFurtherOffThanASchedule() {
    assertTrue(wakes.at("a", time.instant().plus(Duration.ofDays(1_000))));

    assertEquals(
        "at(2027-03-01T10:00:00)",
        services.sent("POST /schedules/").getFirst().path("ScheduleExpression").asText());
  }

  @Test
  void deletesWhatIsSupersededOrOfNoMoreUse() {
    Instant now = time.instant();
    wakes.at("a", now.plus(Duration.ofDays(1)));
    wakes.at("a", now.plus(Duration.ofDays(2)));
    wakes.settle("a", Optional.of(now.plus(Duration.ofDays(2))));
    assertEquals(1, services.sent("DELETE /schedules/wake-").size());
    wakes.settle("a", Optional.empty());
    wakes.settle("a", Optional.empty());

    assertEquals(2, services.sent("DELETE /schedules/wake-").size());
    assertEquals(List.of(), lines);
  }

  @Test
  void deletesWhatAnotherProcessMade() {
    Instant due = time.instant().plus(Duration.ofDays(7));
    wakes.at("a", due);
    Wakes elsewhere =
        new Wakes(
            Optional.empty(),
            Optional.of(new Wakes.Schedules(services::scheduler, "flows", "arn:wakes", "arn:role")),
            time,
            log,
            metrics);

    elsewhere.arrived("a", due);
    elsewhere.settle("a", Optional.of(time.instant().plusSeconds(5)));

    String made = services.operations("POST /schedules/").getFirst();
    String deleted = services.operations("DELETE /schedules/").getFirst();
    assertTrue(deleted.startsWith(made.replace("POST", "DELETE") + "?"), deleted);
  }

  @Test
  void failsNothingWhereAHintFails() {
    services.refuse("SendMessage", 503, "ServiceUnavailable");
    services.refuse("POST", 500, "InternalServerException");

    assertFalse(wakes.at("a", time.instant().plus(Duration.ofDays(1))));
    assertTrue(lines.getFirst().contains("the sweep will find it"), lines.toString());
    metrics.flush();
    assertTrue(lines.getLast().contains("\"HintsFailed\":1"), lines.toString());
  }

  @Test
  void leavesToTheSweepWhatItHasNoMeansFor() {
    Wakes none = new Wakes(Optional.empty(), Optional.empty(), time, log, metrics);

    assertFalse(none.now("a"));
    assertFalse(none.at("a", time.instant().plus(Duration.ofDays(1))));
  }
}
