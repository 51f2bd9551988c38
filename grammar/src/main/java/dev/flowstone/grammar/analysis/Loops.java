package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.type.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// Blocks that run more than once, or not to their end: loops in sequence, and `try`.
final class Loops {

  private final Walk walk;
  private final Branches branches;

  Loops(Walk walk, Branches branches) {
    this.walk = walk;
    this.branches = branches;
  }

  void items(Statement.For loop, Context context) {
    branches.join(loop.join(), OptionalInt.empty());
    Type element = walk.expressions.element(loop.items());
    walk.blur(walk.assigned.in(loop.body()));
    List<Type> yields =
        walk.collecting(() ->
            walk.breaking(() ->
                walk.path(() ->
                    walk.names.withLocal(
                        loop.item(),
                        element,
                        false,
                        () -> walk.block(loop.body(), context.inFor())))));
    branches.loopResult(loop, yields);
  }

  void repeat(Statement.While loop, Context context) {
    if (loop.max() < 1) {
      walk.report.add(Code.OUT_OF_BOUNDS, "a 'while' runs at most 1 time or more", loop.span());
    }
    walk.blur(walk.assigned.in(loop.body()));
    Condition condition = walk.expressions.condition(loop.condition());
    boolean broken =
        walk.breaking(() ->
            walk.path(() -> {
              Narrowing.apply(condition, true, walk.flow);
              walk.block(loop.body(), context.inWhile());
            }));
    if (!broken) {
      Narrowing.apply(condition, false, walk.flow);
    }
  }

  void attempt(Statement.Try attempt, Context context) {
    if (attempt.catches().isEmpty() && attempt.last().isEmpty()) {
      walk.report.add(
          Code.MISSING_PART.at("a 'try' needs a 'catch' or a 'finally'", attempt.span()));
    }
    duplicates(attempt.catches());
    List<Flow.Path> paths = new ArrayList<>();
    List<Block> tried = new ArrayList<>(List.of(attempt.body()));
    paths.add(walk.path(() -> walk.block(attempt.body(), context)));
    for (Statement.Catch each : attempt.catches()) {
      paths.add(walk.path(() -> caught(attempt.body(), each, context)));
      tried.add(each.block());
    }
    if (attempt.last().isEmpty()) {
      walk.flow.join(paths);
      return;
    }
    Block last = attempt.last().get();
    // It runs after whatever happened, and afterwards what it assigned itself is what is known.
    Flow.Path end =
        walk.path(() -> {
          walk.blur(walk.assigned.in(tried));
          walk.block(last, context.inFinally());
        });
    walk.flow.join(paths);
    walk.assigned
        .in(last)
        .keySet()
        .forEach(name -> {
          Fact fact = end.changed().get(name);
          if (fact != null) {
            walk.flow.set(name, fact);
          }
        });
    if (!end.reachable()) {
      walk.flow.leave();
    }
  }

  private void caught(Block body, Statement.Catch each, Context context) {
    walk.blur(walk.assigned.in(body));
    if (each.variable().isPresent()) {
      walk.names.withLocal(
          each.variable().get(), Given.ERROR, true, () -> walk.block(each.block(), context));
    } else {
      walk.block(each.block(), context);
    }
  }

  private void duplicates(List<Statement.Catch> catches) {
    Map<String, Name> seen = new HashMap<>();
    Span everything = null;
    for (Statement.Catch each : catches) {
      if (everything != null) {
        walk.report.add(
            Code.UNREACHABLE
                .at("an earlier 'catch' takes every error", each.span())
                .related("that one", everything));
      }
      for (Name error : each.errors()) {
        Name first = seen.putIfAbsent(error.text(), error);
        if (first != null) {
          walk.report.add(
              Code.DUPLICATE_CASE
                  .at("'" + Words.shown(error.text()) + "' is caught twice", error.span())
                  .related("first here", first.span()));
        }
      }
      if (each.errors().isEmpty()) {
        everything = each.span();
      }
    }
  }
}
