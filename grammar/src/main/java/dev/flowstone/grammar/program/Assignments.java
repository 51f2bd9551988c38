package dev.flowstone.grammar.program;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The names that a branch of a `parallel` may give a value which is seen outside of it.
///
/// A branch stands in one piece, from where it begins to where the next one does. What the items of
/// a `for … parallel` in it assign is their own; the variables of loops and of a `catch` are known
/// in their own blocks only, and those that the compiler has made are nobody's.
public final class Assignments {

  private Assignments() {}

  public static Set<String> ofBranch(
      List<Instruction> code, Instruction.Parallel parallel, int index) {
    int next = index + 1;
    int end = next < parallel.branches().size() ? parallel.branches().get(next) : parallel.end();
    Set<String> names = new LinkedHashSet<>();
    for (int at = parallel.branches().get(index); at < end; at++) {
      var instruction = code.get(at);
      variable(instruction).filter(name -> !name.startsWith("$")).ifPresent(names::add);
      if (instruction instanceof Instruction.ForEach each && each.parallel().isPresent()) {
        at = each.end() - 1;
      }
    }
    return names;
  }

  private static Optional<String> variable(Instruction instruction) {
    return switch (instruction) {
      case Instruction.Assign assign -> Optional.of(assign.variable());
      case Instruction.Step step -> step.variable();
      case Instruction.Await await -> await.variable();
      case Instruction.Poll poll -> poll.variable();
      case Instruction.CallWorkflow call -> call.variable();
      case Instruction.StartWorkflow start -> start.variable();
      case Instruction.Parallel parallel -> parallel.variable();
      case Instruction.ForEach each -> each.variable();
      case Instruction.Sleep _,
          Instruction.SleepUntil _,
          Instruction.Jump _,
          Instruction.JumpUnless _,
          Instruction.JumpUnlessIn _,
          Instruction.Fail _,
          Instruction.Refail _,
          Instruction.NoMatch _,
          Instruction.Return _,
          Instruction.While _,
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
}
