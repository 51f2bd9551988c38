package dev.flowstone.tests.kill;

import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import dev.flowstone.interpreter.handler.TransientError;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Handlers whose results depend on their input only, and that write down each call.
final class Handlers {

  private Handlers() {}

  static HandlerRegistry registry(Records records) {
    return HandlerRegistry.of(new Work(records), new Undo(records), new Refuse(records));
  }

  /// Takes its time, fails as often as it is told to, then adds one.
  @Handler(name = "kill.work", description = "Adds one, slowly.")
  @Raises(name = "Flaky")
  public record Work(Records records) implements StepHandler<Work.Input, Long> {

    public record Input(long n, long ms, @Nullable Integer failures) {}

    @Override
    public Long handle(Work.Input input, StepContext context) {
      records.begins(context);
      LockSupport.parkNanos(input.ms() * 1_000_000);
      if (input.failures() != null && context.attempt() <= input.failures()) {
        throw new TransientError("Flaky", "attempt " + context.attempt());
      }
      return input.n() + 1;
    }
  }

  @Handler(name = "kill.undo", description = "Takes something back.")
  public record Undo(Records records) implements StepHandler<Undo.Input, @Nullable Void> {

    public record Input(long n, long ms) {}

    @Override
    public @Nullable Void handle(Undo.Input input, StepContext context) {
      records.begins(context);
      LockSupport.parkNanos(input.ms() * 1_000_000);
      return null;
    }
  }

  @Handler(name = "kill.refuse", description = "Refuses for good.")
  @Raises(name = "Refused", permanent = true)
  public record Refuse(Records records) implements StepHandler<Refuse.Input, Long> {

    public record Input(long n) {}

    @Override
    public Long handle(Refuse.Input input, StepContext context) {
      records.begins(context);
      throw new PermanentError("Refused", "as always");
    }
  }
}
