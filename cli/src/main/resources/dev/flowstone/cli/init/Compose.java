package {{package}};

import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;

/// A step of workflows: they call it by its name.
@Handler(name = "greetings.compose", description = "Composes a greeting.")
@Raises(name = "NoName", permanent = true, description = "There is nobody to greet.")
public final class Compose implements StepHandler<Compose.Request, Compose.Greeting> {
  public record Request(String name) {}

  public record Greeting(String text) {}

  @Override
  public Greeting handle(Request request, StepContext context) {
    if (request.name().isBlank()) {
      throw new PermanentError("NoName", "a greeting needs a name");
    }
    return new Greeting("Hello, " + request.name() + "!");
  }
}
