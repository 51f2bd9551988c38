package dev.flowstone.grammar.compile;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Clause;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the constructs that the machine does not run yet. They parse and are checked like all
/// others; only running and uploading them is refused, each at its place.
final class Unsupported {

  private final List<Diagnostic> found = new ArrayList<>();

  private Unsupported() {}

  static List<Diagnostic> in(Block body) {
    Unsupported search = new Unsupported();
    search.block(body);
    return search.found;
  }

  private void block(Block block) {
    block.statements().forEach(this::statement);
  }

  private void block(Optional<Block> block) {
    block.ifPresent(this::block);
  }

  private void statement(Statement statement) {
    switch (statement) {
      case Statement.WaitFor wait ->
          Clause.find(wait.clauses(), Clause.OnTimeout.class)
              .ifPresent(late -> block(late.block()));
      case Statement.If choice -> {
        choice.arms().forEach(arm -> block(arm.block()));
        block(choice.otherwise());
      }
      case Statement.Match match -> {
        match.cases().forEach(each -> block(each.block()));
        block(match.otherwise());
      }
      case Statement.Scope(Block body, var _, var _) -> block(body);
      case Statement.Poll poll -> add("poll", poll.span());
      case Statement.Parallel parallel -> {
        add("parallel", parallel.span());
        parallel.branches().forEach(branch -> block(branch.block()));
      }
      case Statement.For loop -> {
        add("for", loop.span());
        block(loop.body());
      }
      case Statement.While loop -> {
        add("while", loop.span());
        block(loop.body());
      }
      case Statement.Try attempt -> {
        add("try", attempt.span());
        block(attempt.body());
        attempt.catches().forEach(each -> block(each.block()));
        block(attempt.last());
      }
      case Statement.Call call -> add("call", call.span());
      case Statement.Start start -> add("start", start.span());
      // These stand in a loop, which was told of.
      case Statement.Yield _, Statement.Break _, Statement.Continue _ -> {}
      case Statement.Assign _,
          Statement.Step _,
          Statement.Wait _,
          Statement.WaitUntil _,
          Statement.Fail _,
          Statement.Return _,
          Statement.Rollback _,
          Statement.Commit _ -> {}
    }
  }

  private void add(String word, Span span) {
    found.add(
        Code.NOT_YET_SUPPORTED
            .at("'" + word + "' is not yet supported by this release", span)
            .hint(
                "the file is sound; it can be checked and formatted, and run by a later release"));
  }
}
