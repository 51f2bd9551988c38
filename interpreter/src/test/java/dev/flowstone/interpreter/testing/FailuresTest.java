package dev.flowstone.interpreter.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.flowstone.grammar.ast.SuiteLine;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is told of a test that fails, kept in a file.
class FailuresTest {
  private static final Path FOLDER =
      Path.of("src/test/resources/dev/flowstone/interpreter/failing");

  @ParameterizedTest
  @ValueSource(strings = {"approval", "later"})
  void everyFailureIsTold(String name) throws IOException {
    Path file = FOLDER.resolve(name + ".test.flow");
    SuiteRun run = FlowFile.suite(file, HandlerRegistry.of());
    SourceText source = new SourceText(name + ".test.flow", Files.readString(file));
    StringBuilder told = new StringBuilder();
    for (SuiteLine.Case one : run.suite().cases()) {
      TestOutcome outcome = run.run(one, new Coverage());
      assertFalse(outcome.passed(), one.title());
      told.append("--- ").append(one.title()).append('\n');
      told.append(OutcomeText.of(outcome, source)).append('\n');
    }
    check(FOLDER.resolve(name + ".txt"), told.toString());
  }

  private static void check(Path golden, String found) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(golden, found);
    }
    assertEquals(Files.readString(golden), found, "differs from " + golden);
  }
}
