package dev.flowstone.grammar.program;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What two versions of an instruction have in common where it has been executed, and how people
/// are told of it.
final class Instructions {

  private Instructions() {}

  /// The id of what has one.
  static Optional<String> name(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Step step -> Optional.of(step.call().id());
      case Instruction.Sleep sleep -> Optional.of(sleep.id());
      case Instruction.SleepUntil sleep -> Optional.of(sleep.id());
      case Instruction.Await await -> Optional.of(await.id());
      case Instruction.Poll poll -> Optional.of(poll.call().id());
      case Instruction.CallWorkflow call -> Optional.of(call.id());
      case Instruction.StartWorkflow start -> Optional.of(start.id());
      case Instruction.Parallel parallel -> Optional.of(parallel.id());
      case Instruction.ForEach loop -> Optional.of(loop.id());
      case Instruction.While loop -> Optional.of(loop.id());
      case Instruction.Assign _,
          Instruction.Jump _,
          Instruction.JumpUnless _,
          Instruction.JumpUnlessIn _,
          Instruction.Fail _,
          Instruction.Refail _,
          Instruction.NoMatch _,
          Instruction.Return _,
          Instruction.Next _,
          Instruction.Yield _,
          Instruction.Break _,
          Instruction.Continue _,
          Instruction.Try _,
          Instruction.EndTry _,
          Instruction.EndFinally _,
          Instruction.EnterScope _,
          Instruction.LeaveScope _,
          Instruction.Rollback _,
          Instruction.Commit _ ->
          Optional.empty();
    };
  }

  /// What something to come depends on, as a value to be compared: targets are compared apart.
  static List<Object> heading(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Assign(String variable, Expression value) ->
          List.of("assign", variable, value);
      case Instruction.Step step ->
          List.of("step", step.variable(), step.call().id(), step.call().handler());
      case Instruction.Sleep sleep -> List.of("wait", sleep.id());
      case Instruction.SleepUntil sleep -> List.of("wait", sleep.id());
      case Instruction.Await await ->
          List.of("await", await.variable(), await.id(), await.signal());
      case Instruction.Poll poll ->
          List.of("poll", poll.variable(), poll.call().id(), poll.call().handler());
      case Instruction.CallWorkflow call ->
          List.of("call", call.variable(), call.id(), call.workflow());
      case Instruction.StartWorkflow start ->
          List.of("start", start.variable(), start.id(), start.workflow());
      case Instruction.JumpUnless(Expression condition, int _) -> List.of("if", condition);
      case Instruction.JumpUnlessIn(Expression value, Expression cases, int _) ->
          List.of("case", value, cases);
      case Instruction.Parallel parallel ->
          List.of("parallel", parallel.variable(), parallel.id(), parallel.join());
      case Instruction.ForEach loop ->
          List.of(
              "for",
              loop.variable(),
              loop.id(),
              loop.item(),
              loop.parallel().isPresent(),
              loop.join());
      case Instruction.While loop -> List.of("while", loop.id());
      case Instruction.Jump _,
          Instruction.Fail _,
          Instruction.Refail _,
          Instruction.NoMatch _,
          Instruction.Return _,
          Instruction.Next _,
          Instruction.Yield _,
          Instruction.Break _,
          Instruction.Continue _,
          Instruction.Try _,
          Instruction.EndTry _,
          Instruction.EndFinally _,
          Instruction.EnterScope _,
          Instruction.LeaveScope _,
          Instruction.Rollback _,
          Instruction.Commit _ ->
          List.of(instruction.getClass());
    };
  }

  /// Where it goes on otherwise, of what does so within its block.
  static OptionalInt target(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Jump(int target) -> OptionalInt.of(target);
      case Instruction.JumpUnless(var _, int target) -> OptionalInt.of(target);
      case Instruction.JumpUnlessIn(var _, var _, int target) -> OptionalInt.of(target);
      case Instruction.Await await -> await.onTimeout();
      default -> OptionalInt.empty();
    };
  }

  /// How people know it.
  static String shown(Instruction instruction) {
    String kind =
        switch (instruction) {
          case Instruction.Assign(String variable, var _) -> "\"" + variable + " = …\"";
          case Instruction.Step _ -> "step";
          case Instruction.Sleep _, Instruction.SleepUntil _, Instruction.Await _ -> "wait";
          case Instruction.Poll _ -> "poll";
          case Instruction.CallWorkflow _ -> "call";
          case Instruction.StartWorkflow _ -> "start";
          case Instruction.Jump _, Instruction.JumpUnless _ -> "an \"if\"";
          case Instruction.JumpUnlessIn _, Instruction.NoMatch _ -> "a \"match\"";
          case Instruction.Fail(String error, var _, var _) -> "\"fail " + error + "\"";
          case Instruction.Refail(String variable) -> "\"fail " + variable + "\"";
          case Instruction.Return _ -> "\"return\"";
          case Instruction.Parallel _ -> "parallel";
          case Instruction.ForEach _ -> "for";
          case Instruction.While _ -> "while";
          case Instruction.Next _ -> "the end of a block";
          case Instruction.Yield _ -> "\"yield\"";
          case Instruction.Break _ -> "\"break\"";
          case Instruction.Continue _ -> "\"continue\"";
          case Instruction.Try _, Instruction.EndTry _ -> "a \"try\"";
          case Instruction.EndFinally _ -> "a \"finally\"";
          case Instruction.EnterScope _, Instruction.LeaveScope _ -> "a \"scope\"";
          case Instruction.Rollback _ -> "\"rollback\"";
          case Instruction.Commit _ -> "\"commit\"";
        };
    return name(instruction).map(id -> kind + " \"" + id + "\"").orElse(kind);
  }
}
