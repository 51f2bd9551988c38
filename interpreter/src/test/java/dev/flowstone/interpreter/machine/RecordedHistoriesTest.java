package dev.flowstone.interpreter.machine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.program.Program;
import dev.flowstone.grammar.program.ProgramCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Stored executions are an API: what any released version has stored is loaded, folded and driven
/// to its end by this one.
class RecordedHistoriesTest {

  private static final Path FOLDER =
      Path.of("src/test/resources/dev/flowstone/interpreter/machine/histories");

  /// Records the scenarios as this version stores them, where `-Dhistories.record=FILE` says so.
  @Test
  void scenariosAreRecordedOnDemand() throws IOException {
    var file = System.getProperty("histories.record");
    if (file == null) {
      return;
    }
    var histories = new ArrayList<RecordedHistory>();
    var scenarios = new ArrayList<>(Golden.scenarios());
    scenarios.addAll(Golden.files("moves"));
    for (var scenario : scenarios) {
      var text = Files.readString(scenario);
      var events = new ArrayList<Event>();
      var states = new ArrayList<State>();
      Scenario.run(
          text,
          (event, state) -> {
            events.add(event);
            states.add(state);
          });
      var name = scenario.getFileName().toString().replace(".txt", "");
      histories.add(RecordedHistory.of(name, Scenario.program(text), events, states));
    }
    RecordedHistory.write(FOLDER.resolve(file), histories);
  }

  @TestFactory
  Stream<DynamicTest> everyRecordedExecutionGoesOn() throws IOException {
    var tests = new ArrayList<DynamicTest>();
    try (var files = Files.list(FOLDER)) {
      for (var file : files.filter(f -> f.toString().endsWith(".gz")).sorted().toList()) {
        for (var history : RecordedHistory.read(file)) {
          tests.add(
              DynamicTest.dynamicTest(
                  file.getFileName() + ", " + history.name(), () -> goesOn(history)));
        }
      }
    }
    assertTrue(tests.size() > 100, "there are histories of each format");
    return tests.stream();
  }

  private static void goesOn(RecordedHistory history) {
    var program = program(history);
    assertEquals(
        history.program(),
        new String(ProgramCodec.bytes(program), StandardCharsets.UTF_8),
        "its version stays");
    var states = new ArrayList<State>();
    var programs = new ArrayList<Program>();
    fold(program, history, states, programs);
    var last = states.getLast();
    assertEquals(history.status(), last.status().name());
    for (int i = 0; i < states.size(); i++) {
      var resumed = snapshot(history.snapshots().get(i));
      assertEquals(settled(states.get(i)), settled(resumed), "the snapshot after slot " + i);
      var running = programs.get(i);
      for (var slot : history.slots().subList(i + 1, history.slots().size())) {
        for (var event : events(slot)) {
          var next = Machine.step(running, resumed, event);
          running = Machine.program(running, resumed, event, next);
          resumed = next.state();
        }
      }
      assertArrayEquals(
          StateCodec.encode(settled(last)),
          StateCodec.encode(settled(resumed)),
          "a snapshot and its tail");
      assertTrue(GoodWeather.ends(programs.get(i), states.get(i)), "it ends");
    }
  }

  /// The first format did not tell what a redrive of a failed execution would repeat. Where undos
  /// have run that makes no difference: there is none.
  private static State settled(State state) {
    if (!(state.main().activity() instanceof Activity.Failed(Instant at, Fault fault, Repeat _))
        || state.counters().undos() == 0) {
      return state;
    }
    var main = state.main();
    return new State(
        state.identity(),
        state.epoch(),
        state.time(),
        state.deadline(),
        state.pausedSince(),
        state.counters(),
        state.mailbox(),
        state.consumed(),
        List.of(
            new Fiber(
                main.path(),
                main.branch(),
                main.pc(),
                main.frames(),
                main.variables(),
                main.stop(),
                new Activity.Failed(at, fault, Repeat.NOTHING))),
        state.failure());
  }

  /// The state after each slot, and its program.
  private static void fold(
      Program first, RecordedHistory history, List<State> states, List<Program> programs) {
    var program = first;
    Optional<State> state = Optional.empty();
    for (var slot : history.slots()) {
      for (var event : events(slot)) {
        var next =
            state.isEmpty()
                ? Machine.start(program, (Event.Started) event)
                : Machine.step(program, state.get(), event);
        if (state.isPresent()) {
          program = Machine.program(program, state.get(), event, next);
        }
        state = Optional.of(next.state());
      }
      states.add(state.orElseThrow());
      programs.add(program);
    }
  }

  private static Program program(RecordedHistory history) {
    return switch (ProgramCodec.load(history.program().getBytes(StandardCharsets.UTF_8))) {
      case ProgramCodec.Loaded.Ok(Program program) -> program;
      case ProgramCodec.Loaded.Refused(String reason) -> throw new AssertionError(reason);
    };
  }

  private static List<Event> events(String slot) {
    if (EventCodec.decode(slot.getBytes(StandardCharsets.UTF_8))
        instanceof Decoded.Ok(List<Event> events)) {
      return events;
    }
    throw new AssertionError("not a slot: " + slot);
  }

  private static State snapshot(String snapshot) {
    var decoded = StateCodec.decode(snapshot.getBytes(StandardCharsets.UTF_8));
    if (decoded instanceof Decoded.Ok(State state)) {
      return state;
    }
    throw new AssertionError(decoded + ": " + snapshot);
  }
}
