package dev.flowstone.interpreter.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.program.ProgramCodec;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.machine.Event;
import dev.flowstone.interpreter.machine.EventCodec;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.Message;
import dev.flowstone.interpreter.machine.MessageCodec;
import dev.flowstone.interpreter.machine.Refusal;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.Appended;
import dev.flowstone.interpreter.store.Claim;
import dev.flowstone.interpreter.store.Claiming;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.Holder;
import dev.flowstone.interpreter.store.InboxEntry;
import dev.flowstone.interpreter.store.ProgramStore;
import dev.flowstone.interpreter.store.Slot;
import dev.flowstone.interpreter.store.memory.MemoryPrograms;
import dev.flowstone.interpreter.store.memory.MemoryStore;
import dev.flowstone.interpreter.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Executions that go on with another version of their workflow (I6).
final class MoveTest {
  private static final String FAILS =
      """
      workflow order
      a = step test.do(what: "a")
      b = step test.do(what: "bad") retry 1 attempts
      return [a, b]
      """;
  private static final String MENDED = FAILS.replace("bad", "good");
  private static final String WAITS =
      """
      workflow order
      a = step test.do(what: "a") compensate test.do(what: "undo a")
      go = wait for go timeout 7d
      return go
      """;
  private static final String WAITS_AND_TELLS =
      WAITS.replace("return go", "b = step test.do(what: go)\nfail Enough");

  @TempDir private Path folder;
  private final TestTime time = new TestTime();
  private final List<Engine> engines = new ArrayList<>();
  private final Do handler =
      new Do((what, context) -> {
        if ("bad".equals(what)) {
          throw new PermanentError("Refused", "no");
        }
        return what;
      });
  private ExecutionStore store = new MemoryStore();
  private ProgramStore programs = new MemoryPrograms();

  @AfterEach
  void close() {
    engines.forEach(Engine::close);
    store.close();
  }

  private Engine engine(String host) {
    return engine(host, handler);
  }

  private Engine engine(String host, Do with) {
    Engine made =
        new Engine(
            Ports.of(store, programs, HandlerRegistry.of(with), host).withTime(time, time),
            Settings.standardBut(draft -> draft.drain = Duration.ZERO));
    engines.add(made);
    return made;
  }

  private String deploy(String text) {
    ProgramStore.StoredProgram program = Texts.program(text);
    programs.put(program);
    return program.version();
  }

  private static void start(Engine engine, String version) {
    if (engine.start("it", version, Value.Null.NULL) instanceof Start.Begun begun) {
      begun.departure().join();
    }
  }

  private static void resume(Engine engine) {
    while (engine.resume("it") instanceof Resumption.Running(var departure)) {
      if (!(departure.join() instanceof Departure.Waiting)) {
        return;
      }
    }
  }

  private static Description it(Engine engine) {
    return engine.describe("it").orElseThrow();
  }

  @Test
  void mendsAFailedExecutionInMemory() {
    mendsAFailedExecution();
  }

  @Test
  void mendsAFailedExecutionInSqlite() {
    if (SqliteStore.open(folder) instanceof SqliteStore.Opening.Ready(SqliteStore sqlite)) {
      store = sqlite.executions();
      programs = sqlite.programs();
    } else {
      throw new AssertionError("an empty folder takes a store");
    }
    mendsAFailedExecution();
  }

  private void mendsAFailedExecution() {
    Engine engine = engine("a");
    String first = deploy(FAILS);
    start(engine, first);
    assertEquals(Status.FAILED, it(engine).state().status());

    String second = deploy(MENDED);
    assertInstanceOf(Sending.Rejected.class, engine.move("it", "0".repeat(64), "of no version"));
    assertInstanceOf(Sending.Missing.class, engine.move("none", second, "of no execution"));
    assertEquals(new Sending.Accepted("it", false), engine.move("it", second, "mended"));
    resume(engine);

    Description ended = it(engine);
    assertEquals(Status.SUCCEEDED, ended.state().status());
    assertEquals(second, ended.state().identity().version());
    assertEquals(List.of("a#1", "bad#1", "good#2"), handler.calls());
    // Who asks for it again under its name and its first version still gets it.
    assertInstanceOf(Start.Existing.class, engine.start("it", first, Value.Null.NULL));
    List<HistoryEntry> told = engine("b").history("it").orElseThrow().entries();
    assertTrue(told.stream().anyMatch(HistoryEntry.Moved.class::isInstance), told.toString());
    assertEquals(ended.state(), it(engine("c")).state());
  }

  @Test
  void movesWhatWaitsAndGoesOnElsewhere() {
    Engine first = engine("a");
    start(first, deploy(WAITS));
    String version = deploy(WAITS_AND_TELLS);
    assertEquals(new Sending.Accepted("it", false), first.move("it", version, ""));
    assertEquals(
        new Sending.Accepted("it", false),
        first.signal("it", "go", new Value.Text("now"), Optional.empty()));

    resume(engine("b"));

    assertEquals("Enough", it(first).state().error().orElseThrow().name());
    assertEquals(List.of("a#1", "now#1", "undo a#1"), handler.calls());
  }

