package dev.flowstone.tests.scenarios;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The handler of the scenarios: does what a test says, and remembers its calls.
@Handler(name = "stage.act", description = "Does what the test says.")
@Raises(name = "Refused", permanent = true, description = "Nothing was done.")
public final class Stage implements StepHandler<Stage.Input, Value> {

  /// What is to be done, and with what.
  public record Input(String what, Value with) {}

  /// What a test does in place of a service.
  @FunctionalInterface
  interface Script {
    Value act(Input input, StepContext context) throws Exception;
  }

  /// One attempt.
  record Call(String execution, String what, Value with, String key, int attempt) {
    @Override
    public String toString() {
      return with.equals(Value.Null.NULL) ? what : what + " " + ValueJson.tagged(with);
    }
  }

  private final Script script;
  private final List<Call> calls = Collections.synchronizedList(new ArrayList<>());

  Stage(Script script) {
    this.script = script;
  }

  /// All attempts, in order.
  List<Call> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  /// Those of one execution.
  List<Call> calls(String execution) {
    return calls().stream().filter(call -> call.execution().equals(execution)).toList();
  }

  @Override
  public Value handle(Input input, StepContext context) throws Exception {
    calls.add(
        new Call(
            context.executionName(),
            input.what(),
            input.with(),
            context.idempotencyKey(),
            context.attempt()));
    return script.act(input, context);
  }
}
