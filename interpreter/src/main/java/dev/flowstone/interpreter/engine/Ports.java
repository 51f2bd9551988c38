package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.ProgramStore;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// What an engine is connected to.
///
/// `host` names this process in leases: for the embedded store it must be the store's own. Tokens
/// of callbacks come from `random`: in production it has to be one that nobody can guess.
public record Ports(
    ExecutionStore executions,
    ProgramStore programs,
    HandlerRegistry handlers,
    String host,
    InstantSource clock,
    Timers timers,
    RandomGenerator random,
    StepLoggers loggers,
    Observer observer,
    WorkflowDirectory workflows) {

  /// Of hosts that know no workflow by its name alone.
  public Ports(
      ExecutionStore executions,
      ProgramStore programs,
      HandlerRegistry handlers,
      String host,
      InstantSource clock,
      Timers timers,
      RandomGenerator random,
      StepLoggers loggers,
      Observer observer) {
    this(
        executions,
        programs,
        handlers,
        host,
        clock,
        timers,
        random,
        loggers,
        observer,
        WorkflowDirectory.empty());
  }

  /// With the system's clock and random numbers, and nobody who listens.
  public static Ports of(
      ExecutionStore executions, ProgramStore programs, HandlerRegistry handlers, String host) {
    InstantSource clock = InstantSource.system();
    return new Ports(
        executions,
        programs,
        handlers,
        host,
        clock,
        new SystemTimers(clock),
        new SecureRandom(),
        StepLoggers.silent(),
        Observer.deaf(),
        WorkflowDirectory.empty());
  }

  public Ports withObserver(Observer listener) {
    return new Ports(
        executions, programs, handlers, host, clock, timers, random, loggers, listener, workflows);
  }

  public Ports withLoggers(StepLoggers makers) {
    return new Ports(
        executions, programs, handlers, host, clock, timers, random, makers, observer, workflows);
  }

  public Ports withTime(InstantSource otherClock, Timers otherTimers) {
    return new Ports(
        executions,
        programs,
        handlers,
        host,
        otherClock,
        otherTimers,
        random,
        loggers,
        observer,
        workflows);
  }

  public Ports withWorkflows(WorkflowDirectory directory) {
    return new Ports(
        executions, programs, handlers, host, clock, timers, random, loggers, observer, directory);
  }
}
