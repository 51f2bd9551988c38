package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.RetryPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Whether and when a failed attempt is made again.
final class Retries {

  private Retries() {}

  /// When the next attempt starts, or nothing where the policy gives up. `random` in 0..1 is the
  /// recorded draw.
  static Optional<Instant> next(
      HandlerCall handler, Call call, Event.Failure failure, double random, Instant now) {
    var policy = handler.retry();
    int made = call.attempt() - call.first() + 1;
    if (failure.permanent()
        || made >= policy.attempts()
        || (handler.atMostOnce() && !failure.certain())
        || (!policy.only().isEmpty() && !policy.only().contains(failure.error()))
        || policy.except().contains(failure.error())) {
      return Optional.empty();
    }
    var due = now.plus(delay(policy, made, random));
    var late = policy.within().filter(within -> due.isAfter(call.since().plus(within))).isPresent();
    return late ? Optional.empty() : Optional.of(due);
  }

  /// The delay after attempt `made`, to the millisecond.
  static Duration delay(RetryPolicy policy, int made, double random) {
    double full =
        Math.min(
            policy.from().toMillis() * Math.pow(policy.factor(), made - 1),
            (double) policy.to().toMillis());
    double draw = Double.isNaN(random) ? 0 : Math.clamp(random, 0.0, 1.0);
    double jittered =
        switch (policy.jitter()) {
          case NONE -> full;
          case FULL -> full * draw;
          case HALF -> full / 2 + full / 2 * draw;
        };
    return Duration.ofMillis(Math.max(0, Math.round(jittered)));
  }

  /// A number in 0..1 for one of several calls that one recorded seed serves (SplitMix64).
  static double draw(long seed, String call) {
    long z = seed + 0x9E3779B97F4A7C15L * (call.hashCode() + 1L);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z ^= z >>> 31;
    return (z >>> 11) * 0x1.0p-53;
  }
}
