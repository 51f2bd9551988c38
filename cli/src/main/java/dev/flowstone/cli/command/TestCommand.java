package dev.flowstone.cli.command;

import dev.flowstone.cli.source.FileRewrite;
import dev.flowstone.cli.source.Findings;
import dev.flowstone.cli.source.SourceFiles;
import dev.flowstone.cli.source.WorkflowReader;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Printable;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.cli.terminal.Stopped;
import dev.flowstone.cli.testing.Changes;
import dev.flowstone.cli.testing.CheckedFile;
import dev.flowstone.cli.testing.CoverageText;
import dev.flowstone.cli.testing.JunitXml;
import dev.flowstone.cli.testing.Lcov;
import dev.flowstone.cli.testing.TestDocument;
import dev.flowstone.cli.testing.TestResults;
import dev.flowstone.cli.testing.TestRun;
import dev.flowstone.cli.testing.TestText;
import dev.flowstone.cli.testing.TestedFile;
import dev.flowstone.cli.testing.TitlePattern;
import dev.flowstone.interpreter.testing.Companion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
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
      "  flow test workflows --coverage --fail-under 100",
      "  flow test --junit target/flow-tests.xml --coverage-file target/lcov.info",
      "  flow test order_processing.flow --no-crash"
    },
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Every test passed.",
      "1:A test failed, or less is covered than --fail-under asks for.",
      "2:The command line, a workflow or a test file is wrong.",
      "3:A file could not be read or written.",
      "130:Stopped by ctrl-C while it watched."
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
      names = "--coverage",
      description = "Tells what the tests cover of each workflow, and what none comes to.")
  private boolean coverage;

  @Option(
      names = "--coverage-file",
      paramLabel = "FILE",
      description = "Writes the coverage as an LCOV tracefile.")
  private @Nullable String coverageFile;

  @Option(
      names = "--fail-under",
      paramLabel = "PERCENT",
      description =
          "Fails where less of the statements and branches is covered, in percent from 0 to 100.")
  private double failUnder;

  @Option(names = "--junit", paramLabel = "FILE", description = "Writes the results as JUnit XML.")
  private @Nullable String junit;

  @Option(
      names = "--watch",
      description = "Runs the tests again whenever a workflow, a test or a handler changes.")
  private boolean watch;

  @Option(names = "--json", description = "Prints one JSON document.")
  private boolean json;

  @Option(
      names = "--no-crash",
      description = "Lets the host live: without a crash after every checkpoint.")
  private boolean noCrash;

  TestCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (watch && json) {
      throw Problem.usage("--watch goes on and on, and --json prints one document").stop();
    }
    if (!(failUnder >= 0 && failUnder <= 100)) {
      throw Problem.usage("--fail-under takes a percentage from 0 to 100").stop();
    }
    return watch ? watching() : once();
  }

  private int watching() {
    CountDownLatch stop = new CountDownLatch(1);
    Output output = context.output(false);
    List<Path> folders = patterns().stream().map(this::folder).distinct().toList();
    try (CtrlC ctrlC = new CtrlC(stop::countDown)) {
      Changes changes = new Changes(folders);
      do {
        try {
          once();
        } catch (Stopped stopped) {
          output.problem(stopped.problem());
        }
        output.say(output.colors().dim("waiting for a change; ctrl-C ends"));
      } while (changes.await(stop));
      return ctrlC.pressed() ? ExitCode.INTERRUPTED : ExitCode.OK;
    } catch (InterruptedException e) {
      return ExitCode.INTERRUPTED;
    }
  }

  /// Where to look for changes: below a folder, or beside a file or what a glob begins with.
  private Path folder(String pattern) {
    Path path = context.shell().resolve(pattern.split("[*?\\[{]", 2)[0]);
    while (!Files.isDirectory(path) && path.getParent() != null) {
      path = path.getParent();
    }
    return path;
  }

  private List<String> patterns() {
    return paths.isEmpty() ? List.of(".") : paths;
  }

  private int once() {
    Output output = context.output(json);
    TestText text = new TestText(output.colors());
    List<Path> files = new SourceFiles(context.shell()).suites(patterns());
    if (files.isEmpty()) {
      throw Problem.usage("there are no tests here")
          .next("write some: NAME.test.flow beside NAME.flow")
          .stop();
    }
    TestResults results;
    try (ProjectHandlers handlers = new ProjectHandlers(context)) {
      results = run(files, handlers, output, text);
    }
    if (results.tests() == 0 && results.wrong().isEmpty()) {
      throw (pattern == null
              ? Problem.usage("there is no test in " + Printable.line(shown(files)))
                  .next("write one: test \"what it shows\" { … }")
              : Problem.usage("no test is called like " + Printable.line(pattern)))
          .stop();
    }
    if (json) {
      output.document(TestDocument.of(results, coverage).value());
    } else if (coverage) {
      new CoverageText(output.colors()).lines(results).forEach(output::say);
    }
    output.say(text.summary(results));
    write(junit, () -> JunitXml.of(results));
    write(coverageFile, () -> Lcov.of(results));
    return exitCode(results, output);
  }

  private String shown(List<Path> files) {
    String first = context.shell().shown(files.getFirst());
    return files.size() == 1 ? first : first + " and " + (files.size() - 1) + " more";
  }

  private TestResults run(
      List<Path> files, ProjectHandlers handlers, Output output, TestText text) {
    long began = System.nanoTime();
    TestRun run =
        new TestRun(
            new SourceFiles(context.shell()),
            new WorkflowReader(context.shell()),
            handlers::of,
            pattern == null ? title -> true : TitlePattern.of(pattern),
            !noCrash);
    List<TestedFile> tested = new ArrayList<>();
    List<CheckedFile> wrong = new ArrayList<>();
    for (Path file : files) {
      switch (run.run(file)) {
        case TestRun.Result.Done(TestedFile done) -> {
          tested.add(done);
          text.lines(done).forEach(output::say);
        }
        case TestRun.Result.Wrong(CheckedFile found) -> {
          wrong.add(found);
          output.error(
              Findings.text(found.text(), found.diagnostics(), output.errorColors())
                  .stripTrailing());
        }
      }
    }
    if (coverage || coverageFile != null || failUnder > 0) {
      new SourceFiles(context.shell())
          .find(patterns()).stream()
              .filter(file -> Companion.isWorkflow(file.getFileName().toString()))
              .forEach(run::count);
    }
    return new TestResults(
        tested, wrong, run.coverage(), Duration.ofNanos(System.nanoTime() - began));
  }

  private int exitCode(TestResults results, Output output) {
    if (!results.wrong().isEmpty()) {
      return ExitCode.USAGE;
    }
    boolean enough = results.covered() >= failUnder;
    if (!enough) {
      output.say(
          output
              .colors()
              .red(
                  "%.1f %% is covered, less than %s %%"
                      .formatted(results.covered(), Double.toString(failUnder))));
    }
    return enough && results.failures() == 0 ? ExitCode.OK : ExitCode.UNSUCCESSFUL;
  }

  private void write(@Nullable String file, Supplier<String> text) {
    if (file != null) {
      FileRewrite.write(context.shell(), context.shell().resolve(file), text.get());
    }
  }
}
