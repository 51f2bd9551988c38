package dev.flowstone.interpreter.machine;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.Function;
import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Join;
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
import java.util.stream.IntStream;

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
      case Part.Poll poll -> code.add(poll(poll));
      case Part.Call call -> code.add(call(call));
      case Part.Start(String id) ->
          code.add(
              new Instruction.StartWorkflow(
                  id, Optional.of(id), "child", Map.of("id", constant(new Value.Text(id)))));
      case Part.Refail(String variable) -> code.add(new Instruction.Refail(variable));
      case Part.Break() -> code.add(new Instruction.Break());
      case Part.Continue() -> code.add(new Instruction.Continue());
      case Part.Yield(String of) -> code.add(new Instruction.Yield(new Expression.Variable(of)));
      case Part.Parallel parallel -> emitParallel(parallel);
      case Part.For each -> emitFor(each);
      case Part.While loop -> emitWhile(loop);
      case Part.Try attempt -> emitTry(attempt);
    }
  }

  private void emitParallel(Part.Parallel parallel) {
    int at = reserve();
    var branches = new ArrayList<Integer>();
    for (var branch : parallel.branches()) {
      branches.add(code.size());
      emit(branch);
      code.add(new Instruction.Next());
    }
    code.set(
        at,
        new Instruction.Parallel(
            parallel.id(),
            parallel.join() instanceof Join.All ? Optional.empty() : Optional.of(parallel.id()),
            parallel.max(),
            parallel.join(),
            branches,
            code.size()));
  }

  private void emitFor(Part.For each) {
    int at = reserve();
    emit(each.body());
    code.add(new Instruction.Next());
    var items = IntStream.range(0, each.items()).<Value>mapToObj(Value.Int::new).toList();
    code.set(
        at,
        new Instruction.ForEach(
            each.id(),
            Optional.of(each.id()),
            each.id() + ".item",
            constant(new Value.Items(items)),
            each.parallel(),
            each.join(),
            code.size()));
  }

  private void emitWhile(Part.While loop) {
    var count = loop.id() + ".count";
    code.add(new Instruction.Assign(count, constant(new Value.Int(0))));
    int at = reserve();
    var turns = new Expression.Variable(count);
    code.add(
        new Instruction.Assign(
            count,
            new Expression.Invoke(Function.ADD, List.of(turns, constant(new Value.Int(1))))));
    emit(loop.body());
    code.add(new Instruction.Next());
    code.set(
        at,
        new Instruction.While(
            loop.id(),
            new Expression.Invoke(
                Function.LESS, List.of(turns, constant(new Value.Int(loop.times())))),
            loop.max(),
            code.size()));
  }

  private void emitTry(Part.Try attempt) {
    int at = reserve();
    emit(attempt.body());
    code.add(new Instruction.EndTry());
    var catches = new ArrayList<Instruction.Catch>();
    for (var each : attempt.catches()) {
      catches.add(new Instruction.Catch(each.errors(), Optional.of(each.variable()), code.size()));
      emit(each.block());
      code.add(new Instruction.EndTry());
    }
    var last = attempt.last().isPresent() ? OptionalInt.of(code.size()) : OptionalInt.empty();
    attempt
        .last()
        .ifPresent(block -> {
          emit(block);
          code.add(new Instruction.EndFinally());
        });
    code.set(at, new Instruction.Try(catches, last, code.size()));
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

  private static HandlerCall undo(String id, boolean broken) {
    return new HandlerCall(
        id + ".undo",
        "test.undo",
        Map.of("of", broken ? BROKEN : new Expression.Variable(id)),
        policy(2),
        false,
        Optional.empty(),
        Optional.empty());
  }

  private static Instruction poll(Part.Poll poll) {
    var call =
        new HandlerCall(
            poll.id(),
            "test.poll",
            Map.of("id", constant(new Value.Text(poll.id()))),
            policy(2),
            false,
            Optional.empty(),
            Optional.empty());
    return new Instruction.Poll(
        Optional.of(poll.id()),
        call,
        constant(new Value.Span(Duration.ofSeconds(10))),
        isOne(poll.id()),
        constant(new Value.Span(poll.timeout())));
  }

  private static Instruction call(Part.Call call) {
    return new Instruction.CallWorkflow(
        call.id(),
        Optional.of(call.id()),
        "child",
        Map.of("id", constant(new Value.Text(call.id()))),
        call.timeout().map(timeout -> constant(new Value.Span(timeout))),
        call.undo() ? Optional.of(undo(call.id(), false)) : Optional.empty());
  }

  private static Instruction step(Part.Step step) {
    var undo = undo(step.id(), step.brokenUndo());
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
