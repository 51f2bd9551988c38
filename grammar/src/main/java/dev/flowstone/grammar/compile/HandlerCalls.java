package dev.flowstone.grammar.compile;

import dev.flowstone.grammar.analysis.Analysis;
import dev.flowstone.grammar.analysis.Durations;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.DurationText;
import dev.flowstone.grammar.ast.Invocation;
import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.RetryPolicy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes calls of handlers with every default filled in: those of the workflow, then those of the
/// engine.
final class HandlerCalls {

  private final Analysis analysis;

  HandlerCalls(Analysis analysis) {
    this.analysis = analysis;
  }

  /// A step or a notification: `default retry` holds for it.
  HandlerCall step(String id, Invocation call, List<Clause> clauses) {
    return call(id, call, clauses, stepRetry(), timeout(clauses));
  }

  /// One asking of a poll, whose `timeout` is that of the whole poll.
  HandlerCall asking(String id, Invocation call, List<Clause> clauses) {
    return call(id, call, clauses, stepRetry(), analysis.declared().stepTimeout());
  }

  /// An undo: `default retry` is about going forward, and giving up an undo parks the execution.
  HandlerCall undo(String id, Invocation call, List<Clause> clauses) {
    return call(id, call, clauses, RetryPolicy.UNDO_DEFAULT, timeout(clauses));
  }

  Map<String, Expression> arguments(Invocation call) {
    Map<String, Expression> arguments = new LinkedHashMap<>();
    call.arguments()
        .forEach(argument ->
            arguments.put(argument.name().text(), analysis.expressions().of(argument.value())));
    return arguments;
  }

  private HandlerCall call(
      String id,
      Invocation call,
      List<Clause> clauses,
      RetryPolicy standard,
      Optional<Duration> timeout) {
    return new HandlerCall(
        id,
        call.target().text(),
        arguments(call),
        Clause.find(clauses, Clause.Retry.class).map(analysis.declared()::policy).orElse(standard),
        Clause.find(clauses, Clause.AtMostOnce.class).isPresent(),
        timeout,
        Clause.find(clauses, Clause.Heartbeat.class)
            .map(Clause.Heartbeat::interval)
            .map(DurationText::value));
  }

  private RetryPolicy stepRetry() {
    return analysis.declared().stepRetry().orElse(RetryPolicy.STEP_DEFAULT);
  }

  private Optional<Duration> timeout(List<Clause> clauses) {
    return Clause.find(clauses, Clause.Timeout.class)
        .flatMap(clause -> Durations.literal(clause.duration()))
        .or(() -> analysis.declared().stepTimeout());
  }
}
