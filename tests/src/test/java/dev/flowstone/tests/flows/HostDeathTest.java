package dev.flowstone.tests.flows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.engine.Departure;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Ports;
import dev.flowstone.interpreter.engine.Resumption;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.engine.Start;
import dev.flowstone.interpreter.handler.Handler;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.handler.Raises;
import dev.flowstone.interpreter.handler.StepContext;
import dev.flowstone.interpreter.handler.StepHandler;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.interpreter.store.memory.MemoryPrograms;
import dev.flowstone.interpreter.store.memory.MemoryStore;
import dev.flowstone.tests.docs.Markdown;
import dev.flowstone.workflows.ledger.Ledger;
import dev.flowstone.workflows.ledger.WorkFolder;
import dev.flowstone.workflows.mail.SendMail;
import dev.flowstone.workflows.orders.ChargeCard;
import dev.flowstone.workflows.orders.DispatchParcel;
import dev.flowstone.workflows.orders.RefundCard;
import dev.flowstone.workflows.orders.ReleaseStock;
import dev.flowstone.workflows.orders.ReserveStock;
import dev.flowstone.workflows.orders.ValidateOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Order processing where its host is gone after the card was charged and before anybody was told.
@Timeout(60)
final class HostDeathTest {
  private static final Path ORDER = Markdown.root().resolve("workflows/order_processing");
  private static final String NAME = "order";

  @TempDir Path folder;
  private final PassingTime time = new PassingTime();
  private final MemoryStore store = new MemoryStore();
  private final MemoryPrograms programs = new MemoryPrograms();

  @BeforeEach
  void workHere() {
    System.setProperty("flowstone.work", folder.toString());
  }

  @AfterEach
  void workNoMore() {
    System.clearProperty("flowstone.work");
  }

  /// Charges, and never answers.
  @Handler(name = "payments.charge")
  @Raises(name = "CardDeclined", permanent = true)
  static final class SilentCharge implements StepHandler<ChargeCard.Request, ChargeCard.Payment> {
    private final CountDownLatch charged = new CountDownLatch(1);

    @Override
    public ChargeCard.Payment handle(ChargeCard.Request request, StepContext context)
        throws InterruptedException {
      ChargeCard.Payment payment = new ChargeCard().handle(request, context);
      charged.countDown();
      new CountDownLatch(1).await();
      return payment;
    }
  }

  @Test
  void theCardIsChargedOnceAndTheOrderGoesOn() throws Exception {
    beginAndDie();

    try (Engine next = engine("next", new ChargeCard())) {
      assertInstanceOf(Departure.Waiting.class, resume(next));
      next.signal(NAME, "approval", approval(true), Optional.empty());
      assertEquals(new Departure.Ended(Status.SUCCEEDED), resume(next));
    }
    assertEquals(1, lines("payments", "charge"));
    assertEquals(0, lines("payments", "refund"));
    assertEquals(1, lines("parcels", "parcel"));
  }

  @Test
  void anOrderThatIsRejectedAfterwardsGivesTheMoneyBackOnce() throws Exception {
    beginAndDie();

    try (Engine next = engine("next", new ChargeCard())) {
      assertInstanceOf(Departure.Waiting.class, resume(next));
      next.signal(NAME, "approval", approval(false), Optional.empty());
      assertEquals(new Departure.Ended(Status.SUCCEEDED), resume(next));
    }
    assertEquals(1, lines("payments", "charge"));
    assertEquals(1, lines("payments", "refund"));
    assertEquals(1, lines("inventory", "release"));
    assertEquals(0, lines("parcels", "parcel"));
  }

  @Test
  void anExecutionCancelledWhileTheChargeIsUnknownIsRefunded() throws Exception {
    beginAndDie();

    try (Engine next = engine("next", new ChargeCard())) {
      next.cancel(NAME, "the customer called");
      assertEquals(new Departure.Ended(Status.CANCELLED), resume(next));
    }
    assertEquals(1, lines("payments", "charge"));
    assertEquals(1, lines("payments", "refund"));
    assertEquals(0, lines("inventory", "reserve"));
  }

  private void beginAndDie() throws Exception {
    StoredProgram program = Sources.program(ORDER.resolve("order_processing.flow"));
    programs.put(program);
    SilentCharge silent = new SilentCharge();
    CompletableFuture<Departure> departure;
    try (Engine first = engine("first", silent)) {
      Start start = first.start(NAME, program.version(), Sources.json(ORDER.resolve("input.json")));
      departure = assertInstanceOf(Start.Begun.class, start, start::toString).departure();
      silent.charged.await();
    }
    assertInstanceOf(Departure.Abandoned.class, departure.get(30, TimeUnit.SECONDS));
  }

  /// A retry that is due later is waited for.
  private Departure resume(Engine engine) throws Exception {
    while (true) {
      if (engine.resume(NAME) instanceof Resumption.Running(var departure)) {
        Departure left = departure.get(30, TimeUnit.SECONDS);
        boolean waitsForPeople =
            engine.describe(NAME).orElseThrow().waitingFor().stream()
                .anyMatch(dev.flowstone.interpreter.machine.Waiting.Signal.class::isInstance);
        if (left instanceof Departure.Ended || waitsForPeople) {
          return left;
        }
      }
      time.pass(Duration.ofSeconds(61));
    }
  }

  private Engine engine(String host, StepHandler<?, ?> charge) {
    HandlerRegistry handlers =
        HandlerRegistry.of(
            charge,
            new ValidateOrder(),
            new RefundCard(),
            new ReserveStock(),
            new ReleaseStock(),
            new DispatchParcel(),
            new SendMail());
    return new Engine(
        Ports.of(store, programs, handlers, host).withTime(time, time),
        Settings.standardBut(draft -> {
          draft.drain = Duration.ZERO;
          draft.grace = Duration.ofMillis(100);
          draft.inPlace = Duration.ZERO;
        }));
  }

  private static Value approval(boolean approved) {
    return new Value.Fields(
        Map.of(
            new Value.Text("approved"), new Value.Bool(approved),
            new Value.Text("by"), new Value.Text("claire")));
  }

  private static int lines(String ledger, String kind) {
    List<Ledger.Line> lines =
        WorkFolder.current().ledger(ledger).exclusively(page -> page.lines(kind));
    return lines.size();
  }
}
