package dev.flowstone.cli.source;

import dev.flowstone.grammar.ast.Suite;
import dev.flowstone.grammar.source.Code;
import dev.flowstone.grammar.source.Diagnostic;
import dev.flowstone.grammar.source.Nearest;
import dev.flowstone.interpreter.testing.Companion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A test file with the workflow beside it.
///
/// @param suite checked against the workflow, as far as there is one without errors
/// @param workflow absent where none was found
public record SuiteFile(SuiteSource suite, Optional<Workflow> workflow) {

  /// The workflow that tests are about, and its file.
  public record Workflow(Path file, WorkflowSource source) {}

  public static SuiteFile read(Path file, WorkflowReader reader) {
    return read(file, reader, found -> WorkflowSource.checked(reader.file(found)));
  }

  /// The same for a caller that has read workflows before.
  public static SuiteFile read(
      Path file, WorkflowReader reader, Function<Path, WorkflowSource> workflows) {
    SuiteSource parsed = SuiteSource.parsed(reader.file(file));
    if (parsed.tree().isEmpty()) {
      return new SuiteFile(parsed, Optional.empty());
    }
    Suite suite = parsed.tree().get();
    Optional<Workflow> workflow =
        Companion.workflowOf(file, suite).map(found -> new Workflow(found, workflows.apply(found)));
    SuiteSource checked =
        parsed.checked(
            workflow.flatMap(it -> it.source().program()),
            name ->
                workflow
                    .flatMap(it -> Companion.workflow(it.file(), name))
                    .flatMap(found -> workflows.apply(found).program()));
    return workflow.isPresent()
        ? new SuiteFile(checked, workflow)
        : new SuiteFile(alone(file, checked, suite), workflow);
  }

  private static SuiteSource alone(Path file, SuiteSource checked, Suite suite) {
    String name = suite.workflow().text();
    List<Diagnostic> all = new ArrayList<>();
    all.add(
        Code.UNKNOWN_NAME
            .at("there is no workflow '" + name + "' in the folder", suite.workflow().span())
            .hint(
                Nearest.hint(name, Companion.workflowsBeside(file))
                    .orElse(
                        "put both into one folder: " + name + ".flow and " + name + ".test.flow")));
    all.addAll(checked.diagnostics());
    return new SuiteSource(
        checked.text(), checked.spelling(), checked.tree(), checked.analysis(), all);
  }
}
