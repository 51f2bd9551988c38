package dev.flowstone.interpreter.handler;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// What a handler is told of the attempt that it serves.
public final class StepContext {

  /// Which attempt of which step of which execution. `idempotencyKey` is the same for every attempt
  /// of one step and for no other step; `attempt` counts from 1.
  public record Identity(
      String executionName, String executionId, String step, String idempotencyKey, int attempt) {}

  private final Identity identity;
  private final InstantSource clock;
  private final Instant deadline;
  private final Runnable heartbeat;
  private final StepLogger logger;
  private final Optional<Undone> undone;

  /// Made by the host. `clock` is the one that `deadline` was set by; `heartbeat` is told of signs
  /// of life and may be called from any thread.
  public StepContext(
      Identity identity,
      InstantSource clock,
      Instant deadline,
      Runnable heartbeat,
      StepLogger logger,
      Optional<Undone> undone) {
    this.identity = identity;
    this.clock = clock;
    this.deadline = deadline;
    this.heartbeat = heartbeat;
    this.logger = logger;
    this.undone = undone;
  }

  /// A context for calling a handler outside an execution, as its unit test does: a first attempt
  /// with a minute left.
  public static StepContext standalone(String idempotencyKey) {
    InstantSource clock = InstantSource.system();
    return new StepContext(
        new Identity("standalone", "standalone", "standalone", idempotencyKey, 1),
        clock,
        clock.instant().plus(Duration.ofMinutes(1)),
        () -> {},
        StepLogger.silent(),
        Optional.empty());
  }

  /// The same, for calling an undo outside an execution.
  public StepContext undoing(Undone forward) {
    return new StepContext(identity, clock, deadline, heartbeat, logger, Optional.of(forward));
  }

  public Identity identity() {
    return identity;
  }

  /// The same for every attempt of one step, and for no other step: pass it on to whatever the
  /// handler calls.
  public String idempotencyKey() {
    return identity.idempotencyKey();
  }

  public String executionName() {
    return identity.executionName();
  }

  public String executionId() {
    return identity.executionId();
  }

  /// The step's id within its workflow.
  public String step() {
    return identity.step();
  }

  /// 1 for the first.
  public int attempt() {
    return identity.attempt();
  }

  /// When this attempt is interrupted, whatever signs of life it gives.
  public Instant deadline() {
    return deadline;
  }

  /// The time left until [#deadline()]; zero when it has passed.
  public Duration remaining() {
    Duration left = Duration.between(clock.instant(), deadline);
    return left.isNegative() ? Duration.ZERO : left;
  }

  /// A sign of life: a step with a `heartbeat` clause is given up when it shows none for so long.
  /// It does not put off the [#deadline()].
  public void heartbeat() {
    heartbeat.run();
  }

  public StepLogger logger() {
    return logger;
  }

  /// Present where the handler is called to undo a step.
  public Optional<Undone> undone() {
    return undone;
  }
}
