package dev.flowstone.interpreter.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.machine.Parent;
import dev.flowstone.interpreter.machine.Status;
import dev.flowstone.interpreter.store.ExecutionStore;
import dev.flowstone.interpreter.store.ProgramStore;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.interpreter.store.memory.MemoryPrograms;
import dev.flowstone.interpreter.store.memory.MemoryStore;
import dev.flowstone.interpreter.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Executions that call and start others, through the engine and a store.
class ChildrenTest {

  private static final String PARENT =
      """
      workflow parent

      a = step test.do(what: "a") compensate test.do(what: "undo a")
      x = call child(n: 1)
      return x
      """;
  private static final String CHILD =
      """
      workflow child

      input {
        n: int
      }

      b = step test.do(what: "b") compensate test.do(what: "undo b")
      y = call grandchild()
      return y
      """;
  private static final String WAITING =
      """
      workflow grandchild

      c = step test.do(what: "c") compensate test.do(what: "undo c")
      go = wait for go timeout 7d
      return go
      """;

  @TempDir private Path folder;
  private final TestTime time = new TestTime();
  private final Map<String, String> live = new HashMap<>();
  private ProgramStore programs = new MemoryPrograms();
  private ExecutionStore store = new MemoryStore();
  private final Do handler = new Do((what, context) -> what);
  private Optional<Engine> engine = Optional.empty();

  @AfterEach
  void close() {
    engine.ifPresent(Engine::close);
    store.close();
  }

  private Engine engine() {
    return engine.orElseGet(() -> {
      Engine made =
          new Engine(
              Ports.of(store, programs, HandlerRegistry.of(handler), "host")
                  .withTime(time, time)
                  .withWorkflows(name -> Optional.ofNullable(live.get(name))),
              Settings.standard());
      engine = Optional.of(made);
      return made;
    });
  }

  private void deploy(String... texts) {
    for (String text : texts) {
      StoredProgram program = Texts.program(text);
      programs.put(program);
      live.put(program.workflow(), program.version());
    }
  }

  private void start(String name, String workflow) {
    engine().start(name, Objects.requireNonNull(live.get(workflow)), Value.Null.NULL);
  }

  /// Waits until an execution has a status; time stands still meanwhile.
  private void until(String name, Status status) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (System.nanoTime() < end && status(name) != status) {
      LockSupport.parkNanos(200_000);
    }
    assertEquals(status, status(name), name);
  }

  private Status status(String name) {
    return engine()
        .describe(name)
        .map(each ->
            each.state().status().ended() && each.meta().endedAt().isEmpty()
                ? Status.RUNNING
                : each.state().status())
        .orElse(Status.RUNNING);
  }

  private void givesTheResultOfGrandchildren() {
    deploy(PARENT, CHILD, WAITING);
    start("p", "parent");
    String child = "p.x@1";
    String grandchild = child + ".y@1";
    until(grandchild, Status.WAITING);
    until("p", Status.WAITING);

    engine().signal(grandchild, "go", new Value.Text("well"), Optional.empty());
    engine().resume(grandchild);

    until("p", Status.SUCCEEDED);
    until(child, Status.SUCCEEDED);
    assertEquals(
        Optional.of(new Value.Text("well")), engine().describe("p").orElseThrow().state().result());
    assertEquals(List.of("a#1", "b#1", "c#1"), handler.calls());
  }

  private void cancelsGenerationsThatHoldUndos() {
    deploy(PARENT, CHILD, WAITING);
    start("p", "parent");
    until("p.x@1.y@1", Status.WAITING);
    until("p.x@1", Status.WAITING);
    until("p", Status.WAITING);

    engine().cancel("p", "enough");
    engine().resume("p");

    until("p", Status.CANCELLED);
    until("p.x@1", Status.CANCELLED);
    until("p.x@1.y@1", Status.CANCELLED);
    assertEquals(List.of("a#1", "b#1", "c#1", "undo c#1", "undo b#1", "undo a#1"), handler.calls());
  }

  @Test
  void givesResultsInMemory() {
    givesTheResultOfGrandchildren();
  }

  @Test
  void givesResultsInSqlite() {
    inSqlite();
    givesTheResultOfGrandchildren();
  }

  @Test
  void cancelsInMemory() {
    cancelsGenerationsThatHoldUndos();
  }

  @Test
  void cancelsInSqlite() {
    inSqlite();
    cancelsGenerationsThatHoldUndos();
  }

  private void inSqlite() {
    if (SqliteStore.open(folder) instanceof SqliteStore.Opening.Ready(SqliteStore sqlite)) {
      store = sqlite.executions();
      programs = sqlite.programs();
    } else {
      throw new AssertionError("an empty folder takes a store");
    }
  }

  @Test
  void raisesTheErrorOfAChild() {
    deploy(
        """
        workflow parent

        try {
          call child()
        } catch Sorry as e {
          return [e.name, e.message]
        }
        """,
        """
        workflow child

        fail Sorry "no"
        """);
    start("p", "parent");
    until("p", Status.SUCCEEDED);
    assertEquals(
        Optional.of(new Value.Items(List.of(new Value.Text("Sorry"), new Value.Text("no")))),
        engine().describe("p").orElseThrow().state().result());
  }

  @Test
  void failsWhereNoWorkflowHasTheName() {
    deploy("workflow parent\n\ncall nobody()\n");
    start("p", "parent");
    until("p", Status.FAILED);
    assertEquals(
        Optional.of("UnknownWorkflow"),
        engine().describe("p").orElseThrow().state().error().map(fault -> fault.name()));
  }

  @Test
  void startsWhatOutlivesIt() {
    deploy(
        """
        workflow parent

        x = start grandchild()
        return x.id
        """,
        WAITING);
    start("p", "parent");
    until("p", Status.SUCCEEDED);
    until("p.x@1", Status.WAITING);
    var parent = engine().describe("p.x@1").orElseThrow().state().identity().parent();
    assertEquals(
        Optional.of(
            new Parent("p", engine().describe("p").orElseThrow().state().id(), "x@1", true, 1)),
        parent);
  }
}
