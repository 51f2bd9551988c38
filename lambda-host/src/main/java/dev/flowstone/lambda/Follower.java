package dev.flowstone.lambda;

import dev.flowstone.interpreter.engine.Departure;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Resumption;
import dev.flowstone.interpreter.engine.Shift;
import dev.flowstone.lambda.wake.Wakes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Stays with a run of this host until it is let go of, then asks for the wake that it needs: an
/// invocation that ends earlier would freeze it.
final class Follower {
  /// What is left of an invocation's time when it stops following: then it is another invocation's
  /// run, whose time is longer. Less than the engine's grace, so that a run of this invocation has
  /// interrupted what it leaves behind: what is frozen instead goes on when the process thaws.
  private static final Duration LAST_MOMENT = Duration.ofSeconds(1);

  private final Engine engine;
  private final Wakes wakes;
  private final InstantSource clock;
  private final Duration lease;

  Follower(Engine engine, Wakes wakes, InstantSource clock, Duration lease) {
    this.engine = engine;
    this.wakes = wakes;
    this.clock = clock;
    this.lease = lease;
  }

  /// Answers how it was let go of; absent where the time was up before that.
  Optional<Departure> follow(String name, CompletableFuture<Departure> run, Shift shift) {
    CompletableFuture<Departure> current = run;
    while (true) {
      Departure departure;
      try {
        departure = current.get(left(shift).toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        return Optional.empty();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.empty();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
      // A message that came at the last moment may have begun another run at once.
      if (engine.active().contains(name)
          && engine.resume(name, shift) instanceof Resumption.Running(var next)
          && !next.isDone()) {
        current = next;
      } else {
        hint(name, departure);
        return Optional.of(departure);
      }
    }
  }

  private Duration left(Shift shift) {
    Instant now = clock.instant();
    Instant end = shift.deadline().orElse(now.plus(lease)).minus(LAST_MOMENT);
    return end.isAfter(now) ? Duration.between(now, end) : Duration.ZERO;
  }

  private void hint(String name, Departure departure) {
    switch (departure) {
      case Departure.Waiting(var due) -> {
        due.ifPresent(when -> wakes.at(name, when));
        wakes.settle(name, due);
      }
      case Departure.Stopped() -> wakes.now(name);
      case Departure.Abandoned _, Departure.StoreLost _, Departure.Broken _ ->
          wakes.at(name, clock.instant().plus(lease));
      case Departure.Ended _ -> wakes.settle(name, Optional.empty());
      case Departure.Fenced _, Departure.Parked _ -> {}
    }
  }
}
