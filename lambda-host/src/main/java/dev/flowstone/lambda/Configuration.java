package dev.flowstone.lambda;

import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.lambda.request.Access;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Everything that the function is told from outside, each by one environment variable.
///
/// Only the table is needed. What is absent is done without: no bucket, no bodies above the limit
/// of an item; no queue, only the sweep wakes; no schedules, the sweep wakes what is further off
/// than a message may be delayed; no bus, no status events.
///
/// - `table` (`FLOWSTONE_TABLE`): the DynamoDB table of executions, programs and aliases.
/// - `bucket` (`FLOWSTONE_BUCKET`): the S3 bucket of large bodies.
/// - `wakeQueueUrl`, `wakeQueueArn` (`FLOWSTONE_WAKE_QUEUE_URL`, `FLOWSTONE_WAKE_QUEUE_ARN`): the
///   SQS queue that brings wakes back to this function.
/// - `scheduleGroup`, `scheduleRoleArn` (`FLOWSTONE_SCHEDULE_GROUP`,
///   `FLOWSTONE_SCHEDULE_ROLE_ARN`): where one-time schedules are made, and the role by which they
///   send to the wake queue.
/// - `eventBus` (`FLOWSTONE_EVENT_BUS`): the EventBridge bus that hears of changes of status.
/// - `callbackBase` (`FLOWSTONE_CALLBACK_BASE`): what `callback.url` begins with in workflows.
/// - `timeout` (`FLOWSTONE_TIMEOUT_SECONDS`): the timeout of the function itself; no step may take
///   longer than what an activation of that length leaves.
/// - `maxWait` (`FLOWSTONE_MAX_WAIT_SECONDS`): how long a start may wait for its result at most.
/// - `retention` (`FLOWSTONE_RETENTION_DAYS`): how long an ended execution is kept.
/// - `history` (`FLOWSTONE_HISTORY`): how many writes of an execution are kept for its history.
/// - `access` (`FLOWSTONE_AUTH`): who may call over HTTP: `iam`, `authoriser` or `none`.
/// - `redacted` (`FLOWSTONE_REDACT`): names of log fields, with commas between, whose values are
///   not written.
/// - `logLevel` (`FLOWSTONE_LOG_LEVEL`): the least level that is written: `debug`, `info`,
///   `warning`, `error` or `off`.
/// - `function` (`AWS_LAMBDA_FUNCTION_NAME`, set by Lambda itself): tells the metrics of several
///   hosts in one account apart.
public record Configuration(
    String table,
    Optional<String> bucket,
    Optional<String> wakeQueueUrl,
    Optional<String> wakeQueueArn,
    Optional<String> scheduleGroup,
    Optional<String> scheduleRoleArn,
    Optional<String> eventBus,
    String callbackBase,
    Duration timeout,
    Duration maxWait,
    Duration retention,
    int history,
    Access.Mode access,
    Set<String> redacted,
    Level logLevel,
    Optional<String> function) {

  static final String TABLE = "FLOWSTONE_TABLE";
  static final String BUCKET = "FLOWSTONE_BUCKET";
  static final String WAKE_QUEUE_URL = "FLOWSTONE_WAKE_QUEUE_URL";
  static final String WAKE_QUEUE_ARN = "FLOWSTONE_WAKE_QUEUE_ARN";
  static final String SCHEDULE_GROUP = "FLOWSTONE_SCHEDULE_GROUP";
  static final String SCHEDULE_ROLE_ARN = "FLOWSTONE_SCHEDULE_ROLE_ARN";
  static final String EVENT_BUS = "FLOWSTONE_EVENT_BUS";
  static final String CALLBACK_BASE = "FLOWSTONE_CALLBACK_BASE";
  static final String TIMEOUT = "FLOWSTONE_TIMEOUT_SECONDS";
  static final String MAX_WAIT = "FLOWSTONE_MAX_WAIT_SECONDS";
  static final String RETENTION = "FLOWSTONE_RETENTION_DAYS";
  static final String HISTORY = "FLOWSTONE_HISTORY";
  static final String AUTH = "FLOWSTONE_AUTH";
  static final String REDACT = "FLOWSTONE_REDACT";
  static final String LOG_LEVEL = "FLOWSTONE_LOG_LEVEL";

  /// Every variable that is read. The AWS SDK reads its own, among them `AWS_REGION` and, for
  /// tests, `AWS_ENDPOINT_URL_DYNAMODB` and its like.
  public static final List<String> VARIABLES =
      List.of(
          TABLE,
          BUCKET,
          WAKE_QUEUE_URL,
          WAKE_QUEUE_ARN,
          SCHEDULE_GROUP,
          SCHEDULE_ROLE_ARN,
          EVENT_BUS,
          CALLBACK_BASE,
          TIMEOUT,
          MAX_WAIT,
          RETENTION,
          HISTORY,
          AUTH,
          REDACT,
          LOG_LEVEL);

  private static final String FUNCTION = "AWS_LAMBDA_FUNCTION_NAME";
  private static final String PREFIX = "FLOWSTONE_";
  private static final int LONGEST_TIMEOUT = 900;
  private static final Duration MARGIN = Duration.ofSeconds(10);

  public Configuration {
    redacted = Set.copyOf(redacted);
  }

  /// What came of reading the environment.
  public sealed interface Reading {
    record Ok(Configuration configuration) implements Reading {}

    /// Everything that is wrong, a sentence each.
    record Wrong(List<String> problems) implements Reading {
      public Wrong {
        problems = List.copyOf(problems);
      }
    }
  }

  public static Reading read(Map<String, String> environment) {
    Draft draft = new Draft(environment);
    Configuration configuration = draft.configuration();
    return draft.problems.isEmpty()
        ? new Reading.Ok(configuration)
        : new Reading.Wrong(draft.problems);
  }

  /// How long a host needs at the end of an activation, to write and to let go.
  public Duration margin() {
    return MARGIN;
  }

  /// The longest attempt that a fresh activation can still begin.
  public Duration longestAttempt() {
    return timeout.minus(MARGIN.multipliedBy(2));
  }

  private static final class Draft {
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    Draft(Map<String, String> environment) {
      this.environment = environment;
    }

    Configuration configuration() {
      String table = text(TABLE).orElse("");
      if (table.isEmpty()) {
        problems.add(TABLE + " is not set: it names the DynamoDB table");
      }
      Optional<String> queueUrl = text(WAKE_QUEUE_URL);
      url(WAKE_QUEUE_URL);
      url(CALLBACK_BASE);
      together(SCHEDULE_GROUP, SCHEDULE_ROLE_ARN, WAKE_QUEUE_ARN);
      unknown();
      return new Configuration(
          table,
          text(BUCKET),
          queueUrl,
          text(WAKE_QUEUE_ARN),
          text(SCHEDULE_GROUP),
          text(SCHEDULE_ROLE_ARN),
          text(EVENT_BUS),
          text(CALLBACK_BASE).orElse(""),
          Duration.ofSeconds(number(TIMEOUT, LONGEST_TIMEOUT, 30, LONGEST_TIMEOUT)),
          Duration.ofSeconds(number(MAX_WAIT, 25, 0, LONGEST_TIMEOUT)),
          Duration.ofDays(number(RETENTION, 30, 1, 3_650)),
          number(HISTORY, 10_000, 100, 1_000_000),
          word(AUTH, Access.Mode.IAM, Access.Mode.class),
          words(REDACT),
          level(),
          text(FUNCTION));
    }

    private Optional<String> text(String name) {
      return Optional.ofNullable(environment.get(name))
          .map(String::strip)
          .filter(s -> !s.isEmpty());
    }

    private void url(String name) {
      text(name)
          .ifPresent(text -> {
            try {
              if (!new URI(text).isAbsolute()) {
                problems.add(name + " is no absolute URL: " + text);
              }
            } catch (URISyntaxException e) {
              problems.add(name + " is no URL: " + text);
            }
          });
    }

    private void together(String... names) {
      List<String> set = Arrays.stream(names).filter(name -> text(name).isPresent()).toList();
      boolean schedules = set.contains(SCHEDULE_GROUP) || set.contains(SCHEDULE_ROLE_ARN);
      if (schedules && set.size() < names.length) {
        Arrays.stream(names)
            .filter(name -> !set.contains(name))
            .forEach(name ->
                problems.add(name + " is not set: schedules need " + String.join(", ", names)));
      }
    }

    private int number(String name, int standard, int least, int most) {
      return text(name)
          .map(text -> {
            try {
              int number = Integer.parseInt(text);
              if (number >= least && number <= most) {
                return number;
              }
            } catch (NumberFormatException e) {
              // It is told below.
            }
            problems.add("%s is no number from %,d to %,d: %s".formatted(name, least, most, text));
            return standard;
          })
          .orElse(standard);
    }

    private <E extends Enum<E>> E word(String name, E standard, Class<E> type) {
      return text(name)
          .map(text -> found(name, text, standard, List.of(type.getEnumConstants()), Enum::name))
          .orElse(standard);
    }

    private Level level() {
      List<Level> levels = List.of(Level.DEBUG, Level.INFO, Level.WARNING, Level.ERROR, Level.OFF);
      return text(LOG_LEVEL)
          .map(text -> found(LOG_LEVEL, text, Level.INFO, levels, Level::name))
          .orElse(Level.INFO);
    }

    private <E> E found(
        String name, String text, E standard, List<E> known, Function<E, String> called) {
      Optional<E> found =
          known.stream().filter(one -> called.apply(one).equalsIgnoreCase(text)).findFirst();
      if (found.isEmpty()) {
        problems.add(
            name
                + " is none of "
                + known.stream()
                    .map(one -> called.apply(one).toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", "))
                + ": "
                + text);
      }
      return found.orElse(standard);
    }

    private Set<String> words(String name) {
      return text(name).stream()
          .flatMap(text -> Arrays.stream(text.split(",", -1)))
          .map(String::strip)
          .filter(word -> !word.isEmpty())
          .collect(Collectors.toSet());
    }

    /// What tells variables apart: the part that all share would make them all alike.
    private static String word(String variable) {
      return variable.substring(PREFIX.length());
    }

    /// A variable that is almost one of ours is a slip of the pen; others are the handlers' own.
    private void unknown() {
      for (String name : new TreeSet<>(environment.keySet())) {
        if (name.startsWith(PREFIX) && !VARIABLES.contains(name)) {
          Nearest.of(word(name), VARIABLES.stream().map(Draft::word).toList())
              .ifPresent(near ->
                  problems.add(
                      "%s is no variable of Flowstone, did you mean '%s'?"
                          .formatted(name, PREFIX + near)));
        }
      }
    }
  }
}
