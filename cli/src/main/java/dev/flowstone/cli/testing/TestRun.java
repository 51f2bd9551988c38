package dev.flowstone.cli.testing;

import dev.flowstone.cli.source.SuiteFile;
import dev.flowstone.cli.source.SuiteSource;
import dev.flowstone.cli.source.WorkflowReader;
import dev.flowstone.cli.source.WorkflowSource;
import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.ast.SuiteLine;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.testing.SuiteRun;
import dev.flowstone.interpreter.testing.TestOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;

/// Reads test files with their workflows, and runs them.
public final class TestRun {

  /// What became of one file.
  public sealed interface Result {

    record Done(TestedFile file) implements Result {}

    /// There is something wrong with the test file.
    record Wrong(SuiteSource suite) implements Result {}

    /// There is something wrong with its workflow.
    record WrongWorkflow(WorkflowSource workflow) implements Result {}
  }

  private final WorkflowReader reader;
  private final Function<Path, HandlerRegistry> handlers;
  private final Predicate<String> wanted;
  private final boolean crashing;

  /// `wanted` tells by its title whether a test is to be run.
  public TestRun(
      WorkflowReader reader,
      Function<Path, HandlerRegistry> handlers,
      Predicate<String> wanted,
      boolean crashing) {
    this.reader = reader;
    this.handlers = handlers;
    this.wanted = wanted;
    this.crashing = crashing;
  }

  /// Whether a title has the words of a pattern in it, in any case; `*` stands for anything.
  public static Predicate<String> matching(String pattern) {
    String[] parts = pattern.toLowerCase(Locale.ROOT).split("\\*", -1);
    return title -> {
      int at = 0;
      String text = title.toLowerCase(Locale.ROOT);
      for (String part : parts) {
        int found = text.indexOf(part, at);
        if (found < 0) {
          return false;
        }
        at = found + part.length();
      }
      return true;
    };
  }

  public Result run(Path file) {
    SuiteFile found = SuiteFile.read(file, reader);
    SuiteSource suite = found.suite();
    if (found.workflow().isPresent() && found.workflow().get().source().program().isEmpty()) {
      return new Result.WrongWorkflow(found.workflow().get().source());
    }
    if (suite.hasErrors() || found.workflow().isEmpty()) {
      return new Result.Wrong(suite);
    }
    return new Result.Done(run(file, suite, found.workflow().get()));
  }

  private TestedFile run(Path file, SuiteSource source, SuiteFile.Workflow workflow) {
    Suite suite = source.tree().orElseThrow();
    SuiteRun run =
        new SuiteRun(
            suite,
            source.analysis().orElseThrow(),
            workflow.source().program().orElseThrow(),
            handlers.apply(workflow.file()),
            crashing);
    List<TestOutcome> outcomes = new ArrayList<>();
    for (SuiteLine.Case one : suite.cases()) {
      if (wanted.test(one.title())) {
        outcomes.add(run.run(one));
      }
    }
    return new TestedFile(file, source.text(), suite.workflow().text(), outcomes);
  }
}
