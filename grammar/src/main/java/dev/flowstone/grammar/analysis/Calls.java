package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Expr;
import dev.flowstone.grammar.ast.Invocation;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.type.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a handler or another workflow is called with, and the clauses of such calls.
final class Calls {

  private final Walk walk;
  private final HandlerTypes handlers;
  private final PolicyNames policies;

  Calls(Walk walk, HandlerTypes handlers, PolicyNames policies) {
    this.walk = walk;
    this.handlers = handlers;
    this.policies = policies;
  }

  void step(Statement.Step step) {
    arguments(step.call());
    clauses(step.clauses());
    step.clauses().forEach(this::literalTimeout);
    end(step.target(), result(step.call()), step.clauses());
  }

  void call(Statement.Call call) {
    arguments(call.call());
    clauses(call.clauses());
    Clause.find(call.clauses(), Clause.Timeout.class)
        .ifPresent(timeout -> anyTimeout(timeout, "the timeout of a call"));
    end(call.target(), Type.Simple.ANY, call.clauses());
  }

  void start(Statement.Start start) {
    arguments(start.call());
    Type.Field id = new Type.Field(Type.Simple.STRING, false);
    start.target().ifPresent(target -> walk.assign(target, new Type.Record(Map.of("id", id))));
  }

  Type result(Invocation call) {
    return handlers
        .find(call.target().text())
        .map(HandlerTypes.Signature::output)
        .orElse(Type.Simple.ANY);
  }

  void arguments(Invocation call) {
    Map<String, Name> seen = new HashMap<>();
    for (Invocation.Argument argument : call.arguments()) {
      Name first = seen.putIfAbsent(argument.name().text(), argument.name());
      if (first != null) {
        walk.report.add(
            Code.DUPLICATE_NAME
                .at(
                    "the argument '" + Words.shown(argument.name().text()) + "' is given twice",
                    argument.name().span())
                .related("first here", first.span()));
      }
      walk.expressions.type(argument.value());
    }
  }

  /// Everything but what is particular to a statement: timeouts that may be computed, undos,
  /// blocks.
  void clauses(List<Clause> clauses) {
    for (Clause clause : clauses) {
      switch (clause) {
        case Clause.Retry retry -> policies.check(retry);
        case Clause.Heartbeat(var interval, var _, var _) ->
            Durations.check(interval, "a heartbeat", walk.report);
        case Clause.Notify(Invocation call, List<Clause> inner, var _, var _) ->
            walk.path(() -> walk.names.withCallback(() -> notice(call, inner)));
        case Clause.AtMostOnce _,
            Clause.Every _,
            Clause.Until _,
            Clause.Timeout _,
            Clause.Compensate _,
            Clause.OnTimeout _ -> {}
      }
    }
  }

  private void notice(Invocation call, List<Clause> clauses) {
    arguments(call);
    clauses(clauses);
    clauses.forEach(this::literalTimeout);
  }

  /// The timeout of an attempt is part of the program and not computed.
  void literalTimeout(Clause clause) {
    if (clause instanceof Clause.Timeout(Expr duration, var _, var _)) {
      if (Durations.literal(duration).isPresent()) {
        Durations.check(duration, "a timeout", walk.report);
      } else {
        walk.report.add(
            Code.DURATION_BOUNDS
                .at("the timeout of a step is a literal", duration.span())
                .hint("write it out, such as 'timeout 30s'"));
      }
    }
  }

  void anyTimeout(Clause.Timeout timeout, String what) {
    walk.expressions.expect(timeout.duration(), Type.Simple.DURATION);
    Durations.check(timeout.duration(), what, walk.report);
  }

  /// A call has ended: its name has a value, and its undo sees that value or null.
  private void end(Optional<Name> target, Type type, List<Clause> clauses) {
    target.ifPresent(name -> walk.assign(name, type));
    Clause.find(clauses, Clause.Compensate.class).ifPresent(undo -> undo(target, undo));
  }

  private void undo(Optional<Name> target, Clause.Compensate undo) {
    walk.path(() -> {
      target.ifPresent(name ->
          walk.flow
              .find(name.text())
              .ifPresent(fact -> walk.flow.set(name.text(), new Fact(fact.type(), false))));
      arguments(undo.call());
      clauses(undo.clauses());
      undo.clauses().forEach(this::literalTimeout);
    });
  }
}
