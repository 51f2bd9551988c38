package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.compile.Positions;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What tests have covered of one workflow: its statements, and the ways at each of its decisions.
public record WorkflowCoverage(List<Statement> statements, List<Branch> branches) {

  /// A statement, or the condition of one, and how often it was begun.
  public record Statement(Span span, int count) {}

  /// One way to go on from a decision.
  ///
  /// @param decision the place of the decision
  /// @param index which of its decisions, from 0 in the order of the program
  /// @param way what there is to say of it where it was never taken: `is never true`
  /// @param reached whether the decision was come to at all
  public record Branch(Span decision, int index, String way, int count, boolean reached) {}

  public WorkflowCoverage {
    statements = List.copyOf(statements);
    branches = List.copyOf(branches);
  }

  public static WorkflowCoverage of(Program program, Positions positions, Coverage coverage) {
    Map<Span, Integer> counts = new LinkedHashMap<>();
    List<Branch> branches = new ArrayList<>();
    for (int i = 0; i < program.code().size(); i++) {
      Instruction instruction = program.code().get(i);
      Span span = positions.code().get(i);
      if (isStatement(instruction)) {
        counts.merge(span, coverage.count(program, i), Math::max);
      }
      branches.addAll(branches(program, coverage, i, span, branches.size()));
    }
    List<Statement> statements = new ArrayList<>();
    counts.forEach((span, count) -> statements.add(new Statement(span, count)));
    statements.sort(Comparator.comparingInt(statement -> statement.span().start()));
    return new WorkflowCoverage(statements, branches);
  }

  /// Whether an author has written it, rather than the compiler.
  private static boolean isStatement(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Jump _,
          Instruction.Next _,
          Instruction.NoMatch _,
          Instruction.EndTry _,
          Instruction.EndFinally _,
          Instruction.LeaveScope _ ->
          false;
      case Instruction.Assign _,
          Instruction.Step _,
          Instruction.Sleep _,
          Instruction.SleepUntil _,
          Instruction.Await _,
          Instruction.Poll _,
          Instruction.CallWorkflow _,
          Instruction.StartWorkflow _,
          Instruction.JumpUnless _,
          Instruction.JumpUnlessIn _,
          Instruction.Fail _,
          Instruction.Refail _,
          Instruction.Return _,
          Instruction.Parallel _,
          Instruction.ForEach _,
          Instruction.While _,
          Instruction.Yield _,
          Instruction.Break _,
          Instruction.Continue _,
          Instruction.Try _,
          Instruction.EnterScope _,
          Instruction.Rollback _,
          Instruction.Commit _ ->
          true;
    };
  }

  private record Way(int target, String words) {}

  private static List<Branch> branches(
      Program program, Coverage coverage, int at, Span span, int index) {
    boolean reached = coverage.count(program, at) > 0;
    return ways(program.code().get(at), at).stream()
        .map(way -> {
          // An answered wait goes on at the next instruction, without a passage of its own.
          boolean plain =
              program.code().get(at) instanceof Instruction.Await && way.target() == at + 1;
          int count =
              plain
                  ? coverage.count(program, way.target())
                  : coverage.count(program, at, way.target());
          return new Branch(span, index, way.words(), count, reached);
        })
        .toList();
  }

  private static List<Way> ways(Instruction instruction, int at) {
    return switch (instruction) {
      case Instruction.JumpUnless(var _, int target) ->
          yesNo(at, target, "is never true", "is never false");
      case Instruction.JumpUnlessIn(var _, var _, int target) ->
          yesNo(at, target, "is never the case", "is never another case");
      case Instruction.While loop -> yesNo(at, loop.end(), "is never true", "is never false");
      case Instruction.ForEach each -> List.of(new Way(at + 1, "never has an item"));
      case Instruction.Await await when await.onTimeout().isPresent() ->
          List.of(
              new Way(at + 1, "is never answered"),
              new Way(await.onTimeout().getAsInt(), "never runs into its timeout"));
      case Instruction.Try attempt -> catches(attempt);
      case Instruction.Await _,
          Instruction.Assign _,
          Instruction.Step _,
          Instruction.Sleep _,
          Instruction.SleepUntil _,
          Instruction.Poll _,
          Instruction.CallWorkflow _,
          Instruction.StartWorkflow _,
          Instruction.Jump _,
          Instruction.Fail _,
          Instruction.Refail _,
          Instruction.NoMatch _,
          Instruction.Return _,
          Instruction.Parallel _,
          Instruction.Next _,
          Instruction.Yield _,
          Instruction.Break _,
          Instruction.Continue _,
          Instruction.EndTry _,
          Instruction.EndFinally _,
          Instruction.EnterScope _,
          Instruction.LeaveScope _,
          Instruction.Rollback _,
          Instruction.Commit _ ->
          List.of();
    };
  }

  /// Where a block is empty both ways are one, which cannot be told apart.
  private static List<Way> yesNo(int at, int target, String yes, String no) {
    return target == at + 1 ? List.of() : List.of(new Way(at + 1, yes), new Way(target, no));
  }

  private static List<Way> catches(Instruction.Try attempt) {
    List<Way> ways = new ArrayList<>();
    for (Instruction.Catch each : attempt.catches()) {
      String errors = each.errors().isEmpty() ? "an error" : String.join(", ", each.errors());
      ways.add(new Way(each.target(), "never catches " + errors));
    }
    return ways;
  }

  public int coveredStatements() {
    return (int) statements.stream().filter(statement -> statement.count() > 0).count();
  }

  public int coveredBranches() {
    return (int) branches.stream().filter(branch -> branch.count() > 0).count();
  }
}
