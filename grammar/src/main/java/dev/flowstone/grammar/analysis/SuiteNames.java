package dev.flowstone.grammar.analysis;

import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/// What a test file may name of its workflow.
///
/// @param children the workflows that it calls or starts; where there are any, more handlers are
///   called than its own
record SuiteNames(Set<String> handlers, Set<String> signals, Set<String> children) {

  static SuiteNames of(Program program) {
    Set<String> handlers = new TreeSet<>();
    Set<String> signals = new HashSet<>(program.signals().keySet());
    Set<String> children = new TreeSet<>();
    program.calls().stream().map(HandlerCall::handler).forEach(handlers::add);
    for (Instruction instruction : program.code()) {
      switch (instruction) {
        case Instruction.Await await -> signals.add(await.signal());
        case Instruction.CallWorkflow call -> children.add(call.workflow());
        case Instruction.StartWorkflow start -> children.add(start.workflow());
        case Instruction.Assign _,
            Instruction.Step _,
            Instruction.Sleep _,
            Instruction.SleepUntil _,
            Instruction.Poll _,
            Instruction.Jump _,
            Instruction.JumpUnless _,
            Instruction.JumpUnlessIn _,
            Instruction.Fail _,
            Instruction.Refail _,
            Instruction.NoMatch _,
            Instruction.Return _,
            Instruction.Parallel _,
            Instruction.ForEach _,
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
            Instruction.Commit _ -> {}
      }
    }
    return new SuiteNames(handlers, signals, children);
  }
}
