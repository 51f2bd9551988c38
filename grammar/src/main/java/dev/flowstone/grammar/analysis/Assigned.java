package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.ast.Workflow;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The names that blocks assign, wherever in them, each with the place where that happens first.
///
/// The body of a `for … parallel` keeps its names to itself and counts for nothing outside of it.
/// Each block is walked once and remembered, since loops and branches ask for theirs at every
/// level.
final class Assigned {

  private final IdentityHashMap<Block, Map<String, Name>> known = new IdentityHashMap<>();
  private boolean repeats;

  /// Whether anything in the workflow makes control come back, or leaves a block from its middle,
  /// so that the types of variables are not known before a first walk.
  boolean repeats() {
    return repeats;
  }

  Map<String, Name> in(Workflow workflow) {
    return in(workflow.body());
  }

  Map<String, Name> in(Block block) {
    Map<String, Name> done = known.get(block);
    if (done != null) {
      return done;
    }
    Map<String, Name> names = new LinkedHashMap<>();
    block.statements().forEach(statement -> collect(statement, names));
    known.put(block, names);
    return names;
  }

  private void collect(Statement statement, Map<String, Name> names) {
    switch (statement) {
      case Statement.Assign assign -> add(Optional.of(assign.target()), names);
      case Statement.Step step -> add(step.target(), names);
      case Statement.WaitFor wait -> {
        add(wait.target(), names);
        Clause.find(wait.clauses(), Clause.OnTimeout.class)
            .ifPresent(late -> add(late.block(), names));
      }
      case Statement.Poll poll -> add(poll.target(), names);
      case Statement.Parallel parallel -> {
        add(parallel.target(), names);
        parallel.branches().forEach(branch -> add(branch.block(), names));
      }
      case Statement.For loop -> {
        repeats = true;
        add(loop.target(), names);
        if (loop.parallel().isEmpty()) {
          add(loop.body(), names);
        } else {
          in(loop.body());
        }
      }
      case Statement.If choice -> {
        choice.arms().forEach(arm -> add(arm.block(), names));
        choice.otherwise().ifPresent(block -> add(block, names));
      }
      case Statement.Match match -> {
        match.cases().forEach(each -> add(each.block(), names));
        match.otherwise().ifPresent(block -> add(block, names));
      }
      case Statement.While loop -> {
        repeats = true;
        add(loop.body(), names);
      }
      case Statement.Try attempt -> {
        repeats = true;
        add(attempt.body(), names);
        attempt.catches().forEach(each -> add(each.block(), names));
        attempt.last().ifPresent(block -> add(block, names));
      }
      case Statement.Scope scope -> add(scope.body(), names);
      case Statement.Call call -> add(call.target(), names);
      case Statement.Start start -> add(start.target(), names);
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

  private void add(Block block, Map<String, Name> names) {
    in(block).forEach(names::putIfAbsent);
  }

  private static void add(Optional<Name> target, Map<String, Name> names) {
    target.ifPresent(name -> names.putIfAbsent(name.text(), name));
  }

  /// The first assignment of any of several blocks.
  Map<String, Name> in(List<Block> blocks) {
    Map<String, Name> names = new LinkedHashMap<>();
    blocks.forEach(block -> add(block, names));
    return names;
  }
}
