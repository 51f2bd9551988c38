package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.grammar.type.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Waiting for an answer: `wait for` and `poll`, neither of which may last for ever.
final class Waits {

  private final Walk walk;
  private final Calls calls;
  private final Set<String> awaited = new HashSet<>();

  Waits(Walk walk, Calls calls) {
    this.walk = walk;
    this.calls = calls;
  }

  boolean isAwaited(String signal) {
    return awaited.contains(signal);
  }

  void waitFor(Statement.WaitFor wait, Context context) {
    signal(wait.signal());
    Optional<Clause.Timeout> timeout = Clause.find(wait.clauses(), Clause.Timeout.class);
    if (timeout.isEmpty()) {
      walk.report.add(
          Code.MISSING_PART
              .at("'wait for' needs a 'timeout'", wait.span())
              .hint("say how long, such as 'timeout 7d'"));
    }
    timeout.ifPresent(it -> calls.anyTimeout(it, "the timeout of a wait"));
    calls.clauses(wait.clauses());
    Type payload =
        Optional.ofNullable(walk.declared.signals().get(wait.signal().text()))
            .orElse(Type.Simple.ANY);
    Optional<Block> late =
        Clause.find(wait.clauses(), Clause.OnTimeout.class).map(Clause.OnTimeout::block);
    if (late.isEmpty()) {
      wait.target().ifPresent(target -> walk.assign(target, payload));
      return;
    }
    List<Flow.Path> paths = new ArrayList<>();
    paths.add(walk.path(() -> late(late.get(), wait.target(), context)));
    paths.add(walk.path(() -> wait.target().ifPresent(target -> walk.assign(target, payload))));
    walk.flow.join(paths);
  }

  /// What is done instead must leave the name with a value, or leave.
  private void late(Block block, Optional<Name> target, Context context) {
    boolean reachable = walk.flow.reachable();
    walk.block(block, context);
    if (target.isEmpty() || !reachable || !walk.flow.reachable()) {
      return;
    }
    Name name = target.get();
    boolean assigned = walk.flow.find(name.text()).map(Fact::definite).orElse(false);
    if (!assigned) {
      walk.report.add(
          Code.TIMEOUT_UNASSIGNED
              .at(
                  "'on timeout' ends without a value for '" + Words.shown(name.text()) + "'",
                  name.span())
              .hint(
                  "assign '"
                      + Words.shown(name.text())
                      + "' in it, or leave with 'fail' or 'return'"));
    }
  }

  private void signal(Name signal) {
    awaited.add(signal.text());
    if (walk.declared.signals().containsKey(signal.text())) {
      return;
    }
    Nearest.hint(signal.text(), walk.declared.signals().keySet())
        .ifPresent(near ->
            walk.report.add(
                Code.UNKNOWN_SIGNAL
                    .at(
                        "the signal '" + Words.shown(signal.text()) + "' is not declared",
                        signal.span())
                    .hint(near)));
  }

  void poll(Statement.Poll poll) {
    calls.arguments(poll.call());
    calls.clauses(poll.clauses());
    Optional<Clause.Every> every = Clause.find(poll.clauses(), Clause.Every.class);
    Optional<Clause.Until> until = Clause.find(poll.clauses(), Clause.Until.class);
    Optional<Clause.Timeout> timeout = Clause.find(poll.clauses(), Clause.Timeout.class);
    List<String> missing = new ArrayList<>();
    every.ifPresentOrElse(
        it -> {
          walk.expressions.expect(it.interval(), Type.Simple.DURATION);
          Durations.check(it.interval(), "'every'", walk.report);
        },
        () -> missing.add("'every'"));
    timeout.ifPresentOrElse(
        it -> calls.anyTimeout(it, "the timeout of a poll"), () -> missing.add("'timeout'"));
    poll.target().ifPresent(target -> walk.assign(target, calls.result(poll.call())));
    until.ifPresentOrElse(
        it -> walk.expressions.condition(it.condition()), () -> missing.add("'until'"));
    if (!missing.isEmpty()) {
      walk.report.add(
          Code.MISSING_PART
              .at("'poll' needs " + String.join(" and ", missing), poll.span())
              .hint("such as 'every 30s until job.done timeout 1h'"));
    }
  }
}
