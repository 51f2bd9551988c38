package dev.flowstone.tests.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The pauses of the oracle: nothing begins in them, and no time is up.
final class Pausing {
  private final List<Attempting> held = new ArrayList<>();
  private Optional<Instant> since = Optional.empty();

  boolean paused() {
    return since.isPresent();
  }

  /// Whether an attempt that is to begin has to wait.
  boolean holds(Attempting attempt) {
    return paused() && held.add(attempt);
  }

  void begin(Instant now) {
    since = Optional.of(now);
  }

  /// What was held begins. Answers how long it took.
  Duration lift(Instant now) {
    Duration rest = since.map(from -> Duration.between(from, now)).orElse(Duration.ZERO);
    end();
    return rest;
  }

  /// The execution is over.
  void end() {
    since = Optional.empty();
    held.forEach(Attempting::unhold);
    held.clear();
  }

  /// What is left of what an execution wants: no more than the end of what is under way.
  void hide(Outlook outlook) {
    if (paused()) {
      outlook.timers().clear();
      outlook.doings().removeIf(doing -> !(doing instanceof Outlook.Doing.Interrupt));
    }
  }
}
