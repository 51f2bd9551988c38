package dev.flowstone.tests.flows;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.flowstone.grammar.ast.TreePrinter;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.grammar.value.ValueJson;
import dev.flowstone.interpreter.engine.CallbackAnswer;
import dev.flowstone.interpreter.engine.Departure;
import dev.flowstone.interpreter.engine.Description;
import dev.flowstone.interpreter.engine.Engine;
import dev.flowstone.interpreter.engine.Ports;
import dev.flowstone.interpreter.engine.Resumption;
import dev.flowstone.interpreter.engine.Sending;
import dev.flowstone.interpreter.engine.Settings;
import dev.flowstone.interpreter.engine.Start;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.machine.HistoryEntry;
import dev.flowstone.interpreter.machine.Waiting;
import dev.flowstone.interpreter.store.ProgramStore.StoredProgram;
import dev.flowstone.interpreter.store.sqlite.SqliteStore;
import dev.flowstone.tests.docs.Markdown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each case of each founding workflow, with the real handlers and the embedded store; between any
/// two things that happen the engine and the store are closed and opened anew, as where each is a
/// process of its own.
@Timeout(120)
final class FoundingWorkflowsTest {
  private static final Path WORKFLOWS = Markdown.root().resolve("workflows");
  private static final String NAME = "case";

  @TempDir Path folder;
  private final PassingTime time = new PassingTime();

  @BeforeEach
  void workHere() {
    System.setProperty("flowstone.work", folder.resolve("work").toString());
  }

  @AfterEach
  void workNoMore() {
    System.clearProperty("flowstone.work");
  }

  static Stream<Path> workflows() {
    return Stream.of("order_processing", "expense_approval", "ai_assistant")
        .map(WORKFLOWS::resolve);
  }

  static Stream<Named<Case>> cases() {
    return workflows()
        .flatMap(workflow -> Case.of(workflow).stream())
        .map(story -> Named.of(story.name(), story));
  }

  @ParameterizedTest
  @MethodSource("workflows")
  void bothSpellingsAreOneTree(Path workflow) throws Exception {
    String name = workflow.getFileName().toString();
    assertEquals(
        TreePrinter.print(Sources.tree(workflow.resolve(name + ".flow"))),
        TreePrinter.print(Sources.tree(workflow.resolve(name + ".flow.yaml"))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void endsAsTheCaseSays(Case story) throws Exception {
    StoredProgram program = Sources.program(story.source());
    inAProcess((engine, store) -> {
      store.programs().put(program);
      Start started = engine.start(NAME, program.version(), story.input());
      Start.Begun begun = assertInstanceOf(Start.Begun.class, started, started::toString);
      begun.departure().get(60, TimeUnit.SECONDS);
    });
    for (Case.Happening happening : story.happenings()) {
      inAProcess((engine, store) -> happen(engine, happening));
    }
    inAProcess((engine, store) -> check(engine, story));
  }

  private void happen(Engine engine, Case.Happening happening) throws Exception {
    switch (happening) {
      case Case.Happening.Pass(Duration passed) -> time.pass(passed);
      case Case.Happening.Signal(String signal, Value payload) -> {
        Sending sent = engine.signal(NAME, signal, payload, Optional.empty());
        assertInstanceOf(Sending.Accepted.class, sent, sent::toString);
      }
      case Case.Happening.Callback(String signal, Value payload) -> {
        Sending sent = engine.callback(token(engine, signal), new CallbackAnswer.Success(payload));
        assertInstanceOf(Sending.Accepted.class, sent, sent::toString);
      }
    }
    if (engine.resume(NAME) instanceof Resumption.Running(var departure)) {
      Departure left = departure.get(60, TimeUnit.SECONDS);
      switch (left) {
        case Departure.Ended _, Departure.Waiting _ -> {}
        default -> throw new AssertionError(left);
      }
    }
  }

  private static String token(Engine engine, String signal) {
    return engine.describe(NAME).orElseThrow().waitingFor().stream()
        .filter(Waiting.Signal.class::isInstance)
        .map(Waiting.Signal.class::cast)
        .filter(waiting -> waiting.signal().equals(signal))
        .findFirst()
        .orElseThrow()
        .token();
  }

  private static void check(Engine engine, Case story) throws Exception {
    Description end = engine.describe(NAME).orElseThrow();
    assertEquals(story.status(), end.state().status().name(), () -> end.state().error().toString());
    boolean golden = story.error().isEmpty() && story.fields().get("result").isEmpty();
    if (golden && Boolean.getBoolean("golden.update")) {
      Value result = end.state().result().orElseThrow();
      ValueJson.Rendered.Ok json =
          assertInstanceOf(ValueJson.Rendered.Ok.class, ValueJson.render(result));
      Files.writeString(story.folder().resolve("expected.json"), json.json() + "\n");
    }
    assertEquals(story.result(), end.state().result());
    assertEquals(
        story.error(), end.state().error().map(fault -> fault.name() + ": " + fault.message()));
    assertEquals(
        story.steps(),
        engine.history(NAME).orElseThrow().entries().stream()
            .filter(HistoryEntry.StepSucceeded.class::isInstance)
            .map(entry -> ((HistoryEntry.StepSucceeded) entry).step())
            .toList());
    assertEquals(List.of(), engine.active());
  }

  private interface Work {
    void in(Engine engine, SqliteStore store) throws Exception;
  }

  private void inAProcess(Work work) throws Exception {
    SqliteStore.Opening opening = SqliteStore.open(folder.resolve("store"));
    SqliteStore.Opening.Ready ready = assertInstanceOf(SqliteStore.Opening.Ready.class, opening);
    try (SqliteStore store = ready.store();
        Engine engine =
            new Engine(
                Ports.of(
                        store.executions(),
                        store.programs(),
                        HandlerRegistry.load(FoundingWorkflowsTest.class.getClassLoader()),
                        store.host())
                    .withTime(time, time),
                Settings.standardBut(draft -> draft.drain = Duration.ZERO))) {
      work.in(engine, store);
    }
  }
}
