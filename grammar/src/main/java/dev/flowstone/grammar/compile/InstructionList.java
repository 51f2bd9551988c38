package dev.flowstone.grammar.compile;

import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.source.Span;
import java.util.ArrayList;
import java.util.List;

/// Instructions as they are written one after the other, each with its place in the source. What
/// needs a target further on is reserved and filled in when the target is known.
final class InstructionList {

  private final List<Instruction> code = new ArrayList<>();
  private final List<Span> spans = new ArrayList<>();
  private int target = -1;

  List<Instruction> code() {
    return code;
  }

  List<Span> spans() {
    return spans;
  }

  void add(Instruction instruction, Span span) {
    code.add(instruction);
    spans.add(span);
  }

  /// Keeps a place for an instruction, and tells which.
  int reserve(Span span) {
    add(new Instruction.Jump(0), span);
    return code.size() - 1;
  }

  void fill(int at, Instruction instruction) {
    code.set(at, instruction);
  }

  /// The next instruction, as a target.
  int here() {
    target = code.size();
    return target;
  }

  /// Goes to the end of a construct, unless the block before it never gets here.
  void leave(List<Integer> ends, Span span) {
    if (reachable()) {
      ends.add(reserve(span));
    }
  }

  /// The end of a construct, for all that go there.
  void land(List<Integer> ends) {
    ends.forEach(at -> fill(at, new Instruction.Jump(here())));
  }

  /// Ends a block, unless nothing gets to its end.
  void close(Instruction end, Span span) {
    if (reachable()) {
      add(end, span);
    }
  }

  /// Whether anything gets to the next instruction: the one before it, or a jump.
  boolean reachable() {
    if (code.isEmpty() || target == code.size()) {
      return true;
    }
    return switch (code.getLast()) {
      case Instruction.Return _,
          Instruction.Fail _,
          Instruction.Refail _,
          Instruction.NoMatch _,
          Instruction.Jump _,
          Instruction.Next _,
          Instruction.Yield _,
          Instruction.Break _,
          Instruction.Continue _,
          Instruction.EndTry _,
          Instruction.EndFinally _ ->
          false;
      case Instruction.Assign _,
          Instruction.Step _,
          Instruction.Sleep _,
          Instruction.SleepUntil _,
          Instruction.Await _,
          Instruction.Poll _,
          Instruction.CallWorkflow _,
          Instruction.StartWorkflow _,
          Instruction.Parallel _,
          Instruction.ForEach _,
          Instruction.While _,
          Instruction.Try _,
          Instruction.JumpUnless _,
          Instruction.JumpUnlessIn _,
          Instruction.EnterScope _,
          Instruction.LeaveScope _,
          Instruction.Rollback _,
          Instruction.Commit _ ->
          true;
    };
  }
}
