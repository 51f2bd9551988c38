package dev.flowstone.tests.simulation;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The statements of a workflow, and which signals it waits for.
final class Statements {

  private Statements() {}

  static Set<String> in(Block body) {
    Set<String> names = new HashSet<>();
    all(body)
        .forEach(statement -> {
          if (statement instanceof Statement.WaitFor wait) {
            names.add(wait.signal().text());
          }
        });
    return names;
  }

  /// Every statement, those inside of others too.
  static Stream<Statement> all(Block block) {
    return block.statements().stream()
        .flatMap(
            one -> Stream.concat(Stream.of(one), blocks(one).stream().flatMap(Statements::all)));
  }

  /// The blocks that a statement holds.
  static List<Block> blocks(Statement statement) {
    return switch (statement) {
      case Statement.WaitFor wait ->
          Clause.find(wait.clauses(), Clause.OnTimeout.class).map(Clause.OnTimeout::block).stream()
              .toList();
      case Statement.If choice ->
          Stream.concat(
                  choice.arms().stream().map(Statement.Arm::block), choice.otherwise().stream())
              .toList();
      case Statement.Match match ->
          Stream.concat(
                  match.cases().stream().map(Statement.Case::block), match.otherwise().stream())
              .toList();
      case Statement.Try attempt ->
          Stream.of(
                  Stream.of(attempt.body()),
                  attempt.catches().stream().map(Statement.Catch::block),
                  attempt.last().stream())
              .flatMap(each -> each)
              .toList();
      case Statement.Parallel parallel ->
          parallel.branches().stream().map(Statement.Branch::block).toList();
      case Statement.For loop -> List.of(loop.body());
      case Statement.While loop -> List.of(loop.body());
      case Statement.Scope scope -> List.of(scope.body());
      case Statement.Assign _,
          Statement.Step _,
          Statement.Wait _,
          Statement.WaitUntil _,
          Statement.Poll _,
          Statement.Yield _,
          Statement.Break _,
          Statement.Continue _,
          Statement.Fail _,
          Statement.Return _,
          Statement.Rollback _,
          Statement.Commit _,
          Statement.Call _,
          Statement.Start _ ->
          List.of();
    };
  }
}
