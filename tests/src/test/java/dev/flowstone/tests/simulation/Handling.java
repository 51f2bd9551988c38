package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.analysis.Declared;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Invocation;
import dev.flowstone.grammar.program.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How a handler is called, as the clauses of the tree say it with the defaults of the workflow.
record Handling(
    String id,
    Invocation invocation,
    RetryPolicy retry,
    boolean atMostOnce,
    Optional<Duration> timeout,
    Optional<Duration> heartbeat) {

  static Handling step(String id, Invocation call, List<Clause> clauses, Declared declared) {
    return of(id, call, clauses, declared, declared.stepRetry().orElse(RetryPolicy.STEP_DEFAULT));
  }

  /// One asking of a poll, whose `timeout` is that of the whole.
  static Handling asking(String id, Invocation call, List<Clause> clauses, Declared declared) {
    Handling step = step(id, call, clauses, declared);
    return new Handling(
        id, call, step.retry, step.atMostOnce, declared.stepTimeout(), step.heartbeat);
  }

  static Handling undo(String id, Invocation call, List<Clause> clauses, Declared declared) {
    return of(id, call, clauses, declared, RetryPolicy.UNDO_DEFAULT);
  }

  private static Handling of(
      String id, Invocation call, List<Clause> clauses, Declared declared, RetryPolicy standard) {
    return new Handling(
        id,
        call,
        Clause.find(clauses, Clause.Retry.class).map(declared::policy).orElse(standard),
        Clause.find(clauses, Clause.AtMostOnce.class).isPresent(),
        Clause.find(clauses, Clause.Timeout.class)
            .map(Clause.Timeout::duration)
            .filter(Expr.Duration.class::isInstance)
            .map(literal -> ((Expr.Duration) literal).duration().value())
            .or(declared::stepTimeout),
        Clause.find(clauses, Clause.Heartbeat.class)
            .map(Clause.Heartbeat::interval)
            .map(DurationText::value));
  }

  String handler() {
    return invocation.target().text();
  }

  /// The delay after so many attempts of a round, by the recorded draw.
  Duration delay(int made, double random) {
    double full =
        Math.min(
            retry.from().toMillis() * Math.pow(retry.factor(), made - 1),
            (double) retry.to().toMillis());
    double millis =
        switch (retry.jitter()) {
          case NONE -> full;
          case FULL -> full * random;
          case HALF -> full / 2 + full / 2 * random;
        };
    return Duration.ofMillis(Math.round(millis));
  }
}
