package dev.flowstone.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.interpreter.engine.Departure;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.engine.Shift;
import dev.flowstone.lambda.wake.Wakes;
import dev.flowstone.lambda.watch.JsonLog;
import dev.flowstone.lambda.watch.Metrics;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// How long an invocation stays with a run.
final class FollowerTest {

  @Test
  void isStillThereWhenItsRunLeavesBehindWhatDoesNotEnd() {
    try (Rig rig = new Rig((what, context) -> what)) {
      JsonLog log = new JsonLog(rig.lines::add, rig.time, Level.INFO, Set.of());
      Wakes wakes =
          new Wakes(
              Optional.empty(),
              Optional.empty(),
              rig.time,
              log,
              new Metrics(log, rig.time, Optional.empty()));
      Settings settings = Settings.standard();
      Follower follower = new Follower(rig.wiring.engine(), wakes, rig.time, settings.lease());
      Instant deadline = rig.time.instant().plus(settings.grace());
      Waited run = new Waited();

      Optional<Departure> left = follower.follow("e", run, Shift.upTo(deadline));

      assertEquals(Optional.of(new Departure.Abandoned()), left);
      assertTrue(run.patience > 0, "the process would be frozen before the run has left");
    }
  }

  /// A run that leaves as soon as somebody waits for it, and knows for how long they would.
  private static final class Waited extends CompletableFuture<Departure> {
    private long patience;

    @Override
    public Departure get(long timeout, TimeUnit unit) {
      patience = timeout;
      return new Departure.Abandoned();
    }
  }
}
