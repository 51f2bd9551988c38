package dev.flowstone.grammar.program;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// When and how often a failed attempt is made again, every default filled in.
///
/// The delay after attempt n is `from × factor^(n-1)`, at most `to`, then jittered. `attempts`
/// counts the first. An error that its handler declares permanent is never retried. `only` and
/// `except` name errors; at most one of them is not empty. `within` bounds the time from the start
/// of the first attempt to the start of the last.
public record RetryPolicy(
    int attempts,
    Duration from,
    Duration to,
    double factor,
    Jitter jitter,
    List<String> only,
    List<String> except,
    Optional<Duration> within) {

  /// NONE: the delay itself. FULL: uniform in 0..delay. HALF: uniform in delay/2..delay.
  public enum Jitter {
    NONE,
    FULL,
    HALF
  }

  /// What a step without a clause gets: that of Lambda durable functions (6 attempts, 5 s, ×2, at
  /// most 60 s, full jitter).
  public static final RetryPolicy STEP_DEFAULT =
      new RetryPolicy(
          6,
          Duration.ofSeconds(5),
          Duration.ofSeconds(60),
          2,
          Jitter.FULL,
          List.of(),
          List.of(),
          Optional.empty());

  /// What an undo without a clause gets: stronger than a step, since giving up parks the execution.
  public static final RetryPolicy UNDO_DEFAULT =
      new RetryPolicy(
          12,
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          2,
          Jitter.FULL,
          List.of(),
          List.of(),
          Optional.empty());

  public RetryPolicy {
    only = List.copyOf(only);
    except = List.copyOf(except);
  }
}
