package dev.flowstone.interpreter.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.type.Type;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.handler.TransientError;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.Refusal;
import dev.flowstone.interpreter.machine.State;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.machine.Waiting;
import dev.flowstone.interpreter.store.Claiming;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.Meta;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.interpreter.store.memory.MemoryPrograms;
import dev.flowstone.interpreter.store.memory.MemoryStore;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One engine, or two that share a store, over memory and a clock that stands still.
final class EngineTest {
  private static final Value.Fields NOTHING = Value.Fields.EMPTY;

  private final TestTime time = new TestTime();
  private final ExecutionStore store = new MemoryStore();
  private final MemoryPrograms programs = new MemoryPrograms();
  private final List<Engine> engines = new ArrayList<>();
  private final Settings settings = Settings.standardBut(draft -> draft.drain = Duration.ZERO);

  @AfterEach
  void stop() {
    engines.forEach(Engine::close);
  }

  @Test
  void runsStepsToTheirEndWithOneCommitEach() {
    Do handler = new Do((what, context) -> "did " + what);
    Engine engine = engine("a", handler);
    Code code = Code.begin();
    for (int i = 0; i < 10; i++) {
      code.step("s" + i);
    }

    start(engine, "ten", code.giving("s9"));

    assertEquals(Optional.of(new Value.Text("did s9")), state(engine, "ten").result());
    assertEquals(10, handler.calls().size());
    assertEquals(10, state(engine, "ten").stats().steps());
    assertEquals(12, store.meta("ten").orElseThrow().writes());
    assertEquals("SUCCEEDED", store.meta("ten").orElseThrow().status());
  }

  @Test
  void startsOnceByName() {
    Engine engine = engine("a", new Do((what, context) -> what));
    StoredProgram program = Code.begin().step("one").done();
    start(engine, "same", program);

    assertInstanceOf(Start.Existing.class, engine.start("same", program.version(), NOTHING));
    Value unknown = new Value.Fields(Map.of(new Value.Text("x"), new Value.Int(1)));
    assertInstanceOf(Start.Refused.class, engine.start("other", program.version(), unknown));
    assertInstanceOf(Start.Refused.class, engine.start("other", "v0", NOTHING));
    assertInstanceOf(Start.Refused.class, engine.start(" ", program.version(), NOTHING));
    assertTrue(store.meta("other").isEmpty());
  }

  @Test
  void waitsInPlaceForAShortRetry() {
    Do handler = new Do(EngineTest::failTwice);
    Engine engine = engine("a", handler);
    StoredProgram program = Code.begin().retrying(5, Duration.ofSeconds(1)).step("x").done();

    CompletableFuture<Departure> departure = begin(engine, "retry", program);
    passUntil(departure);

    assertEquals(List.of("x#1", "x#2", "x#3"), handler.calls());
    assertEquals(Status.SUCCEEDED, state(engine, "retry").status());
    assertEquals(1, store.meta("retry").orElseThrow().epoch());
  }

  @Test
  void letsGoForALongRetryAndComesBack() {
    Do handler = new Do(EngineTest::failTwice);
    Engine engine = engine("a", handler);
    StoredProgram program = Code.begin().retrying(5, Duration.ofMinutes(1)).step("x").done();
    Instant began = time.instant();

    assertEquals(
        new Departure.Waiting(Optional.of(began.plusSeconds(60))), start(engine, "retry", program));
    assertInstanceOf(Resumption.NotDue.class, engine.resume("retry"));
    time.advance(Duration.ofMinutes(1));
    assertInstanceOf(Departure.Waiting.class, resume(engine, "retry"));
    time.advance(Duration.ofMinutes(1));
    assertEquals(new Departure.Ended(Status.SUCCEEDED), resume(engine, "retry"));

    assertEquals(List.of("x#1", "x#2", "x#3"), handler.calls());
    assertEquals(3, store.meta("retry").orElseThrow().epoch());
  }

  @Test
  void sleepsForAYearWithoutAHost() {
    Engine engine = engine("a", new Do((what, context) -> what));
    StoredProgram program = Code.begin().sleep(Duration.ofDays(365)).step("x").done();

    assertInstanceOf(Departure.Waiting.class, start(engine, "year", program));
    assertEquals(List.of(), engine.active());
    assertEquals("WAITING", store.meta("year").orElseThrow().status());
    time.advance(Duration.ofDays(365));

    assertEquals(new Departure.Ended(Status.SUCCEEDED), resume(engine, "year"));
  }

