package dev.flowstone.interpreter.engine;

import dev.flowstone.grammar.program.Expression;
import dev.flowstone.grammar.program.HandlerCall;
import dev.flowstone.grammar.program.Instruction;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.program.RetryPolicy;
import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// Programs put together by hand, without a front end.
final class Code {
  private final List<Instruction> code = new ArrayList<>();
  private final Map<String, Type> signals = new java.util.LinkedHashMap<>();
  private RetryPolicy retry = retry(1, Duration.ZERO);
  private Optional<Duration> stepTimeout = Optional.empty();
  private Optional<Duration> heartbeat = Optional.empty();
  private Optional<Duration> workflowTimeout = Optional.empty();
  private boolean atMostOnce;

  static Code begin() {
    return new Code();
  }

  static RetryPolicy retry(int attempts, Duration delay) {
    return new RetryPolicy(
        attempts, delay, delay, 1, RetryPolicy.Jitter.NONE, List.of(), List.of(), Optional.empty());
  }

  Code retrying(int attempts, Duration delay) {
    retry = retry(attempts, delay);
    return this;
  }

  Code timeout(Duration timeout) {
    stepTimeout = Optional.of(timeout);
    return this;
  }

  /// The timeout of the workflow.
  Code within(Duration timeout) {
    workflowTimeout = Optional.of(timeout);
    return this;
  }

  Code heartbeat(Duration interval) {
    heartbeat = Optional.of(interval);
    return this;
  }

  Code atMostOnce() {
    atMostOnce = true;
    return this;
  }

  Code step(String what) {
    code.add(new Instruction.Step(Optional.of(what), call(what, what), Optional.empty()));
    return this;
  }

  Code step(String what, String undo) {
    code.add(
        new Instruction.Step(
            Optional.of(what), call(what, what), Optional.of(call(what + ".undo", undo))));
    return this;
  }

  private HandlerCall call(String id, String what) {
    return named(id, "test.do", what);
  }

  Code stepOf(String handler) {
    code.add(
        new Instruction.Step(
            Optional.empty(), named("unknown", handler, "unknown"), Optional.empty()));
    return this;
  }

  private HandlerCall named(String id, String handler, String what) {
    return new HandlerCall(
        id,
        handler,
        Map.of("what", constant(new Value.Text(what))),
        retry,
        atMostOnce,
        stepTimeout,
        heartbeat);
  }

  Code sleep(Duration duration) {
    String id = "wait#" + code.size();
    code.add(new Instruction.Sleep(id, constant(new Value.Span(duration))));
    return this;
  }

  Code await(String signal, Duration timeout) {
    code.add(
        new Instruction.Await(
            signal,
            Optional.of(signal),
            signal,
            constant(new Value.Span(timeout)),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty()));
    return this;
  }

  Code accepts(String signal, Type type) {
    signals.put(signal, type);
    return this;
  }

  Code fail(String error) {
    code.add(new Instruction.Fail(error, Optional.empty(), Optional.empty()));
    return this;
  }

  /// Ends with the value of a variable.
  StoredProgram giving(String variable) {
    code.add(new Instruction.Return(new Expression.Variable(variable)));
    return done();
  }

  StoredProgram done() {
    code.add(new Instruction.Return(constant(new Value.Text("done"))));
    Program program =
        new Program(
            Program.FORMAT,
            Program.SEMANTICS,
            "test",
            new Type.Record(Map.of()),
            Map.of(),
            Optional.empty(),
            signals,
            workflowTimeout,
            code);
    byte[] body = ProgramCodec.bytes(program);
    return new StoredProgram("test", "v" + java.util.Arrays.hashCode(body), body, "", "test.flow");
  }

  private static Expression constant(Value value) {
    return new Expression.Constant(value);
  }
}
