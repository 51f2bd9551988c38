package dev.flowstone.grammar.program;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.grammar.program.Instruction.Assign;
import dev.flowstone.grammar.program.Instruction.Break;
import dev.flowstone.grammar.program.Instruction.Catch;
import dev.flowstone.grammar.program.Instruction.Commit;
import dev.flowstone.grammar.program.Instruction.Continue;
import dev.flowstone.grammar.program.Instruction.EndFinally;
import dev.flowstone.grammar.program.Instruction.EndTry;
import dev.flowstone.grammar.program.Instruction.EnterScope;
import dev.flowstone.grammar.program.Instruction.ForEach;
import dev.flowstone.grammar.program.Instruction.Jump;
import dev.flowstone.grammar.program.Instruction.JumpUnless;
import dev.flowstone.grammar.program.Instruction.LeaveScope;
import dev.flowstone.grammar.program.Instruction.Next;
import dev.flowstone.grammar.program.Instruction.Parallel;
import dev.flowstone.grammar.program.Instruction.Return;
import dev.flowstone.grammar.program.Instruction.Rollback;
import dev.flowstone.grammar.program.Instruction.Try;
import dev.flowstone.grammar.program.Instruction.While;
import dev.flowstone.grammar.program.Instruction.Yield;
import dev.flowstone.grammar.value.Value;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class NestingTest {

  private static final Expression NULL = new Expression.Constant(Value.Null.NULL);
  private static final Assign PURE = new Assign("x", NULL);
  private static final Return RETURN = new Return(NULL);
  private static final Yield YIELD = new Yield(NULL);

  private static void sound(Instruction... code) {
    assertEquals(OptionalInt.empty(), Nesting.fault(List.of(code)));
  }

  private static void faulty(int at, Instruction... code) {
    assertEquals(OptionalInt.of(at), Nesting.fault(List.of(code)));
  }

  private static Parallel parallel(int end, Integer... branches) {
    return new Parallel(
        "p", Optional.empty(), OptionalInt.empty(), new Join.All(), List.of(branches), end);
  }

  private static ForEach items(int end, OptionalInt parallel) {
    return new ForEach("i", Optional.empty(), "i", NULL, parallel, new Join.All(), end);
  }

  private static ForEach items(int end) {
    return items(end, OptionalInt.empty());
  }

  private static ForEach fanOut(int end) {
    return items(end, OptionalInt.of(2));
  }

  private static While repeat(int end) {
    return new While("while", NULL, 3, end);
  }

  private static Try attempt(int end, OptionalInt last, Integer... catches) {
    return new Try(
        List.of(catches).stream().map(at -> new Catch(List.of(), Optional.empty(), at)).toList(),
        last,
        end);
  }

  private static Try lastly(int last, int end) {
    return attempt(end, OptionalInt.of(last));
  }

  @Test
  void takesNoCodeAndCodeThatRunsOutOfItsEnd() {
    sound();
    sound(new Commit());
    sound(new EnterScope());
  }

  @Test
  void wantsEveryBlockToBeEndedByWhatIsItsEnd() {
    sound(parallel(3, 1, 2), new Next(), new Next(), RETURN);
    sound(items(2), new Next(), RETURN);
    sound(fanOut(2), new Next(), RETURN);
    sound(repeat(2), new Next(), RETURN);
    sound(attempt(3, OptionalInt.empty(), 2), new EndTry(), new EndTry(), RETURN);
    sound(lastly(2, 3), new EndTry(), new EndFinally(), RETURN);
    sound(new EnterScope(), new LeaveScope(), RETURN);

    faulty(0, new Next());
    faulty(0, new EndTry());
    faulty(0, new EndFinally());
    faulty(0, new LeaveScope());
    faulty(1, items(2), new EndTry(), RETURN);
    faulty(1, lastly(2, 3), new Next(), new EndFinally(), RETURN);
    faulty(2, lastly(2, 3), new EndTry(), new EndTry(), RETURN);
    faulty(2, items(3), new EnterScope(), new Next(), RETURN);
  }

  @Test
  void wantsNoBlockToRunOutOfTheEnd() {
    faulty(1, parallel(0, 1), PURE);
    faulty(1, fanOut(0), PURE);
    faulty(2, lastly(2, 0), new EndTry(), PURE);
  }

  @Test
  void wantsTheSameBlocksAroundWhateverWayLeadsThere() {
    sound(new JumpUnless(NULL, 2), new Commit(), RETURN);
    sound(new JumpUnless(NULL, 3), new Commit(), new Jump(0), RETURN);
    faulty(2, new EnterScope(), new JumpUnless(NULL, 3), new LeaveScope(), new Commit(), RETURN);
    faulty(0, parallel(2, 1, 1), new Next(), RETURN);
    faulty(0, items(1), RETURN);
  }

  @Test
  void keepsReturnBreakAndYieldFromCrossingABranch() {
    sound(items(2), RETURN, RETURN);
    faulty(1, parallel(2, 1), RETURN, RETURN);
    faulty(1, fanOut(2), RETURN, RETURN);
    sound(items(3), new EnterScope(), new Break(), RETURN);
    sound(repeat(2), new Continue(), RETURN);
    faulty(0, new Break());
    faulty(1, fanOut(2), new Break(), RETURN);
    faulty(2, items(4), parallel(3, 2), new Continue(), new Next(), RETURN);
    sound(fanOut(2), YIELD, RETURN);
    sound(items(4), repeat(3), YIELD, new Next(), RETURN);
    faulty(1, repeat(2), YIELD, RETURN);
    faulty(2, items(4), parallel(3, 2), YIELD, new Next(), RETURN);
  }

  @Test
  void keepsWhatIsLastToItself() {
    faulty(2, lastly(2, 3), new EndTry(), RETURN, RETURN);
    faulty(2, lastly(2, 4), new EndTry(), new Rollback(), new EndFinally(), RETURN);
    faulty(3, lastly(2, 6), new EndTry(), new EnterScope(), new Commit(), RETURN, RETURN, RETURN);
    faulty(3, items(5), lastly(3, 4), new EndTry(), new Break(), new Next(), RETURN);
    sound(lastly(2, 5), new EndTry(), items(4), new Break(), new EndFinally(), RETURN);
  }

  @Test
  void takesTimeForEachInstructionOnce() {
    Instruction[] code = new Instruction[200_000];
    for (int i = 0; i < code.length; i++) {
      code[i] = i % 2 == 0 ? new EnterScope() : new JumpUnless(NULL, i + 1);
    }
    code[code.length - 1] = RETURN;
    sound(code);
  }
}