  @Test
  void takesASignalThatComesWhileNobodyHoldsTheExecution() {
    Engine engine = engine("a", new Do((what, context) -> what));
    StoredProgram program = Code.begin().await("approval", Duration.ofDays(7)).giving("approval");
    assertInstanceOf(Departure.Waiting.class, start(engine, "order", program));

    Sending sent = engine.signal("order", "approval", new Value.Text("yes"), Optional.of("mail-1"));

    assertEquals(new Sending.Accepted("order", false), sent);
    assertEquals(new Departure.Ended(Status.SUCCEEDED), resume(engine, "order"));
    assertEquals(Optional.of(new Value.Text("yes")), state(engine, "order").result());
  }

  @Test
  void takesASignalThatComesEarlyWhileAStepRuns() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Engine engine =
        engine(
            "a",
            new Do((what, context) -> {
              running.countDown();
              go.await();
              return what;
            }));
    StoredProgram program =
        Code.begin().step("x").await("approval", Duration.ofDays(7)).giving("approval");
    CompletableFuture<Departure> departure = begin(engine, "order", program);
    running.await();

    assertEquals(
        new Sending.Accepted("order", true),
        engine.signal("order", "approval", new Value.Int(7), Optional.of("k")));
    assertEquals(
        new Sending.Duplicate("order"),
        engine.signal("order", "approval", new Value.Int(8), Optional.of("k")));
    go.countDown();

