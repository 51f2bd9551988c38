package dev.flowstone.tests.bench;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.Function;
import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.program.ProgramHash;
import dev.flowstone.grammar.program.RetryPolicy;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// A program that makes as many steps as its input says, one after the other.
final class BenchPrograms {
  static final String SIGNAL = "go";

  private static final Expression I = new Expression.Variable("i");
  private static final Expression COUNT =
      new Expression.Select(new Expression.Variable("input"), "count", false);

  private BenchPrograms() {}

  /// Ends after the steps.
  static StoredProgram steps() {
    return program("bench_steps", List.of());
  }

  /// Waits for a signal after the steps, and then ends.
  static StoredProgram stepsAndWait() {
    Instruction await =
        new Instruction.Await(
            SIGNAL,
            Optional.empty(),
            SIGNAL,
            new Expression.Constant(new Value.Span(Duration.ofDays(1))),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty());
    return program("bench_wait", List.of(await));
  }

  static Value.Fields input(int steps) {
    return new Value.Fields(Map.of(new Value.Text("count"), new Value.Int(steps)));
  }

  private static StoredProgram program(String name, List<Instruction> afterwards) {
    List<Instruction> code = new java.util.ArrayList<>();
    code.add(new Instruction.Assign("i", number(0)));
    code.add(new Instruction.JumpUnless(invoke(Function.LESS, I, COUNT), 5));
    code.add(new Instruction.Step(Optional.empty(), call(), Optional.empty()));
    code.add(new Instruction.Assign("i", invoke(Function.ADD, I, number(1))));
    code.add(new Instruction.Jump(1));
    code.addAll(afterwards);
    code.add(new Instruction.Return(I));
    Program program =
        new Program(
            Program.FORMAT,
            Program.SEMANTICS,
            name,
            new Type.Record(Map.of("count", new Type.Field(Type.Simple.INT, false))),
            Map.of(),
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            code);
    return new StoredProgram(
        name, ProgramHash.of(program), ProgramCodec.bytes(program), "", name + ".flow");
  }

  private static HandlerCall call() {
    return new HandlerCall(
        "nothing",
        "bench.nothing",
        Map.of(),
        RetryPolicy.STEP_DEFAULT,
        false,
        Optional.empty(),
        Optional.empty());
  }

  private static Expression number(long value) {
    return new Expression.Constant(new Value.Int(value));
  }

  private static Expression invoke(Function function, Expression... arguments) {
    return new Expression.Invoke(function, List.of(arguments));
  }
}
