package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.ast.Join;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Span;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.type.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/// What runs side by side: `parallel`, and `for … parallel` with an item each.
final class Branches {

  private final Walk walk;

  Branches(Walk walk) {
    this.walk = walk;
  }

  void parallel(Statement.Parallel parallel, Context context) {
    bounds(parallel.max(), parallel.span());
    join(parallel.join(), OptionalInt.of(parallel.branches().size()));
    List<Map<String, Name>> assigned =
        parallel.branches().stream().map(branch -> walk.assigned.in(branch.block())).toList();
    var owners = Names.owners(assigned);
    List<Flow.Path> paths = new ArrayList<>();
    for (int i = 0; i < parallel.branches().size(); i++) {
      int index = i;
      Statement.Branch branch = parallel.branches().get(i);
      paths.add(
          walk.path(() ->
              walk.names.inBranch(
                  owners, index, () -> walk.block(branch.block(), context.inBranch()))));
    }
    boolean all = parallel.join() instanceof Join.All;
    for (int i = 0; i < paths.size(); i++) {
      after(paths.get(i), all, assigned.get(i).keySet());
    }
    parallel.target().ifPresent(target -> result(target, parallel.join()));
  }

  /// All branches have ended where the parallel waits for all; otherwise any may have failed on its
  /// way, and has then left none of the names that it assigns, whatever they were before. What else
  /// it found out is not known then.
  private void after(Flow.Path path, boolean all, Set<String> assigned) {
    if (all) {
      path.changed().forEach(walk.flow::set);
      if (!path.reachable()) {
        walk.flow.leave();
      }
    } else {
      path.changed()
          .forEach((name, fact) -> {
            if (assigned.contains(name)) {
              walk.flow.set(name, new Fact(fact.type(), false));
            }
          });
    }
  }

  private void result(Name target, Join join) {
    if (join instanceof Join.All) {
      walk.report.add(
          Code.NO_RESULT
              .at(
                  "a 'parallel' without 'settle', 'first' or 'tolerate' has no result",
                  target.span())
              .hint("read the names that its branches assign"));
    }
    walk.assign(target, new Type.Record(Map.of("errors", new Type.Field(errors(), false))));
  }

  void items(Statement.For loop, Context context) {
    bounds(loop.parallel(), loop.span());
    join(loop.join(), OptionalInt.empty());
    Type element = walk.expressions.element(loop.items());
    List<Type> yields =
        walk.collecting(() ->
            walk.path(() ->
                walk.names.inItem(
                    walk.assigned.in(loop.body()),
                    () ->
                        walk.names.withLocal(
                            loop.item(),
                            element,
                            false,
                            () -> walk.block(loop.body(), context.inItem())))));
    loopResult(loop, yields);
  }

  /// What a `for` gives: its yields, with the errors beside them where some items may fail.
  void loopResult(Statement.For loop, List<Type> yields) {
    if (loop.target().isEmpty()) {
      return;
    }
    Name target = loop.target().get();
    Type value = yields.stream().reduce(Type.Simple.NEVER, Types::join);
    if (yields.isEmpty()) {
      value = Type.Simple.ANY;
      walk.report.add(
          Code.NO_RESULT
              .at(
                  "a 'for' without 'yield' gives nothing to '" + Words.shown(target.text()) + "'",
                  target.span())
              .hint("'yield' the value of each item"));
    }
    walk.assign(
        target,
        switch (loop.join()) {
          case Join.All _, Join.First _ -> new Type.ListOf(value);
          case Join.Settle _, Join.Tolerate _ -> settled(value);
        });
  }

  private static Type settled(Type value) {
    Map<String, Type.Field> fields = new LinkedHashMap<>();
    fields.put("values", new Type.Field(new Type.ListOf(Types.nullable(value)), false));
    fields.put("errors", new Type.Field(errors(), false));
    return new Type.Record(fields);
  }

  private static Type errors() {
    Map<String, Type.Field> fields = new LinkedHashMap<>(Given.ERROR.fields());
    fields.put("index", new Type.Field(Type.Simple.INT, false));
    return new Type.ListOf(new Type.Record(fields));
  }

  /// Bounds of a join policy: `first 0` and `tolerate 120%` say nothing.
  void join(Join join, OptionalInt branches) {
    switch (join) {
      case Join.All _, Join.Settle _ -> {}
      case Join.First(int count, Span span) -> {
        if (count < 1) {
          walk.report.add(Code.OUT_OF_BOUNDS, "'first' needs at least 1 success", span);
        } else if (branches.isPresent() && count > branches.getAsInt()) {
          walk.report.add(
              Code.OUT_OF_BOUNDS,
              "'first " + count + "' of " + branches.getAsInt() + " branches can never be",
              span);
        }
      }
      case Join.Tolerate(double amount, boolean percent, Span span) -> {
        if (!(amount >= 0) || (percent && amount > 100) || Double.isInfinite(amount)) {
          walk.report.add(
              Code.OUT_OF_BOUNDS,
              percent
                  ? "a tolerated share is between 0% and 100%"
                  : "a tolerated number of failures is 0 or more",
              span);
        } else if (!percent && amount != Math.rint(amount)) {
          walk.report.add(Code.OUT_OF_BOUNDS, "failures are counted in whole numbers", span);
        }
      }
    }
  }

  private void bounds(OptionalInt max, Span span) {
    if (max.isPresent() && max.getAsInt() < 1) {
      walk.report.add(Code.OUT_OF_BOUNDS, "at least 1 must be able to run at a time", span);
    } else if (max.isPresent() && max.getAsInt() > Program.MAX_BRANCHES) {
      walk.report.add(
          Code.OUT_OF_BOUNDS,
          "at most %,d branches can run at a time, not %,d"
              .formatted(Program.MAX_BRANCHES, max.getAsInt()),
          span);
    }
  }
}