  @Test
  void refusesWhatDoesNotFitBeforeAnythingIsStored() {
    Engine engine = engine("a");
    start(engine, deploy(WAITS));
    long writes = store.meta("it").orElseThrow().writes();

    Sending sending =
        engine.move("it", deploy(WAITS.replace("wait for go", "wait for leave")), "wrong");

    assertEquals(Refusal.Reason.UNFIT, assertInstanceOf(Sending.Refused.class, sending).reason());
    assertEquals(writes, store.meta("it").orElseThrow().writes());
  }

  @Test
  void refusesWhatDoesNotFitAnyMoreWhenItIsRead() {
    Engine engine = engine("a");
    String first = deploy(WAITS);
    start(engine, first);
    String second = deploy(WAITS.replace("return go", "b = step test.do(what: go)\nreturn b"));
    engine.signal("it", "go", new Value.Text("now"), Optional.empty());
    engine.move("it", second, "too late");
    resume(engine);

    assertEquals(Status.SUCCEEDED, it(engine).state().status());
    assertEquals(first, it(engine).state().identity().version());
    assertTrue(
        engine.history("it").orElseThrow().entries().stream()
            .anyMatch(HistoryEntry.MessageRefused.class::isInstance));
  }

  /// What comes twice, or is refused, leaves alone what is being done.
  @Test
  void keepsWhatRunsWhenTheMoveComesAgain() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    Do slow =
        new Do((what, context) -> {
          if ("slow".equals(what)) {
            running.countDown();
            mayEnd.await();
          }
          return what;
        });
    Engine engine = engine("a", slow);
    String first = WAITS.replace("return go", "b = step test.do(what: \"slow\") at most once");
    String second = first + "c = step test.do(what: \"c\")\n";
    start(engine, deploy(first));
    byte[] move =
        MessageCodec.encode(
            new Message.Move(
                deploy(second),
                ((ProgramCodec.Loaded.Ok) ProgramCodec.load(Texts.program(second).body()))
                    .program(),
                "twice"));
    deliver("once", move);
    resume(engine);
    engine.signal("it", "go", new Value.Text("on"), Optional.empty());
    var run = ((Resumption.Running) engine.resume("it")).departure();
    running.await();

    deliver("once", move);
    deliver("again", move);
    engine.resume("it");
    mayEnd.countDown();

    assertEquals(new Departure.Ended(Status.SUCCEEDED), run.join());
    assertEquals(List.of("a#1", "slow#1", "c#1"), slow.calls());
  }

  private void deliver(String key, byte[] message) {
    store.deliver("it", new InboxEntry(key, time.instant(), false, message), time.instant());
  }

  /// A host that lost its lease long ago may still win the next slot after a move.
  @Test
  void readsAgainWhatALateHostWroteAfterAMove() {
    Engine engine = engine("a");
    start(engine, deploy(WAITS));
    String second = deploy(WAITS_AND_TELLS);
    engine.move("it", second, "");
    resume(engine);
    Claiming claiming =
        new Claiming(
            new Holder("b", Duration.ofMinutes(1), Optional.empty()), "nonce", Engine.FORMAT, true);
    Claim.Held held = (Claim.Held) store.claim("it", claiming, time.instant());
    Programs known = new Programs(programs, new Asking(time, time, Duration.ofMinutes(1)));
    Activation activation =
        new Activation(
            known.remembering(),
            Settings.standard(),
            Tenure.claimed(Shift.open(), claiming, held),
            new Random(1),
            held.stored(),
            false,
            time.instant());
    Slot mine =
        activation.begin(time.instant()).stream()
            .flatMap(each -> each instanceof Effect.Append append ? Stream.of(append.slot()) : null)
            .findFirst()
            .orElseThrow();
    Event late = new Event.Activated(mine.at(), held.epoch() - 1, "late", false, 1);
    String id = held.stored().meta().id();
    store.append(
        "it",
        id,
        new Slot(
            mine.index(),
            held.epoch() - 1,
            "another",
            mine.at(),
            EventCodec.encode(List.of(late))));
    Appended taken = store.append("it", id, mine);

    activation.on(List.of(new Input.Wrote(taken)), time.instant());
    activation.on(List.of(new Input.ReadAgain(store.read("it"))), time.instant());

    assertEquals(second, activation.state().identity().version());
  }

  @Test
  void movesWhatWasPausedBeforeItBegan() {
    Engine engine = engine("a");
    String text = WAITS.replace("return go", "b = step test.do(what: \"wrong\")\nreturn b");
    start(engine, deploy(text));
    engine.signal("it", "go", new Value.Text("on"), Optional.empty());
    engine.pause("it", "wait");
    resume(engine);
    assertEquals(List.of("a#1"), handler.calls());

    assertEquals(
        new Sending.Accepted("it", false),
        engine.move("it", deploy(text.replace("wrong", "right")), "mended"));
    resume(engine);

    assertEquals(Status.SUCCEEDED, it(engine).state().status());
    assertEquals(List.of("a#1", "right#2"), handler.calls());
  }
}
