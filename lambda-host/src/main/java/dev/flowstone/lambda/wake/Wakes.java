package dev.flowstone.lambda.wake;

import dev.flowstone.interpreter.report.Document;
import dev.flowstone.lambda.watch.JsonLog;
import dev.flowstone.lambda.watch.Metrics;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.scheduler.model.ActionAfterCompletion;
import software.amazon.awssdk.services.scheduler.model.ConflictException;
import software.amazon.awssdk.services.scheduler.model.FlexibleTimeWindowMode;
import software.amazon.awssdk.services.scheduler.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Asks for somebody to come back to an execution: a message with a delay, and a one-time schedule
/// for what is further off than a message may be delayed.
///
/// All of it is hints (rule 4 of the protocol): the due time in the store is the truth, and the
/// sweep finds what nobody was sent to. So a hint that fails is counted and logged, and fails
/// nothing.
public final class Wakes {
  /// The longest delay of a message.
  public static final Duration LONGEST_DELAY = Duration.ofMinutes(15);

  /// A wake that is further off than a schedule may be is asked for in stages.
  private static final Duration LONGEST_SCHEDULE = Duration.ofDays(365);

  private static final int MOST_REMEMBERED = 10_000;
  private static final DateTimeFormatter AT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss").withZone(ZoneOffset.UTC);

  private final Optional<Messages> messages;
  private final Optional<Schedules> schedules;
  private final InstantSource clock;
  private final JsonLog log;
  private final Metrics metrics;
  private final Map<String, String> last = new LinkedHashMap<>();

  /// The queue whose messages come back to this function.
  public record Messages(Supplier<SqsClient> client, String queueUrl) {}

  /// Where schedules are made: `target` is the queue, `role` may send to it.
  public record Schedules(
      Supplier<SchedulerClient> client, String group, String target, String role) {}

  public Wakes(
      Optional<Messages> messages,
      Optional<Schedules> schedules,
      InstantSource clock,
      JsonLog log,
      Metrics metrics) {
    this.messages = messages;
    this.schedules = schedules;
    this.clock = clock;
    this.log = log;
    this.metrics = metrics;
  }

  /// Asks for a wake now.
  public boolean now(String name) {
    return at(name, clock.instant());
  }

  /// Asks for a wake when an execution is due. Tells whether a hint is on its way.
  public boolean at(String name, Instant due) {
    Instant now = clock.instant();
    if (!due.isAfter(now.plus(LONGEST_DELAY))) {
      return message(name, due, now);
    }
    if (schedules.isEmpty()) {
      return false; // the sweep sends the message when it is near
    }
    return schedule(schedules.get(), name, due.isAfter(latest(now)) ? latest(now) : due, due);
  }

  private boolean message(String name, Instant due, Instant now) {
    if (messages.isEmpty()) {
      return false;
    }
    Messages queue = messages.get();
    try {
      queue
          .client()
          .get()
          .sendMessage(request ->
              request
                  .queueUrl(queue.queueUrl())
                  .messageBody(body(name, due))
                  .delaySeconds(seconds(now, due)));
      return true;
    } catch (SdkException e) {
      failed(name, due, e);
      return false;
    }
  }

  /// Whole seconds, up: a wake that is early waits, one that is late is late.
  private static int seconds(Instant now, Instant due) {
    if (!due.isAfter(now)) {
      return 0;
    }
    long millis = Duration.between(now, due).toMillis();
    return (int) Math.min((millis + 999) / 1_000, LONGEST_DELAY.toSeconds());
  }

  private static Instant latest(Instant now) {
    return now.plus(LONGEST_SCHEDULE);
  }

  private boolean schedule(Schedules to, String name, Instant when, Instant due) {
    Instant second = when.truncatedTo(ChronoUnit.SECONDS);
    String called = scheduleName(name, due);
    try {
      to.client()
          .get()
          .createSchedule(request ->
              request
                  .name(called)
                  .groupName(to.group())
                  .clientToken(called)
                  .scheduleExpression("at(" + AT.format(second) + ")")
                  .scheduleExpressionTimezone("UTC")
                  .flexibleTimeWindow(window -> window.mode(FlexibleTimeWindowMode.OFF))
                  .actionAfterCompletion(ActionAfterCompletion.DELETE)
                  .target(
                      target -> target.arn(to.target()).roleArn(to.role()).input(body(name, due))));
    } catch (ConflictException e) {
      // It was made before: the same name is the same schedule.
    } catch (SdkException e) {
      failed(name, due, e);
      return false;
    }
    Optional<String> superseded = remember(name, called);
    superseded.filter(old -> !old.equals(called)).ifPresent(old -> delete(to, name, old));
    return true;
  }

  /// An execution was taken on that was due then, had nothing come in between: whoever let go of it
  /// may have made a schedule for that, whose name follows from the two.
  public void arrived(String name, Instant due) {
    if (schedules.isPresent() && due.isAfter(clock.instant().plus(LONGEST_DELAY))) {
      var _ = remember(name, scheduleName(name, due));
    }
  }

  /// An execution was let go of, and is due then or not at all: a schedule for another time is of
  /// no use any more, and is deleted.
  public void settle(String name, Optional<Instant> due) {
    if (schedules.isEmpty()) {
      return;
    }
    String wanted = due.map(when -> scheduleName(name, when)).orElse("");
    String made;
    synchronized (last) {
      made = last.get(name);
      if (made == null || made.equals(wanted)) {
        return;
      }
      last.remove(name);
    }
    delete(schedules.get(), name, made);
  }

  /// The schedule that was made before for the same execution.
  private Optional<String> remember(String name, String schedule) {
    synchronized (last) {
      if (last.size() >= MOST_REMEMBERED && !last.containsKey(name)) {
        last.remove(last.keySet().iterator().next()); // what is forgotten fires once, in vain
      }
      return Optional.ofNullable(last.put(name, schedule));
    }
  }

  private void delete(Schedules from, String name, String schedule) {
    try {
      from.client().get().deleteSchedule(request -> request.name(schedule).groupName(from.group()));
    } catch (ResourceNotFoundException e) {
      // It has fired.
    } catch (SdkException e) {
      log.log(
          Level.INFO,
          "a schedule that is of no use was left",
          Map.of("execution", name, "error", e.getClass().getSimpleName()));
    }
  }

  private void failed(String name, Instant due, SdkException e) {
    metrics.count(Metrics.Metric.HINTS_FAILED, 1);
    log.log(
        Level.WARNING,
        "a wake could not be asked for; the sweep will find it",
        Map.of("execution", name, "due", due.toString(), "error", e.getClass().getSimpleName()));
  }

  /// The same for the same execution and time, so that making it twice makes it once; one that only
  /// leads up to a time that is too far off has a name of its own.
  private String scheduleName(String name, Instant due) {
    String stage = due.isAfter(latest(clock.instant())) ? "stage" : "due";
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((name + "\n" + due + "\n" + stage).getBytes(StandardCharsets.UTF_8));
      return "wake-" + HexFormat.of().formatHex(digest, 0, 20);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static String body(String name, Instant due) {
    return new Document().put("action", "wake").put("name", name).put("due", due).json();
  }
}