    assertEquals(new Departure.Ended(Status.SUCCEEDED), get(departure));
    assertEquals(Optional.of(new Value.Int(7)), state(engine, "order").result());
  }

  @Test
  void refusesMessagesThatWouldChangeNothing() {
    Engine engine = engine("a", new Do((what, context) -> what));
    StoredProgram program =
        Code.begin()
            .accepts("approval", Type.Simple.BOOL)
            .await("approval", Duration.ofDays(7))
            .done();
    start(engine, "order", program);
    long writes = store.meta("order").orElseThrow().writes();

    Sending unknown = engine.signal("order", "aproval", new Value.Bool(true), Optional.empty());
    Sending illTyped = engine.signal("order", "approval", new Value.Int(1), Optional.empty());
    Sending redrive = engine.redrive("order", "try again");

    assertEquals(
        Refusal.Reason.UNKNOWN_SIGNAL, assertInstanceOf(Sending.Refused.class, unknown).reason());
    assertEquals(
        Refusal.Reason.INVALID_PAYLOAD, assertInstanceOf(Sending.Refused.class, illTyped).reason());
    assertInstanceOf(Sending.Refused.class, redrive);
    assertInstanceOf(Sending.Missing.class, engine.cancel("none", "why"));
    assertEquals(writes, store.meta("order").orElseThrow().writes());
  }

  @Test
  void timesOutAWaitThatNobodyAnswers() {
    Engine engine = engine("a", new Do((what, context) -> what));
    start(engine, "order", Code.begin().await("approval", Duration.ofDays(7)).done());
    time.advance(Duration.ofDays(8));

    assertEquals(new Departure.Ended(Status.FAILED), resume(engine, "order"));
    assertEquals("WaitTimeout", state(engine, "order").error().orElseThrow().name());
  }

  @Test
  void countsASignalAcceptedBeforeTheTimeoutThatIsSeenAfterIt() {
    Engine engine = engine("a", new Do((what, context) -> what));
    start(engine, "order", Code.begin().await("approval", Duration.ofDays(7)).done());
    time.advance(Duration.ofDays(6));
    engine.signal("order", "approval", Value.Null.NULL, Optional.empty());
    time.advance(Duration.ofDays(6));

    assertEquals(new Departure.Ended(Status.SUCCEEDED), resume(engine, "order"));
  }

  @Test
  void acceptsAnAnswerWithTheTokenOfTheWaitOnly() {
    Engine engine = engine("a", new Do((what, context) -> what));
    start(engine, "order", Code.begin().await("approval", Duration.ofDays(7)).giving("approval"));
    Waiting.Signal waiting =
        assertInstanceOf(
            Waiting.Signal.class, engine.describe("order").orElseThrow().waitingFor().getFirst());
    String token = waiting.token();
    CallbackAnswer yes = new CallbackAnswer.Success(new Value.Text("yes"));

    String last = token.substring(token.length() - 1);
    String forged = token.substring(0, token.length() - 1) + ("A".equals(last) ? "B" : "A");
    assertInstanceOf(Sending.BadToken.class, engine.callback(forged, yes));
    assertInstanceOf(Sending.BadToken.class, engine.callback("nonsense", yes));
    assertInstanceOf(Sending.Accepted.class, engine.callback(token, yes));
    assertEquals(new Departure.Ended(Status.SUCCEEDED), resume(engine, "order"));
    assertInstanceOf(Sending.Refused.class, engine.callback(token, yes));
    assertEquals(Optional.of(new Value.Text("yes")), state(engine, "order").result());
  }

  @Test
  void interruptsAnAttemptThatIsLate() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Do handler =
        new Do((what, context) -> {
          running.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
          }
          return what;
        });
    Engine engine = engine("a", handler);
    StoredProgram program = Code.begin().timeout(Duration.ofSeconds(30)).step("x").done();
    CompletableFuture<Departure> departure = begin(engine, "late", program);
    running.await();

    time.advance(Duration.ofSeconds(30));

    assertTrue(interrupted.await(10, TimeUnit.SECONDS));
    assertEquals(new Departure.Ended(Status.FAILED), get(departure));
    assertEquals("StepTimeout", state(engine, "late").error().orElseThrow().name());
  }

  @Test
  void dropsTheResultOfAnAttemptThatIgnoresItsInterrupt() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Do handler =
        new Do((what, context) -> {
          running.countDown();
          boolean waiting = true;
          while (waiting) {
            try {
              go.await();
              waiting = false;
            } catch (InterruptedException e) {
              // Stubborn on purpose.
            }
          }
          return what;
        });
    Engine engine = engine("a", handler);
    StoredProgram program = Code.begin().timeout(Duration.ofSeconds(30)).step("x").done();
    CompletableFuture<Departure> departure = begin(engine, "late", program);
    running.await();

    time.advance(Duration.ofSeconds(30));
    assertFalse(departure.isDone());
    passUntil(departure);
    go.countDown();

    assertEquals(new Departure.Ended(Status.FAILED), get(departure));
    assertEquals("StepTimeout", state(engine, "late").error().orElseThrow().name());
  }

  @Test
  void givesUpAnAttemptThatShowsNoSignOfLife() throws Exception {
    CountDownLatch beaten = new CountDownLatch(1);
    Do handler =
        new Do((what, context) -> {
          context.heartbeat();
          beaten.countDown();
          new CountDownLatch(1).await();
          return what;
        });
    Engine engine = engine("a", handler);
    StoredProgram program =
        Code.begin().timeout(Duration.ofHours(1)).heartbeat(Duration.ofSeconds(5)).step("x").done();
    CompletableFuture<Departure> departure = begin(engine, "silent", program);
    beaten.await();

    passUntil(departure);

    assertEquals("HeartbeatTimeout", state(engine, "silent").error().orElseThrow().name());
  }

  @Test
  void boundsAnAttemptThatGivesSignsOfLifeForEver() {
    Do handler =
        new Do((what, context) -> {
          while (!Thread.currentThread().isInterrupted()) {
            context.heartbeat();
            LockSupport.parkNanos(50_000);
          }
          throw new InterruptedException();
        });
    Engine engine = engine("a", handler);
    Duration timeout = Duration.ofSeconds(30);
    List<Code> codes = List.of(Code.begin(), Code.begin().heartbeat(Duration.ofMinutes(1)));
    for (int i = 0; i < codes.size(); i++) {
      String name = "beating-" + i;
      StoredProgram program = codes.get(i).timeout(timeout).step("x").done();

      passUntil(begin(engine, name, program));

      assertEquals("StepTimeout", state(engine, name).error().orElseThrow().name());
    }
  }

  @Test
  void undoesInReverseOrderWhatWasDone() {
    Do handler = new Do((what, context) -> what);
    Engine engine = engine("a", handler);
    StoredProgram program =
        Code.begin().step("charge", "refund").step("reserve", "release").fail("Sold").done();

    assertEquals(new Departure.Ended(Status.FAILED), start(engine, "saga", program));

    assertEquals(List.of("charge#1", "reserve#1", "release#1", "refund#1"), handler.calls());
  }

  @Test
  void doesNotUndoWhatCertainlyDidNothing() {
    Do handler =
        new Do((what, context) -> {
          if ("charge".equals(what)) {
            throw new PermanentError("Refused", "no");
          }
          return what;
        });
    Engine engine = engine("a", handler);
    start(engine, "saga", Code.begin().step("charge", "refund").done());

    assertEquals(List.of("charge#1"), handler.calls());
    assertEquals("Refused", state(engine, "saga").error().orElseThrow().name());
  }

  @Test
  void failsAStepWhoseHandlerIsNotHere() {
    Engine engine = engine("a", new Do((what, context) -> what));
    assertEquals(
        new Departure.Ended(Status.FAILED),
        start(engine, "lost", Code.begin().stepOf("test.doo").done()));

    var error = state(engine, "lost").error().orElseThrow();
    assertEquals("UnknownHandler", error.name());
    assertTrue(error.message().contains("did you mean \"test.do\""), error.message());
  }

  @Test
  void failsAStepWhoseResultIsTooLargeForGood() {
    Do handler = new Do((what, context) -> "x".repeat(2_000));
    Engine engine = engine("a", handler, Settings.standardBut(s -> s.payloadBytes = 1_000));
    StoredProgram program = Code.begin().retrying(5, Duration.ZERO).step("x").done();

    start(engine, "large", program);

    assertEquals("PayloadTooLarge", state(engine, "large").error().orElseThrow().name());
    assertEquals(List.of("x#1"), handler.calls());
  }

  @Test
  void keepsResultsOfSixMegabytes() {
    String large = "x".repeat((6 << 20) - 10);
    Engine engine = engine("a", new Do((what, context) -> large));

    start(engine, "large", Code.begin().step("x").step("y").giving("x"));

    assertEquals(Optional.of(new Value.Text(large)), state(engine, "large").result());
  }

  @Test
  void cancelsAfterWhatIsRunning() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    Do handler =
        new Do((what, context) -> {
          if ("slow".equals(what)) {
            running.countDown();
            new CountDownLatch(1).await();
          }
          return what;
        });
    Engine engine = engine("a", handler);
    StoredProgram program = Code.begin().step("charge", "refund").step("slow", "unslow").done();
    CompletableFuture<Departure> departure = begin(engine, "order", program);
    running.await();

    engine.cancel("order", "changed my mind");

    assertEquals(new Departure.Ended(Status.CANCELLED), get(departure));
    assertEquals(List.of("charge#1", "slow#1", "unslow#1", "refund#1"), handler.calls());
  }

  @Test
  void terminatesWhateverRunsAndUndoesNothing() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    Do handler =
        new Do((what, context) -> {
          if ("slow".equals(what)) {
            running.countDown();
            new CountDownLatch(1).await();
          }
          return what;
        });
    Engine engine = engine("a", handler);
    StoredProgram program = Code.begin().step("charge", "refund").step("slow", "unslow").done();
    CompletableFuture<Departure> departure = begin(engine, "order", program);
    running.await();

    assertEquals(new Sending.Accepted("order", true), engine.terminate("order", "no more of it"));

    assertEquals(new Departure.Ended(Status.TERMINATED), get(departure));
    assertEquals(List.of("charge#1", "slow#1"), handler.calls());
    assertEquals("TERMINATED", store.meta("order").orElseThrow().status());
    assertInstanceOf(Sending.Refused.class, engine.terminate("order", "again"));
    assertInstanceOf(Sending.Refused.class, engine.redrive("order", "after all"));
  }

  @Test
  void beginsNothingWhileItIsPaused() {
    Do handler = new Do((what, context) -> what);
    Engine engine = engine("a", handler);
    start(engine, "order", Code.begin().await("approval", Duration.ofDays(7)).step("x").done());

    assertEquals(new Sending.Accepted("order", false), engine.pause("order", "counting"));
    assertEquals(new Departure.Waiting(Optional.empty()), resume(engine, "order"));
    engine.signal("order", "approval", Value.Null.NULL, Optional.empty());
    assertEquals(new Departure.Waiting(Optional.empty()), resume(engine, "order"));
    time.advance(Duration.ofDays(8));

    assertEquals(Status.PAUSED, state(engine, "order").status());
    assertInstanceOf(Sending.Refused.class, engine.pause("order", "again"));
    assertEquals(List.of(), engine.due(time.instant(), 10));
    assertEquals(new Sending.Accepted("order", false), engine.unpause("order", "counted"));
    assertEquals(new Departure.Ended(Status.SUCCEEDED), resume(engine, "order"));
    assertEquals(List.of("x#1"), handler.calls());
    assertInstanceOf(Sending.Refused.class, engine.unpause("order", "again"));
  }

  @Test
  void terminatesWhatRestsWithFailedUndos() {
    Do handler =
        new Do((what, context) -> {
          if ("x".equals(what) || "undo".equals(what)) {
            throw new PermanentError("Refused", "no");
          }
          return what;
        });
    Engine engine = engine("a", handler);
    start(engine, "order", Code.begin().step("a", "undo").step("x").done());
    assertEquals(Status.COMPENSATION_FAILED, state(engine, "order").status());

    assertEquals(new Sending.Accepted("order", false), engine.terminate("order", "by hand"));
    assertEquals(new Departure.Ended(Status.TERMINATED), resume(engine, "order"));

    assertEquals(List.of("a#1", "x#1", "undo#1"), handler.calls());
    assertEquals("TERMINATED", store.meta("order").orElseThrow().status());
    List<HistoryEntry> told = engine.history("order").orElseThrow().entries();
    assertTrue(
        told.stream()
            .anyMatch(
                e -> e instanceof HistoryEntry.Terminated(var _, var _, int undos) && undos == 1));
  }

  @Test
  void refusesToTerminateWhatHasFailedForGood() {
    Do handler =
        new Do((what, context) -> {
          throw new PermanentError("Refused", "no");
        });
    Engine engine = engine("a", handler);
    start(engine, "order", Code.begin().step("x").done());

    assertInstanceOf(Sending.Refused.class, engine.terminate("order", "too late"));
  }

  @Test
  void leavesWhatIsOnlyQueuedToWhoeverResumesIt() {
    Do handler = new Do((what, context) -> what);
    Engine engine = engine("a", handler);
    StoredProgram program = Code.begin().step("x").done();
    programs.put(program);

    Start start = engine.enqueue("order", program.version(), NOTHING);

    Meta meta = assertInstanceOf(Start.Queued.class, start).meta();
    assertEquals(0, meta.epoch());
    assertEquals(Optional.empty(), meta.lease());
    assertEquals(List.of("order"), store.due(time.instant(), 10));
    assertEquals(Status.RUNNING, state(engine, "order").status());
    assertFalse(engine.describe("order").orElseThrow().parked());
    assertEquals(List.of(), handler.calls());
    assertInstanceOf(Start.Existing.class, engine.enqueue("order", program.version(), NOTHING));
    assertInstanceOf(Start.Existing.class, engine.start("order", program.version(), NOTHING));
    assertEquals(new Departure.Ended(Status.SUCCEEDED), resume(engine("b", handler), "order"));
    assertEquals(List.of("x#1"), handler.calls());
    assertTrue(
        engine.history("order").orElseThrow().entries().stream()
            .noneMatch(
                e -> e instanceof HistoryEntry.TakenOver(var _, var _, boolean lost) && lost));
  }

  @Test
  void countsNothingAsLostWhereAHostDiedBeforeTheFirstActivation() {
    Do handler = new Do((what, context) -> what);
    Engine engine = engine("a", handler);
    StoredProgram program = Code.begin().step("x").done(); // one attempt, no more
    programs.put(program);
    engine.enqueue("order", program.version(), NOTHING);
    Holder dead = new Holder("dead", Duration.ofSeconds(60), Optional.empty());
    store.claim("order", new Claiming(dead, "n", Engine.FORMAT, false), time.instant());
    time.advance(Duration.ofSeconds(61));

    assertEquals(new Departure.Ended(Status.SUCCEEDED), resume(engine, "order"));
    assertEquals(List.of("x#1"), handler.calls());
  }

  @Test
  void countsNothingAsLostWhereAHostDiedBeforeItActivatedWhatWasReleased() {
    Do handler = new Do((what, context) -> what);
    Engine engine = engine("a", handler);
    StoredProgram program = Code.begin().timeout(Duration.ofMinutes(10)).step("x").done();
    programs.put(program);
    Shift shift = Shift.upTo(time.instant().plus(Duration.ofMinutes(1)));
    Start start = engine.start("order", program.version(), NOTHING, shift);
    CompletableFuture<Departure> left = assertInstanceOf(Start.Begun.class, start).departure();
    assertEquals(new Departure.Stopped(), get(left)); // it would not fit into the shift
    Holder dead = new Holder("dead", Duration.ofSeconds(60), Optional.empty());
    store.claim("order", new Claiming(dead, "n", Engine.FORMAT, false), time.instant());
    time.advance(Duration.ofSeconds(61));

    assertEquals(new Departure.Ended(Status.SUCCEEDED), resume(engine, "order"));
    assertEquals(List.of("x#1"), handler.calls());
  }

  @Test
  void goesOnElsewhereOnceTheTimeOfItsHostIsOver() {
    Do handler =
        new Do((what, context) -> {
          time.advance(Duration.ofMinutes(4));
          return what;
        });
    Engine engine = engine("a", handler);
    StoredProgram program =
        Code.begin().timeout(Duration.ofMinutes(5)).step("x").step("y").step("z").done();
    programs.put(program);
    Shift shift = Shift.upTo(time.instant().plus(Duration.ofMinutes(12)));

    Start start = engine.start("order", program.version(), NOTHING, shift);

    assertEquals(
        new Departure.Stopped(), get(assertInstanceOf(Start.Begun.class, start).departure()));
    assertEquals(List.of("x#1", "y#1"), handler.calls());
    Shift next = Shift.upTo(time.instant().plus(Duration.ofMinutes(12)));
    assertEquals(new Departure.Ended(Status.SUCCEEDED), get(taken(engine.resume("order", next))));
    assertEquals(List.of("x#1", "y#1", "z#1"), handler.calls());
  }

  @Test
  void redrivesWhatFailed() {
    List<String> broken = new ArrayList<>(List.of("x"));
    Do handler =
        new Do((what, context) -> {
          if (broken.contains(what)) {
            throw new TransientError("Flaky", "not yet");
          }
          return what;
        });
    Engine engine = engine("a", handler);
    start(engine, "order", Code.begin().step("a").step("x").done());
    assertEquals(Status.FAILED, state(engine, "order").status());
    broken.clear();

    assertEquals(new Sending.Accepted("order", false), engine.redrive("order", "mended"));
    assertEquals(new Departure.Ended(Status.SUCCEEDED), resume(engine, "order"));

    assertEquals(List.of("a#1", "x#1", "x#2"), handler.calls());
  }

  @Test
  void stopsWithoutLosingAnything() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Do handler =
        new Do((what, context) -> {
          running.countDown();
          go.await();
          return what;
        });
    Engine first =
        engine("a", handler, Settings.standardBut(s -> s.drain = Duration.ofSeconds(30)));
    CompletableFuture<Departure> departure =
        begin(first, "order", Code.begin().step("x").step("y").done());
    running.await();
    Thread closing = Thread.startVirtualThread(first::close);
    while (first.isOpen()) {
      Thread.onSpinWait();
    }
    go.countDown();
    closing.join();

    assertEquals(new Departure.Stopped(), get(departure));
    assertEquals(List.of("x#1"), handler.calls());
    Engine second = engine("b", handler);
    assertEquals(new Departure.Ended(Status.SUCCEEDED), resume(second, "order"));
    assertEquals(List.of("x#1", "y#1"), handler.calls());
  }

  @Test
  void countsAnAttemptThatItsHostTookWithIt() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    Do stuck =
        new Do((what, context) -> {
          running.countDown();
          new CountDownLatch(1).await();
          return what;
        });
    Engine dying = engine("a", stuck);
    StoredProgram program =
        Code.begin().retrying(3, Duration.ofSeconds(1)).step("x", "undo").done();
    CompletableFuture<Departure> departure = begin(dying, "order", program);
    running.await();
    dying.close();
    assertEquals(new Departure.Abandoned(), get(departure));

    Do healthy = new Do((what, context) -> what);
    Engine heir = engine("b", healthy);
    assertInstanceOf(Resumption.Busy.class, heir.resume("order"));
    time.advance(settings.lease());
    CompletableFuture<Departure> taken = taken(heir.resume("order"));
    passUntil(taken);

    assertEquals(List.of("x#2"), healthy.calls());
    assertEquals(Status.SUCCEEDED, state(heir, "order").status());
  }

  @Test
  void fencesAHostThatWakesAfterItsLease() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Do slow =
        new Do((what, context) -> {
          running.countDown();
          go.await();
          return "old";
        });
    TestTime frozen = new TestTime();
    Engine sleepy = engine("a", slow, settings, frozen);
    CompletableFuture<Departure> departure =
        begin(sleepy, "order", Code.begin().retrying(2, Duration.ZERO).step("x").giving("x"));
    running.await();
    time.advance(Duration.ofMinutes(2));
    Engine heir = engine("b", new Do((what, context) -> "new"));
    assertEquals(new Departure.Ended(Status.SUCCEEDED), resume(heir, "order"));

    go.countDown();

    assertEquals(new Departure.Fenced(), get(departure));
    assertEquals(Optional.of(new Value.Text("new")), state(heir, "order").result());
  }

  @Test
  void parksWhatKillsItsHostsAndGoesOnWhenAsked() {
    Do handler = new Do((what, context) -> what);
    Engine engine = engine("a", handler);
    start(engine, "order", Code.begin().sleep(Duration.ofMinutes(1)).step("x").done());
    time.advance(Duration.ofMinutes(1));
    for (int i = 0; i < 20; i++) {
      // A claim by a host of which nothing more is heard.
      store.claim(
          "order",
          new dev.flowstone.interpreter.store.Claiming(
              new dev.flowstone.interpreter.store.Holder(
                  "dead", Duration.ofSeconds(1), Optional.empty()),
              "dead-" + i,
              Engine.FORMAT,
              false),
          time.instant());
      time.advance(Duration.ofSeconds(1));
    }

    assertEquals(new Departure.Parked(20), resume(engine, "order"));
    assertTrue(engine.describe("order").orElseThrow().parked());
    assertEquals(0, store.meta("order").orElseThrow().snapshotThrough(), "it may rest for long");
    assertInstanceOf(Resumption.NotDue.class, engine.resume("order"));
    assertEquals(new Departure.Ended(Status.SUCCEEDED), get(taken(engine.resumeAnyway("order"))));
  }

  @Test
  void journalsTheStartOfAnAttemptThatIsMadeAtMostOnce() {
    Do handler = new Do((what, context) -> what);
    Engine engine = engine("a", handler);

    start(engine, "once", Code.begin().atMostOnce().step("x").step("y").done());

    assertEquals(List.of("x#1", "y#1"), handler.calls());
    assertEquals(6, store.meta("once").orElseThrow().writes());
  }

  @Test
  void keepsTheTailShortHoweverLongItRuns() {
    Engine engine = engine("a", new Do((what, context) -> "x".repeat(500)));
    Code code = Code.begin();
    for (int i = 0; i < 1_000; i++) {
      code.step("same");
    }
    start(engine, "long", code.done());

    var stored = store.read("long").orElseThrow();
    long tail = stored.tail().stream().mapToLong(slot -> slot.body().length).sum();
    assertTrue(tail < 130_000, "a tail of " + tail);
    assertEquals(1_000, state(engine, "long").stats().steps());
    assertTrue(store.meta("long").orElseThrow().writes() < 1_030);
    Timeline whole = engine.history("long").orElseThrow();
    assertTrue(whole.complete());
    assertTellsInPages(engine, "long", whole);
  }

  private static void assertTellsInPages(Engine engine, String name, Timeline whole) {
    List<HistoryEntry> told = new ArrayList<>();
    boolean more = true;
    while (more) {
      Timeline page = engine.history(name, told.size(), 700).orElseThrow();
      assertTrue(page.complete());
      told.addAll(page.entries());
      more = page.more();
    }
    assertEquals(whole.entries(), told);
    assertEquals(List.of(), engine.history(name, told.size(), 1).orElseThrow().entries());
    assertFalse(engine.history(name, told.size() - 1, 1).orElseThrow().more());
  }

  @Test
  void tellsWhatHappened() {
    Engine engine = engine("a", new Do(EngineTest::failTwice));
    StoredProgram program = Code.begin().retrying(3, Duration.ZERO).step("x").done();
    start(engine, "told", program);

    Timeline timeline = engine.history("told").orElseThrow();

    assertTrue(timeline.complete());
    assertEquals(
        2,
        timeline.entries().stream()
            .filter(dev.flowstone.interpreter.machine.HistoryEntry.AttemptFailed.class::isInstance)
            .count());
  }

  @Test
  void recoversWhatIsDue() throws Exception {
    Do handler = new Do((what, context) -> what);
    Engine engine = engine("a", handler);
    StoredProgram program = Code.begin().sleep(Duration.ofMinutes(1)).step("x").done();
    for (int i = 0; i < 20; i++) {
      start(engine, "e" + i, program);
    }
    time.advance(Duration.ofMinutes(1));

    try (Recovery recovery = new Recovery(engine)) {
      List<Recovery.Taken> taken = recovery.resumeDue();
      assertEquals(20, taken.size());
      for (Recovery.Taken each : taken) {
        assertEquals(new Departure.Ended(Status.SUCCEEDED), get(each.departure()));
      }
    }
    assertEquals(20, handler.calls().size());
  }

  @Test
  void interruptsItsAttemptsWhenABugEndsAnActivation() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Do handler =
        new Do((what, context) -> {
          running.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return what;
        });
    Engine engine =
        engine(
            "a",
            handler,
            settings,
            time,
            new Observer() {
              @Override
              public void progressed(String name, List<HistoryEntry> history, State state) {
                if (running.getCount() == 0) {
                  throw new AssertionError("made up");
                }
              }
            });
    StoredProgram program = Code.begin().step("x").await("go", Duration.ofDays(1)).done();
    CompletableFuture<Departure> departure = begin(engine, "one", program);
    running.await();

    engine.signal("one", "go", new Value.Int(1), Optional.empty());

    assertInstanceOf(Departure.Broken.class, get(departure));
    assertTrue(interrupted.await(20, TimeUnit.SECONDS));
  }

  @Test
  void recoversNothingOnceTheEngineIsClosed() throws Exception {
    Engine first = engine("a", new Do((what, context) -> what));
    StoredProgram program = Code.begin().sleep(Duration.ofMinutes(1)).step("x").done();
    start(first, "one", program);
    time.advance(Duration.ofMinutes(1));
    first.close();

    try (Recovery recovery = new Recovery(first)) {
      assertEquals(List.of(), recovery.resumeDue());
    }
    assertEquals(1, store.meta("one").orElseThrow().epoch());
  }

  /// A message that comes just when an execution was let go of finds it still listed here.
  @Test
  void goesOnWithWhatCameWhileItWasLetGoOf() {
    StoredProgram program = Code.begin().await("go", Duration.ofDays(7)).done();
    programs.put(program);
    var signals = new ArrayDeque<Runnable>();
    ExecutionStore signalled =
        (ExecutionStore)
            Proxy.newProxyInstance(
                ExecutionStore.class.getClassLoader(),
                new Class<?>[] {ExecutionStore.class},
                (_, method, arguments) -> {
                  Object answer = method.invoke(store, arguments);
                  if (method.getName().equals("release") && !signals.isEmpty()) {
                    signals.remove().run();
                  }
                  return answer;
                });
    Engine engine =
        new Engine(
            Ports.of(signalled, programs, HandlerRegistry.of(), "a").withTime(time, time),
            settings);
    engines.add(engine);
    signals.add(() -> engine.signal("let-go", "go", NOTHING, Optional.empty()));

    engine.start("let-go", program.version(), NOTHING);

    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!state(engine, "let-go").status().ended() && System.nanoTime() < end) {
      LockSupport.parkNanos(50_000);
    }
    assertEquals(Status.SUCCEEDED, state(engine, "let-go").status());
  }

  private static Object failTwice(String what, dev.flowstone.interpreter.handler.StepContext c) {
    if (c.attempt() < 3) {
      throw new TransientError("Flaky", "try " + c.attempt());
    }
    return what;
  }

  private Engine engine(String host, Do handler) {
    return engine(host, handler, settings);
  }

  private Engine engine(String host, Do handler, Settings with) {
    return engine(host, handler, with, time);
  }

  private Engine engine(String host, Do handler, Settings with, TestTime clock) {
    return engine(host, handler, with, clock, Observer.deaf());
  }

  private Engine engine(String host, Do handler, Settings with, TestTime clock, Observer observer) {
    Ports ports =
        new Ports(
            store,
            programs,
            HandlerRegistry.of(handler),
            host,
            clock,
            clock,
            new Random(host.hashCode()),
            StepLoggers.silent(),
            observer);
    Engine engine = new Engine(ports, with);
    engines.add(engine);
    return engine;
  }

  private CompletableFuture<Departure> begin(Engine engine, String name, StoredProgram program) {
    programs.put(program);
    Start start = engine.start(name, program.version(), NOTHING);
    return assertInstanceOf(Start.Begun.class, start).departure();
  }

  private Departure start(Engine engine, String name, StoredProgram program) {
    return get(begin(engine, name, program));
  }

  private static Departure resume(Engine engine, String name) {
    return get(taken(engine.resume(name)));
  }

  private static CompletableFuture<Departure> taken(Resumption resumption) {
    return assertInstanceOf(Resumption.Running.class, resumption).departure();
  }

  /// Lets time go by in small steps until it is over.
  private void passUntil(CompletableFuture<Departure> departure) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!departure.isDone() && System.nanoTime() < end) {
      time.advance(Duration.ofMillis(100));
      LockSupport.parkNanos(50_000);
    }
    assertTrue(departure.isDone(), "it goes on and on");
  }

  private static Departure get(CompletableFuture<Departure> departure) {
    return assertInstanceOf(Departure.class, departure.orTimeout(20, TimeUnit.SECONDS).join());
  }

  private static State state(Engine engine, String name) {
    return engine.describe(name).orElseThrow().state();
  }
}
