package dev.flowstone.interpreter.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.handler.PermanentError;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.Refusal;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.ProgramStore;
import dev.flowstone.interpreter.store.memory.MemoryPrograms;
import dev.flowstone.interpreter.store.memory.MemoryStore;
import dev.flowstone.interpreter.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    Engine made =
        new Engine(
            Ports.of(store, programs, HandlerRegistry.of(handler), host).withTime(time, time),
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
}
