package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.Function;
import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.RetryPolicy;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Parts as a program.
final class PartCompiler {

  static final Duration WAIT_TIMEOUT = Duration.ofMinutes(5);
  static final Duration HEARTBEAT = Duration.ofMinutes(1);
  static final Expression BROKEN =
      new Expression.Invoke(
          Function.DIVIDE,
          List.of(
              new Expression.Constant(new Value.Int(1)),
              new Expression.Constant(new Value.Int(0))));

  private final List<Instruction> code = new ArrayList<>();

  private PartCompiler() {}

  static Program compile(List<Part> parts, Optional<Duration> timeout) {
    var compiler = new PartCompiler();
    compiler.emit(parts);
    return new Program(
        Program.FORMAT,
        Program.SEMANTICS,
        "random",
        new Type.Record(Map.of()),
        Map.of(),
        Optional.empty(),
        Map.of("go", Type.Simple.INT),
        timeout,
        compiler.code);
  }

  private void emit(List<Part> parts) {
    parts.forEach(this::emit);
  }

  private void emit(Part part) {
    switch (part) {
      case Part.Step step -> code.add(step(step));
      case Part.Sleep(String id, Duration duration) ->
          code.add(new Instruction.Sleep(id, constant(new Value.Span(duration))));
      case Part.Await await -> emitAwait(await);
      case Part.Scope(List<Part> parts) -> {
        code.add(new Instruction.EnterScope());
        emit(parts);
        code.add(new Instruction.LeaveScope());
      }
      case Part.Rollback() -> code.add(new Instruction.Rollback());
      case Part.Commit() -> code.add(new Instruction.Commit());
      case Part.Fail(String error) ->
          code.add(new Instruction.Fail(error, Optional.empty(), Optional.empty()));
      case Part.Broken() -> code.add(new Instruction.Assign("x", BROKEN));
      case Part.If(String on, List<Part> yes, List<Part> no) -> {
        int jump = reserve();
        emit(yes);
        int end = reserve();
        code.set(jump, new Instruction.JumpUnless(isOne(on), code.size()));
        emit(no);
        code.set(end, new Instruction.Jump(code.size()));
      }
      case Part.Return(String of) -> code.add(new Instruction.Return(new Expression.Variable(of)));
    }
  }

  private void emitAwait(Part.Await await) {
    int at = reserve();
    int end = await.onTimeout().isPresent() ? reserve() : -1;
    int onTimeout = code.size();
    await.onTimeout().ifPresent(this::emit);
    if (end >= 0) {
      code.set(end, new Instruction.Jump(code.size()));
    }
    code.set(
        at,
        new Instruction.Await(
            await.id(),
            Optional.of(await.id()),
            await.signal(),
            constant(new Value.Span(WAIT_TIMEOUT)),
            await.notifying() ? Optional.of(HEARTBEAT) : Optional.empty(),
            await.notifying() ? Optional.of(notification(await)) : Optional.empty(),
            await.onTimeout().isPresent() ? OptionalInt.of(onTimeout) : OptionalInt.empty()));
  }

  private int reserve() {
    code.add(new Instruction.Jump(0));
    return code.size() - 1;
  }

  private static HandlerCall notification(Part.Await await) {
    return new HandlerCall(
        await.id() + ".notify",
        "test.notify",
        Map.of("url", new Expression.Select(new Expression.Variable("callback"), "url", false)),
        policy(2),
        false,
        Optional.empty(),
        Optional.empty());
  }

  private static Instruction step(Part.Step step) {
    var undo =
        new HandlerCall(
            step.id() + ".undo",
            "test.undo",
            Map.of("of", step.brokenUndo() ? BROKEN : new Expression.Variable(step.id())),
            policy(2),
            false,
            Optional.empty(),
            Optional.empty());
    var call =
        new HandlerCall(
            step.id(),
            "test.step",
            Map.of("id", constant(new Value.Text(step.id()))),
            policy(step.attempts()),
            step.atMostOnce(),
            Optional.of(Duration.ofSeconds(30)),
            Optional.empty());
    return new Instruction.Step(
        Optional.of(step.id()), call, step.undo() ? Optional.of(undo) : Optional.empty());
  }

  static RetryPolicy policy(int attempts) {
    return new RetryPolicy(
        attempts,
        Duration.ofSeconds(1),
        Duration.ofSeconds(60),
        2,
        RetryPolicy.Jitter.FULL,
        List.of(),
        List.of("Hopeless"),
        Optional.empty());
  }

  private static Expression isOne(String variable) {
    return new Expression.Invoke(
        Function.EQUAL, List.of(new Expression.Variable(variable), constant(new Value.Int(1))));
  }

  private static Expression constant(Value value) {
    return new Expression.Constant(value);
  }
}
