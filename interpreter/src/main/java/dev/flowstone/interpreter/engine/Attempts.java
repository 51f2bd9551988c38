package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.machine.Command;
import dev.flowstone.interpreter.machine.EngineError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The attempts that this host is making for one execution, and the times that they must keep.
///
/// An attempt past its deadline, or silent for longer than its heartbeat, is interrupted, and is
/// over when it has ended or `grace` has passed: until then it may still have an effect, and no
/// undo may begin. One that is interrupted since its result no longer matters is waited for until
/// its own deadline.
final class Attempts {

  /// Names one attempt of one call.
  record Key(String call, int attempt) {}

  /// Why an attempt was interrupted.
  enum Cause {
    TIMEOUT,
    SILENT,
    UNWANTED
  }

  /// An attempt that is over, and what it counts as.
  record Expired(Key key, Cause cause, Duration took) {}

  private static final class Attempt {
    final Instant began;
    final Optional<Duration> heartbeat;
    final Instant deadline;
    @Nullable Instant silentAt;
    @Nullable Cause cause;
    Instant giveUpAt = Instant.MAX;

    Attempt(Instant began, Duration timeout, Optional<Duration> heartbeat) {
      this.began = began;
      this.heartbeat = heartbeat;
      this.deadline = began.plus(timeout);
      this.silentAt = heartbeat.map(began::plus).orElse(null);
    }

    Instant next() {
      if (cause != null) {
        return giveUpAt;
      }
      return silentAt != null && silentAt.isBefore(deadline) ? silentAt : deadline;
    }
  }

  private final Settings settings;
  private final Map<Key, Attempt> running = new LinkedHashMap<>();

  Attempts(Settings settings) {
    this.settings = settings;
  }

  /// What an attempt may take here.
  Duration timeout(Command.Invoke invoke) {
    Duration own = invoke.timeout().orElse(settings.stepTimeout());
    return settings.longestAttempt().filter(most -> most.compareTo(own) < 0).orElse(own);
  }

  boolean none() {
    return running.isEmpty();
  }

  boolean has(Key key) {
    return running.containsKey(key);
  }

  List<Key> all() {
    return new ArrayList<>(running.keySet());
  }

  Effect begin(Command.Invoke invoke, Instant now) {
    Duration timeout = timeout(invoke);
    Attempt attempt = new Attempt(now, timeout, invoke.heartbeat());
    running.put(new Key(invoke.call(), invoke.attempt()), attempt);
    return new Effect.Call(invoke, attempt.deadline, timeout);
  }

  /// A sign of life: its silence begins anew, its timeout does not.
  void beat(Key key, Instant now) {
    Attempt attempt = running.get(key);
    if (attempt != null && attempt.cause == null) {
      attempt.silentAt = attempt.heartbeat.map(now::plus).orElse(null);
    }
  }

  /// Forgets an attempt that has ended; tells whether it was known, and why it was interrupted if
  /// it was.
  Optional<Optional<Cause>> ended(Key key) {
    Attempt attempt = running.remove(key);
    return attempt == null ? Optional.empty() : Optional.of(Optional.ofNullable(attempt.cause));
  }

  /// The result of an attempt no longer matters.
  Optional<Effect> unwanted(Key key) {
    Attempt attempt = running.get(key);
    if (attempt == null || attempt.cause != null) {
      return Optional.empty();
    }
    attempt.cause = Cause.UNWANTED;
    attempt.giveUpAt = attempt.deadline.plus(settings.grace());
    return Optional.of(new Effect.Interrupt(key.call(), key.attempt()));
  }

  /// Interrupts what is late; what has been interrupted for long enough is over.
  List<Expired> expire(Instant now, List<Effect> effects) {
    List<Expired> over = new ArrayList<>();
    for (Key key : all()) {
      Attempt attempt = running.get(key);
      if (attempt == null || attempt.next().isAfter(now)) {
        continue;
      }
      if (attempt.cause == null) {
        attempt.cause = attempt.deadline.isAfter(now) ? Cause.SILENT : Cause.TIMEOUT;
        attempt.giveUpAt = now.plus(settings.grace());
        effects.add(new Effect.Interrupt(key.call(), key.attempt()));
      } else {
        running.remove(key);
        effects.add(new Effect.Abandon(key.call(), key.attempt()));
        over.add(new Expired(key, attempt.cause, Duration.between(attempt.began, now)));
      }
    }
    return over;
  }

  Optional<Instant> next() {
    return running.values().stream().map(Attempt::next).min(Instant::compareTo);
  }

  static EngineError error(Cause cause) {
    return switch (cause) {
      case TIMEOUT -> EngineError.STEP_TIMEOUT;
      case SILENT -> EngineError.HEARTBEAT_TIMEOUT;
      case UNWANTED -> EngineError.INTERRUPTED;
    };
  }

  static String message(Cause cause) {
    return switch (cause) {
      case TIMEOUT -> "the attempt ran past its timeout";
      case SILENT -> "the attempt gave no sign of life for longer than its heartbeat";
      case UNWANTED -> "interrupted, since its result no longer mattered";
    };
  }
}
