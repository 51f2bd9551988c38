package dev.flowstone.cli.testing;

import dev.flowstone.cli.source.Companion;
import dev.flowstone.cli.source.SuiteSource;
import dev.flowstone.cli.source.WorkflowReader;
import dev.flowstone.cli.source.WorkflowSource;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.ast.SuiteLine;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.testing.SuiteRun;
import dev.flowstone.interpreter.testing.TestOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
    SuiteSource parsed = SuiteSource.parsed(reader.file(file));
    if (parsed.tree().isEmpty()) {
      return new Result.Wrong(parsed);
    }
    Suite suite = parsed.tree().get();
    Path workflowFile =
        Companion.workflowOf(file, suite, reader)
            .orElseThrow(() -> noWorkflow(parsed, suite).stop());
    WorkflowSource workflow = WorkflowSource.checked(reader.file(workflowFile));
    if (workflow.program().isEmpty()) {
      return new Result.WrongWorkflow(workflow);
    }
    Program program = workflow.program().get();
    SuiteSource checked = parsed.checked(Optional.of(program));
    if (checked.hasErrors() || checked.analysis().isEmpty()) {
      return new Result.Wrong(checked);
    }
    SuiteRun run =
        new SuiteRun(
            suite, checked.analysis().get(), program, handlers.apply(workflowFile), crashing);
    List<TestOutcome> outcomes = new ArrayList<>();
    for (SuiteLine.Case one : suite.cases()) {
      if (wanted.test(one.title())) {
        outcomes.add(run.run(one));
      }
    }
    return new Result.Done(
        new TestedFile(file, parsed.text(), suite.workflow().text(), outcomes));
  }

  private static Problem noWorkflow(SuiteSource parsed, Suite suite) {
    String name = Printable.line(suite.workflow().text());
    return Problem.usage(
            parsed.text().name() + " has the tests of " + name + ", which is not beside it")
        .next("put both into one folder: " + name + ".flow and " + name + ".test.flow");
  }
}
