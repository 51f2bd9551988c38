package dev.flowstone.lambda.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.CreateScheduleRequest;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.scheduler.model.ScheduleSummary;
import software.amazon.awssdk.services.scheduler.model.ValidationException;

class SchedulerServerTest {

  private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
  private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:wake";

  private final List<SchedulerServer.Firing> fired = new ArrayList<>();
  private final SchedulerServer server = SchedulerServer.start(START, fired::add);
  private final SchedulerClient client = server.client();

  @AfterEach
  void close() {
    client.close();
    server.close();
  }

  private void create(String name, String time) {
    create(name, time, UnaryOperator.identity());
  }

  private void create(
      String name, String time, UnaryOperator<CreateScheduleRequest.Builder> change) {
    client.createSchedule(
        change
            .apply(
                CreateScheduleRequest.builder()
                    .name(name)
                    .scheduleExpression("at(" + time + ")")
                    .flexibleTimeWindow(w -> w.mode(FlexibleTimeWindowMode.OFF))
                    .actionAfterCompletion(ActionAfterCompletion.DELETE)
                    .target(t ->
                        t.arn(QUEUE)
                            .roleArn("arn:aws:iam::000000000000:role/scheduler")
                            .input("{\"name\":\"" + name + "\"}")))
            .build());
  }

  @Test
  void schedulesFireInTheOrderOfTheirTimesAndAreGone() {
    create("second", "2030-01-01T02:00:00");
    create("first", "2030-01-01T01:00:00");
    create("third", "2030-01-01T03:00:00");
    server.advanceTo(Instant.parse("2030-01-01T02:00:00Z"));
    assertEquals(
        List.of("first", "second"), fired.stream().map(SchedulerServer.Firing::schedule).toList());
    assertEquals("{\"name\":\"first\"}", fired.getFirst().input());
    assertEquals(QUEUE, fired.getFirst().targetArn());
    assertEquals(List.of("third"), server.names());
    assertThrows(ResourceNotFoundException.class, () -> client.getSchedule(r -> r.name("first")));
  }

  @Test
  void aScheduleThatIsNotToBeDeletedStaysAndFiresOnce() {
    create("kept", "2030-01-01T01:00:00", r -> r.actionAfterCompletion(ActionAfterCompletion.NONE));
    server.advanceTo(START.plusSeconds(7200));
    server.advanceTo(START.plusSeconds(7300));
    assertEquals(1, fired.size());
    assertEquals(List.of("kept"), server.names());
  }

  @Test
  void aNameIsTakenOnceButARequestMayBeRepeated() {
    create("a", "2030-01-01T01:00:00", r -> r.clientToken("token"));
    create("a", "2030-01-01T01:00:00", r -> r.clientToken("token"));
    assertThrows(
        ConflictException.class,
        () -> create("a", "2030-01-01T01:00:00", r -> r.clientToken("other")));
    assertThrows(
        ConflictException.class,
        () -> create("a", "2030-01-01T02:00:00", r -> r.clientToken("token")));
  }

  @Test
  void schedulesAreDescribedChangedListedAndDeleted() {
    create("a.1", "2030-01-01T01:00:00");
    create("a.2", "2030-01-01T01:00:00");
    create("b", "2030-01-01T01:00:00");
    client.updateSchedule(r ->
        r.name("a.1")
            .scheduleExpression("at(2030-01-01T05:00:00)")
            .scheduleExpressionTimezone("Europe/Berlin")
            .flexibleTimeWindow(w -> w.mode(FlexibleTimeWindowMode.OFF))
            .target(t -> t.arn(QUEUE).roleArn("arn:aws:iam::000000000000:role/scheduler")));
    var read = client.getSchedule(r -> r.name("a.1"));
    assertEquals("at(2030-01-01T05:00:00)", read.scheduleExpression());
    assertEquals(START, read.creationDate());
    var page = client.listSchedules(r -> r.namePrefix("a.").maxResults(1));
    var rest =
        client.listSchedules(r -> r.namePrefix("a.").maxResults(1).nextToken(page.nextToken()));
    List<String> names = new ArrayList<>();
    page.schedules().stream().map(ScheduleSummary::name).forEach(names::add);
    rest.schedules().stream().map(ScheduleSummary::name).forEach(names::add);
    assertEquals(List.of("a.1", "a.2"), names);
    client.deleteSchedule(r -> r.name("a.2"));
    assertThrows(ResourceNotFoundException.class, () -> client.deleteSchedule(r -> r.name("a.2")));
    server.advanceTo(Instant.parse("2030-01-01T04:00:00Z"));
    assertEquals(
        List.of("b", "a.1"), fired.stream().map(SchedulerServer.Firing::schedule).toList());
  }

  @Test
  void whatTheServiceRefusesIsRefused() {
    String time = "2030-01-01T01:00:00";
    assertThrows(ValidationException.class, () -> create("a#b", time));
    assertThrows(ValidationException.class, () -> create("x".repeat(65), time));
    assertThrows(ValidationException.class, () -> create("a", "2030-01-01T01:00:00Z"));
    assertThrows(ValidationException.class, () -> create("a", "2030-13-01T01:00:00"));
    assertThrows(ValidationException.class, () -> create("a", "2029-12-31T23:59:59"));
    assertThrows(
        ValidationException.class, () -> create("a", time, r -> r.target(t -> t.arn(QUEUE))));
    assertThrows(
        ValidationException.class,
        () -> create("a", time, r -> r.flexibleTimeWindow(w -> w.maximumWindowInMinutes(5))));
    assertTrue(server.names().isEmpty());
  }
}
