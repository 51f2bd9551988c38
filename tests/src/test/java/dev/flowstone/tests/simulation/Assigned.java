package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// The names that a block assigns, for those around it to see.
final class Assigned {
  private final Set<String> names = new HashSet<>();

  private Assigned() {}

  static Set<String> in(Block block) {
    Assigned assigned = new Assigned();
    assigned.block(block);
    return assigned.names;
  }

  private void block(Block block) {
    block.statements().forEach(this::statement);
  }

  private void name(Optional<Name> target) {
    target.ifPresent(name -> names.add(name.text()));
  }

  private void statement(Statement statement) {
    switch (statement) {
      case Statement.Assign assign -> names.add(assign.target().text());
      case Statement.Step step -> name(step.target());
      case Statement.Poll poll -> name(poll.target());
      case Statement.Call call -> name(call.target());
      case Statement.Start start -> name(start.target());
      case Statement.WaitFor wait -> {
        name(wait.target());
        Clause.find(wait.clauses(), Clause.OnTimeout.class).ifPresent(late -> block(late.block()));
      }
      case Statement.Parallel parallel -> {
        name(parallel.target());
        parallel.branches().forEach(branch -> block(branch.block()));
      }
      case Statement.For loop -> {
        name(loop.target());
        if (loop.parallel().isEmpty()) {
          block(loop.body());
        }
      }
      case Statement.If choice -> {
        choice.arms().forEach(arm -> block(arm.block()));
        choice.otherwise().ifPresent(this::block);
      }
      case Statement.Match match -> {
        match.cases().forEach(each -> block(each.block()));
        match.otherwise().ifPresent(this::block);
      }
      case Statement.While loop -> block(loop.body());
      case Statement.Try attempt -> {
        block(attempt.body());
        attempt.catches().forEach(each -> block(each.block()));
        attempt.last().ifPresent(this::block);
      }
      case Statement.Scope scope -> block(scope.body());
      case Statement.Wait _,
          Statement.WaitUntil _,
          Statement.Yield _,
          Statement.Break _,
          Statement.Continue _,
          Statement.Fail _,
          Statement.Return _,
          Statement.Rollback _,
          Statement.Commit _ -> {}
    }
  }
}
