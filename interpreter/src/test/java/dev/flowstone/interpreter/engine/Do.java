package dev.flowstone.interpreter.engine;

import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A handler that does what a test says, and remembers its calls.
@Handler(name = "test.do", description = "Does what the test says.")
@Raises(name = "Refused", permanent = true)
@Raises(name = "Flaky")
public final class Do implements StepHandler<Do.Input, Object> {

  public record Input(String what) {}

  /// What is to be done.
  @FunctionalInterface
  interface Script {
    Object run(String what, StepContext context) throws Exception;
  }

  private final Script script;
  private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

  Do(Script script) {
    this.script = script;
  }

  /// `what#attempt` of every call, in order.
  List<String> calls() {
    return List.copyOf(calls);
  }

  @Override
  public Object handle(Input input, StepContext context) throws Exception {
    calls.add(input.what() + "#" + context.attempt());
    return script.run(input.what(), context);
  }
}
