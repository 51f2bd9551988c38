package dev.flowstone.grammar.compile;

import dev.flowstone.grammar.ast.Block;
import dev.flowstone.grammar.ast.Name;
import dev.flowstone.grammar.ast.Statement;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Join;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Writes what the machine enters and leaves: branches, loops, `try` and `scope`. Their blocks
/// stand one after the other behind the instruction that enters them, each with an end of its own
/// where anything gets to it; that instruction alone knows where it all goes on.
final class BlockEmitter {

  private final Emitter emitter;
  private final StepIds ids;
  private final InstructionList out;

  BlockEmitter(Emitter emitter, StepIds ids, InstructionList out) {
    this.emitter = emitter;
    this.ids = ids;
    this.out = out;
  }

  void parallel(Statement.Parallel parallel) {
    String id = ids.next(parallel.target().map(Name::text).orElse("parallel"), parallel.span(), "");
    int at = out.reserve(parallel.span());
    List<Integer> branches = new ArrayList<>();
    for (Statement.Branch branch : parallel.branches()) {
      branches.add(out.here());
      emitter.block(branch.block());
      out.close(new Instruction.Next(), branch.span());
    }
    out.fill(
        at,
        new Instruction.Parallel(
            id,
            parallel.target().map(Name::text),
            parallel.max(),
            join(parallel.join()),
            branches,
            out.here()));
  }

  void items(Statement.For loop) {
    String id = ids.next(loop.item().text(), loop.span(), "");
    int at = body(loop.body(), loop.span());
    out.fill(
        at,
        new Instruction.ForEach(
            id,
            loop.target().map(Name::text),
            loop.item().text(),
            emitter.expression(loop.items()),
            loop.parallel(),
            join(loop.join()),
            out.here()));
  }

  void repeat(Statement.While loop) {
    String id = ids.next("while", loop.span(), "");
    int at = body(loop.body(), loop.span());
    out.fill(
        at,
        new Instruction.While(id, emitter.expression(loop.condition()), loop.max(), out.here()));
  }

  /// The place of the instruction that repeats a body, and behind it that body.
  private int body(Block body, Span span) {
    int at = out.reserve(span);
    out.here();
    emitter.block(body);
    out.close(new Instruction.Next(), span);
    return at;
  }

  void attempt(Statement.Try attempt) {
    int at = out.reserve(attempt.span());
    out.here();
    emitter.block(attempt.body());
    out.close(new Instruction.EndTry(), attempt.span());
    List<Instruction.Catch> catches = new ArrayList<>();
    for (Statement.Catch each : attempt.catches()) {
      catches.add(
          new Instruction.Catch(
              each.errors().stream().map(Name::text).toList(),
              each.variable().map(Name::text),
              out.here()));
      emitter.caught(each.variable(), each.block());
      out.close(new Instruction.EndTry(), each.span());
    }
    OptionalInt last =
        attempt.last().isPresent() ? OptionalInt.of(out.here()) : OptionalInt.empty();
    attempt
        .last()
        .ifPresent(block -> {
          emitter.block(block);
          out.close(new Instruction.EndFinally(), attempt.span());
        });
    out.fill(at, new Instruction.Try(catches, last, out.here()));
  }

  void scope(Statement.Scope scope) {
    out.add(new Instruction.EnterScope(), scope.span());
    emitter.block(scope.body());
    out.add(new Instruction.LeaveScope(), scope.span());
  }

  private static Join join(dev.flowstone.grammar.ast.Join written) {
    return switch (written) {
      case dev.flowstone.grammar.ast.Join.All _ -> new Join.All();
      case dev.flowstone.grammar.ast.Join.Settle _ -> new Join.Settle();
      case dev.flowstone.grammar.ast.Join.First(int count, var _) -> new Join.First(count);
      case dev.flowstone.grammar.ast.Join.Tolerate(double amount, boolean percent, var _) ->
          percent ? new Join.TolerateShare(amount) : new Join.TolerateCount((int) amount);
    };
  }
}
