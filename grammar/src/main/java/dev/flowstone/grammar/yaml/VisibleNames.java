package dev.flowstone.grammar.yaml;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Declaration;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.ast.SuiteLine;
import dev.flowstone.grammar.ast.Workflow;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The names that a workflow makes, anywhere in it: a plain text that looks like one of them would
/// be taken for a forgotten `${}` by the reader.
final class VisibleNames {

  private final Set<String> roots = new HashSet<>();

  VisibleNames(Workflow workflow) {
    roots.add("run");
    if (workflow.declarations().stream().anyMatch(d -> d instanceof Declaration.Input)) {
      roots.add("input");
    }
    block(workflow.body());
  }

  VisibleNames(Suite suite) {
    roots.add("args");
    suite.lines().forEach(this::line);
  }

  private void line(SuiteLine line) {
    switch (line) {
      case SuiteLine.Case it -> it.lines().forEach(this::line);
      case SuiteLine.Assign it -> roots.add(it.target().text());
      case SuiteLine.Input _,
          SuiteLine.Clock _,
          SuiteLine.Given _,
          SuiteLine.Happening _,
          SuiteLine.Expect _ -> {}
    }
  }

  /// Whether a text begins with a name, alone or with a dot behind it.
  boolean hide(String text) {
    int dot = text.indexOf('.');
    return roots.contains(dot < 0 ? text : text.substring(0, dot));
  }

  private void add(Optional<Name> name) {
    name.ifPresent(n -> roots.add(n.text()));
  }

  private void block(Block block) {
    block.statements().forEach(this::statement);
  }

  private void statement(Statement statement) {
    switch (statement) {
      case Statement.Assign s -> roots.add(s.target().text());
      case Statement.Step s -> add(s.target());
      case Statement.WaitFor s -> {
        add(s.target());
        clauses(s.clauses());
      }
      case Statement.Poll s -> add(s.target());
      case Statement.Parallel s -> {
        add(s.target());
        s.branches().forEach(branch -> block(branch.block()));
      }
      case Statement.For s -> {
        add(s.target());
        roots.add(s.item().text());
        block(s.body());
      }
      case Statement.If s -> {
        s.arms().forEach(arm -> block(arm.block()));
        s.otherwise().ifPresent(this::block);
      }
      case Statement.Match s -> {
        s.cases().forEach(one -> block(one.block()));
        s.otherwise().ifPresent(this::block);
      }
      case Statement.While s -> block(s.body());
      case Statement.Try s -> {
        block(s.body());
        s.catches().forEach(this::caught);
        s.last().ifPresent(this::block);
      }
      case Statement.Scope s -> block(s.body());
      case Statement.Call s -> add(s.target());
      case Statement.Start s -> add(s.target());
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

  private void caught(Statement.Catch one) {
    add(one.variable());
    block(one.block());
  }

  private void clauses(List<Clause> clauses) {
    Clause.find(clauses, Clause.OnTimeout.class).ifPresent(clause -> block(clause.block()));
  }
}
