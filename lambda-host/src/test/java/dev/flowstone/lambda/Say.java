package dev.flowstone.lambda;

import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.HandlerCatalog;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import java.nio.charset.StandardCharsets;

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

  /// What a build would have written of it.
  static HandlerCatalog catalog() {
    String json =
        """
        {
          "format": 1,
          "handlers": [
            {
              "name": "test.say",
              "description": "Does what the test says.",
              "class": "dev.flowstone.lambda.Say",
              "input": {
                "type": "object",
                "properties": {"what": {"type": "string"}},
                "required": ["what"],
                "additionalProperties": false
              },
              "output": {"type": "object"},
              "errors": []
            }
          ]
        }
        """;
    return HandlerCatalog.parse(json.getBytes(StandardCharsets.UTF_8), "test");
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
