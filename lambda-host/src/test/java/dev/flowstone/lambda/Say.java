package dev.flowstone.lambda;

import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;

/// A handler that does what a test says.
@Handler(name = "test.say", description = "Does what the test says.")
@Raises(name = "Refused", permanent = true)
public final class Say implements StepHandler<Say.Input, Say.Output> {

  public record Input(String what) {}

  public record Output(String said) {}

  /// What is to be done.
  @FunctionalInterface
  public interface Script {
    String run(String what, StepContext context) throws Exception;
  }

  private final Script script;

  public Say(Script script) {
    this.script = script;
  }

  @Override
  public Output handle(Input input, StepContext context) throws Exception {
    return new Output(script.run(input.what(), context));
  }
}
