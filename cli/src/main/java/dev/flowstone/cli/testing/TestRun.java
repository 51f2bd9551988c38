package dev.flowstone.cli.testing;

import dev.flowstone.cli.source.Namesakes;
import dev.flowstone.cli.source.SourceFiles;
import dev.flowstone.cli.source.SuiteFile;
import dev.flowstone.cli.source.SuiteSource;
import dev.flowstone.cli.source.WorkflowReader;
import dev.flowstone.cli.source.WorkflowSource;
import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.ast.SuiteLine;
import dev.flowstone.grammar.program.Program;
import dev.flowstone.interpreter.handler.HandlerRegistry;
import dev.flowstone.interpreter.testing.Companion;
import dev.flowstone.interpreter.testing.Coverage;
import dev.flowstone.interpreter.testing.SuiteRun;
import dev.flowstone.interpreter.testing.TestOutcome;
import dev.flowstone.interpreter.testing.WorkflowCoverage;
import dev.flowstone.interpreter.testing.Workflows;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/// Reads test files with their workflows, and runs them; each workflow is read once.
public final class TestRun {

  /// What became of one file.
  public sealed interface Result {

    record Done(TestedFile file) implements Result {}

    /// There is something wrong with the test file, or with its workflow.
    record Wrong(CheckedFile file) implements Result {}
  }

  private final SourceFiles files;
  private final WorkflowReader reader;
  private final Function<Path, HandlerRegistry> handlers;
  private final Predicate<String> wanted;
  private final boolean crashing;
  private final Coverage coverage = new Coverage();
  private final Map<Path, WorkflowSource> workflows = new TreeMap<>();
  private final Map<Path, Namesakes> folders = new TreeMap<>();

  /// `handlers` are those for a workflow's file, `wanted` tells by its title whether a test is to
  /// be run.
  public TestRun(
      SourceFiles files,
      WorkflowReader reader,
      Function<Path, HandlerRegistry> handlers,
      Predicate<String> wanted,
      boolean crashing) {
    this.files = files;
    this.reader = reader;
    this.handlers = handlers;
    this.wanted = wanted;
    this.crashing = crashing;
  }

  public Result run(Path file) {
    SuiteFile found = SuiteFile.read(file, reader, this::workflow);
    SuiteSource suite = found.suite();
    Optional<WorkflowSource> workflow = found.workflow().map(SuiteFile.Workflow::source);
    if (workflow.isPresent() && workflow.get().program().isEmpty()) {
      WorkflowSource wrong = workflow.get();
      return new Result.Wrong(new CheckedFile(wrong.text(), wrong.diagnostics()));
    }
    if (suite.hasErrors() || found.workflow().isEmpty()) {
      return new Result.Wrong(new CheckedFile(suite.text(), suite.diagnostics()));
    }
    String name = suite.tree().orElseThrow().workflow().text();
    namesakes(found.workflow().get().file())
        .clash(name, "call one of them something else, or move it out of the folder")
        .ifPresent(problem -> {
          throw problem.stop();
        });
    return new Result.Done(run(suite, found.workflow().get()));
  }

  private Namesakes namesakes(Path workflow) {
    return folders.computeIfAbsent(
        workflow.toAbsolutePath().normalize().resolveSibling(""),
        folder -> {
          Namesakes namesakes = new Namesakes();
          files.inFolder(folder).stream().map(this::read).forEach(namesakes::add);
          return namesakes;
        });
  }

  /// A file that no test may be about: it does not count for the coverage.
  private WorkflowSource read(Path file) {
    WorkflowSource known = workflows.get(file.toAbsolutePath().normalize());
    return known == null ? WorkflowSource.checked(reader.file(file)) : known;
  }

  private WorkflowSource workflow(Path file) {
    return workflows.computeIfAbsent(
        file.toAbsolutePath().normalize(), path -> WorkflowSource.checked(reader.file(path)));
  }

  private TestedFile run(SuiteSource source, SuiteFile.Workflow workflow) {
    Suite suite = source.tree().orElseThrow();
    SuiteRun run =
        new SuiteRun(
            suite,
            source.analysis().orElseThrow(),
            workflow.source().program().orElseThrow(),
            beside(workflow.file()),
            handlers.apply(workflow.file()),
            crashing);
    List<TestOutcome> outcomes = new ArrayList<>();
    for (SuiteLine.Case one : suite.cases()) {
      if (wanted.test(one.title())) {
        outcomes.add(run.run(one, coverage));
      }
    }
    return new TestedFile(source.text(), suite.workflow().text(), workflow.source(), outcomes);
  }

  /// Children of a workflow: those that are no workflows without errors are as if not there.
  private Workflows beside(Path workflow) {
    return name -> Companion.workflow(workflow, name).flatMap(file -> workflow(file).program());
  }

  /// Lets the coverage count a workflow's file that no test may be about. One with errors says
  /// nothing, and of two spellings of one workflow the tests are about one.
  public void count(Path file) {
    WorkflowSource source = WorkflowSource.checked(reader.file(file));
    Path path = file.toAbsolutePath().normalize();
    boolean known =
        workflows.entrySet().stream()
            .anyMatch(each ->
                each.getKey().equals(path)
                    || (each.getKey().resolveSibling("").equals(path.resolveSibling(""))
                        && name(each.getValue()).equals(name(source))));
    if (!known) {
      workflows.put(path, source);
    }
  }

  private static Optional<String> name(WorkflowSource source) {
    return source.program().map(Program::workflow);
  }

  /// What all tests together have covered of each workflow that took part.
  public List<CoveredFile> coverage() {
    List<CoveredFile> covered = new ArrayList<>();
    for (WorkflowSource source : workflows.values()) {
      Optional<Program> program = source.program();
      program.ifPresent(it ->
          covered.add(
              new CoveredFile(
                  source.text(), WorkflowCoverage.of(it, source.positions(), coverage))));
    }
    return covered;
  }
}
