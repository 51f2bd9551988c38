package dev.flowstone.interpreter.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flowstone.grammar.ast.SuiteLine;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.machine.HistoryEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// A host that dies after every checkpoint, between it and what would begin then, loses nothing and
/// repeats nothing.
class CrashesTest {

  @TestFactory
  Stream<DynamicTest> nothingIsOtherwiseWhereTheHostDiesAfterEveryCheckpoint() throws IOException {
    return suites()
        .flatMap(file -> {
          SuiteRun run = FlowFile.suite(file, HandlerRegistry.of());
          return run.suite().cases().stream()
              .map(one ->
                  DynamicTest.dynamicTest(
                      file.getFileName() + ": " + one.title(), () -> isTheSame(run, one)));
        });
  }

  private static Stream<Path> suites() throws IOException {
    try (Stream<Path> files = Files.list(ConstructsTest.FLOWS)) {
      return files
          .filter(file -> Companion.isSuite(file.getFileName().toString()))
          .sorted()
          .toList()
          .stream();
    }
  }

  private static void isTheSame(SuiteRun run, SuiteLine.Case one) {
    Recording dying = recording(run, one, true);
    Recording living = recording(run, one, false);
    assertEquals(living.status(), dying.status());
    assertEquals(living.result(), dying.result());
    assertEquals(living.error(), dying.error());
    assertEquals(living.time(), dying.time());
    assertEquals(living.calls(), dying.calls());
    assertEquals(told(living), told(dying));
    assertTrue(takenOver(dying) > takenOver(living) || dying.calls().isEmpty(), "hosts took over");
  }

  private static Recording recording(SuiteRun run, SuiteLine.Case one, boolean crashing) {
    SuiteValues values = new SuiteValues(run.analysis().expressions());
    Scenario scenario = ScenarioReader.read(run, one, values, crashing);
    return ScenarioRun.of(scenario, new Coverage());
  }

  /// What is told of all executions, but for hosts that take over.
  private static List<HistoryEntry> told(Recording recording) {
    return recording.stories().stream()
        .flatMap(story -> story.history().stream())
        .filter(entry -> !(entry instanceof HistoryEntry.TakenOver))
        .toList();
  }

  private static long takenOver(Recording recording) {
    return recording.stories().stream()
        .flatMap(story -> story.history().stream())
        .filter(HistoryEntry.TakenOver.class::isInstance)
        .count();
  }
}
