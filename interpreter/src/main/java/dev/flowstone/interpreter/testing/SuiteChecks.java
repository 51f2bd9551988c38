package dev.flowstone.interpreter.testing;

import dev.flowstone.grammar.ast.SuiteLine;
import dev.flowstone.grammar.source.SourceText;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Test files as checks that a framework runs: each ends well or with an [AssertionError] that
/// tells why it failed.
public final class SuiteChecks {

  /// The tests of one file.
  public record InFile(Path file, List<Check> checks) {
    public InFile {
      checks = List.copyOf(checks);
    }
  }

  /// One test by its title.
  public record Check(String title, Runnable run) {}

  private SuiteChecks() {}

  /// The tests of a file, or of all test files below a folder. A file that cannot be used is one
  /// test that fails.
  public static List<InFile> in(Path path, HandlerRegistry handlers) {
    return files(path).stream().map(file -> new InFile(file, checks(file, handlers))).toList();
  }

  private static List<Check> checks(Path file, HandlerRegistry handlers) {
    SourceText source;
    SuiteRun run;
    try {
      source = FlowFile.source(file);
      run = FlowFile.suite(file, handlers);
    } catch (IllegalArgumentException e) {
      return List.of(
          new Check(
              "can be run",
              () -> {
                throw new AssertionError(e.getMessage(), e);
              }));
    }
    List<Check> checks = new ArrayList<>();
    for (SuiteLine.Case one : run.suite().cases()) {
      checks.add(new Check(one.title(), () -> check(run, one, source)));
    }
    return checks;
  }

  private static void check(SuiteRun run, SuiteLine.Case one, SourceText source) {
    TestOutcome outcome = run.run(one, new Coverage());
    if (!outcome.passed()) {
      throw new AssertionError(OutcomeText.of(outcome, source));
    }
  }

  private static List<Path> files(Path path) {
    try (Stream<Path> files = Files.walk(path)) {
      return files
          .filter(file -> Companion.isSuite(file.getFileName().toString()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
