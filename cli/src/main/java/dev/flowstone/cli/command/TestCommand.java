package dev.flowstone.cli.command;

import dev.flowstone.cli.source.Findings;
import dev.flowstone.cli.source.SourceFiles;
import dev.flowstone.cli.source.WorkflowReader;
import dev.flowstone.cli.terminal.Colors;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.testing.FailureText;
import dev.flowstone.cli.testing.TestRun;
import dev.flowstone.cli.testing.TestedFile;
import dev.flowstone.cli.workspace.HandlerPath;
import dev.flowstone.cli.workspace.Handlers;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.testing.TestOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow test`: runs the tests beside workflows.
@Command(
    name = "test",
    description = {
      "Runs the tests of workflows: NAME.test.flow and NAME.test.flow.yaml beside NAME.flow.",
      "",
      "Each test is an execution in memory, whose handlers do what the test says and whose clock"
          + " jumps to what is due next. Its host dies after every checkpoint and another goes on,"
          + " unless --no-crash is given."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  flow test",
      "  flow test workflows --name refund",
      "  flow test order_processing.flow --no-crash"
    },
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Every test passed.",
      "1:A test failed.",
      "2:The command line, a workflow or a test file is wrong.",
      "3:A file could not be read."
    })
final class TestCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "PATHS",
      arity = "0..*",
      description = "Test files, workflows, folders or globs (default: the current folder).")
  private List<String> paths = List.of();

  @Option(
      names = "--name",
      paramLabel = "PATTERN",
      description = "Only tests with this in their name; * stands for anything.")
  private @Nullable String pattern;

  @Option(
      names = "--no-crash",
      description = "Lets the host live: without a crash after every checkpoint.")
  private boolean noCrash;

  private final Map<List<Path>, Handlers> loaded = new HashMap<>();

  TestCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Output output = context.output(false);
    long began = System.nanoTime();
    WorkflowReader reader = new WorkflowReader(context.shell());
    List<Path> files =
        new SourceFiles(context.shell()).suites(paths.isEmpty() ? List.of(".") : paths);
    if (files.isEmpty()) {
      throw Problem.usage("there are no tests here")
          .next("write some: NAME.test.flow beside NAME.flow")
          .stop();
    }
    TestRun run =
        new TestRun(
            reader,
            this::handlers,
            pattern == null ? title -> true : TestRun.matching(pattern),
            !noCrash);
    List<TestedFile> tested = new ArrayList<>();
    boolean wrong = false;
    for (Path file : files) {
      switch (run.run(file)) {
        case TestRun.Result.Done(TestedFile done) -> {
          tested.add(done);
          tell(done, output);
        }
        case TestRun.Result.Wrong(var suite) -> {
          wrong = true;
          output.print(Findings.text(suite.text(), suite.diagnostics(), output.colors()));
        }
        case TestRun.Result.WrongWorkflow(var workflow) -> {
          wrong = true;
          output.print(Findings.text(workflow.text(), workflow.diagnostics(), output.colors()));
        }
      }
    }
    output.say(summary(tested, output.colors(), System.nanoTime() - began));
    loaded.values().forEach(Handlers::close);
    boolean failed = tested.stream().anyMatch(file -> file.failures() > 0);
    return wrong ? ExitCode.USAGE : failed ? ExitCode.UNSUCCESSFUL : ExitCode.OK;
  }

  private HandlerRegistry handlers(Path workflow) {
    List<Path> given = HandlerPath.given(context.shell(), context.options().handlers);
    List<Path> classPath =
        given.isEmpty() ? HandlerPath.ofProject(workflow).stream().toList() : given;
    return loaded.computeIfAbsent(classPath, Handlers::load).registry();
  }

  private static void tell(TestedFile file, Output output) {
    if (file.outcomes().isEmpty()) {
      return;
    }
    Colors colors = output.colors();
    output.say(colors.bold(file.text().name()));
    FailureText failures = new FailureText(file.text(), colors);
    for (TestOutcome outcome : file.outcomes()) {
      String verdict = outcome.passed() ? colors.green("ok    ") : colors.red("FAILED");
      output.say("  " + verdict + "  " + Printable.line(outcome.title()));
      if (!outcome.passed()) {
        failures.lines(outcome).forEach(line -> output.say("          " + line));
      }
    }
  }

  private static String summary(List<TestedFile> tested, Colors colors, long nanos) {
    long failed = tested.stream().mapToLong(TestedFile::failures).sum();
    long all = tested.stream().mapToLong(file -> file.outcomes().size()).sum();
    String seconds = String.format(Locale.ROOT, "%.2f s", nanos / 1e9);
    String passed = (all - failed) + " of " + all + (all == 1 ? " test" : " tests") + " passed";
    return (failed == 0 ? colors.green(passed) : colors.red(passed)) + ", " + seconds;
  }
}
