package dev.flowstone.tests.lambda;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import dev.flowstone.interpreter.handler.TransientError;
import dev.flowstone.interpreter.report.Document;
import dev.flowstone.tests.kill.Records;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The handlers of the founding workflows, and a few more, in a function that is killed: they do
/// nothing but write down each call before they answer.
public final class ChaosHandlers {
  static final String CALLS = "flowstone.tests.calls";

  private ChaosHandlers() {}

  private static void begins(StepContext context) {
    new Records(Path.of(System.getProperty(CALLS))).begins(context);
  }

  private static Value done(StepContext context, Document answer) {
    begins(context);
    return answer.value();
  }

  /// Adds one, after some time and as many failures as it is told.
  @Handler(name = "chaos.work")
  @Raises(name = "Flaky")
  public static final class Work implements StepHandler<Work.Input, Long> {
    public record Input(long n, long ms, @Nullable Integer failures) {}

    @Override
    public Long handle(Work.Input input, StepContext context) {
      begins(context);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(input.ms()));
      if (input.failures() != null && context.attempt() <= input.failures()) {
        throw new TransientError("Flaky", "attempt " + context.attempt());
      }
      return input.n() + 1;
    }
  }

  @Handler(name = "chaos.undo")
  public static final class Undo implements StepHandler<Undo.Input, @Nullable Void> {
    public record Input(long n, long ms) {}

    @Override
    public @Nullable Void handle(Undo.Input input, StepContext context) {
      begins(context);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(input.ms()));
      return null;
    }
  }

  @Handler(name = "chaos.refuse")
  @Raises(name = "Refused", permanent = true)
  public static final class Refuse implements StepHandler<Refuse.Input, Long> {
    public record Input(long n) {}

    @Override
    public Long handle(Refuse.Input input, StepContext context) {
      begins(context);
      throw new PermanentError("Refused", "as always");
    }
  }

  @Handler(name = "orders.validate")
  public static final class Validate implements StepHandler<Validate.Input, Value> {
    public record Input(Value order) {}

    @Override
    public Value handle(Validate.Input input, StepContext context) {
      begins(context);
      return input.order();
    }
  }

  @Handler(name = "payments.charge")
  public static final class Charge implements StepHandler<Charge.Input, Value> {
    public record Input(Value orderId, Value amount, Value currency, Value cardToken) {}

    @Override
    public Value handle(Charge.Input input, StepContext context) {
      return done(context, new Document().put("payment_id", context.idempotencyKey()));
    }
  }

  @Handler(name = "payments.refund")
  public static final class Refund implements StepHandler<Refund.Input, Value> {
    public record Input(Optional<Value> payment) {}

    @Override
    public Value handle(Refund.Input input, StepContext context) {
      return done(context, new Document());
    }
  }

  @Handler(name = "inventory.reserve")
  public static final class Reserve implements StepHandler<Reserve.Input, Value> {
    public record Input(Value orderId, Value items) {}

    @Override
    public Value handle(Reserve.Input input, StepContext context) {
      return done(context, new Document().put("reservation_id", context.idempotencyKey()));
    }
  }

  @Handler(name = "inventory.release")
  public static final class Release implements StepHandler<Release.Input, Value> {
    public record Input(Optional<Value> reservation) {}

    @Override
    public Value handle(Release.Input input, StepContext context) {
      return done(context, new Document());
    }
  }

  @Handler(name = "shipping.dispatch")
  public static final class Dispatch implements StepHandler<Dispatch.Input, Value> {
    public record Input(Value orderId, Value shipTo, Value items) {}

    @Override
    public Value handle(Dispatch.Input input, StepContext context) {
      return done(context, new Document().put("tracking", "FS1").put("carrier", "post"));
    }
  }

  @Handler(name = "mail.send")
  public static final class Mail implements StepHandler<Mail.Input, Value> {
    public record Input(String to, String subject, String text) {}

    @Override
    public Value handle(Mail.Input input, StepContext context) {
      return done(context, new Document().put("message_id", context.idempotencyKey()));
    }
  }

  @Handler(name = "expenses.validate")
  public static final class Check implements StepHandler<Check.Input, Value> {
    public record Input(Value report) {}

    @Override
    public Value handle(Check.Input input, StepContext context) {
      return done(
          context,
          new Document().put("report_id", "EX-1").put("payable", 100).put("needs_approval", true));
    }
  }

  @Handler(name = "payroll.reimburse")
  public static final class Reimburse implements StepHandler<Reimburse.Input, Value> {
    public record Input(Value reportId, Value employee, Value amount) {}

    @Override
    public Value handle(Reimburse.Input input, StepContext context) {
      return done(context, new Document().put("amount", 100).put("reference", "P-1"));
    }
  }

  @Handler(name = "assistant.analyse")
  public static final class Analyse implements StepHandler<Analyse.Input, Value> {
    public record Input(String text) {}

    @Override
    public Value handle(Analyse.Input input, StepContext context) {
      return done(
          context,
          new Document().put("keywords", List.of()).put("reading_minutes", 1).put("model", "none"));
    }
  }

  @Handler(name = "assistant.summarise")
  public static final class Summarise implements StepHandler<Summarise.Input, Value> {
    public record Input(String text, long sentences) {}

    @Override
    public Value handle(Summarise.Input input, StepContext context) {
      return done(context, new Document().put("sentences", List.of()).put("shorter_by", 1));
    }
  }

  @Handler(name = "assistant.recommend")
  public static final class Recommend implements StepHandler<Recommend.Input, Value> {
    public record Input(String text, Value keywords) {}

    @Override
    public Value handle(Recommend.Input input, StepContext context) {
      return done(context, new Document().put("recommendations", List.of()));
    }
  }
}
