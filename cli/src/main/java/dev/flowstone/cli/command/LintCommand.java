package dev.flowstone.cli.command;

import dev.flowstone.cli.source.Lint;
import dev.flowstone.cli.source.SourceFiles;
import dev.flowstone.cli.source.WorkflowReader;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.grammar.source.Diagnostic.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow lint`: everything that the text of a workflow tells, before anything runs.
@Command(
    name = "lint",
    description = {
      "Checks workflow files without running anything.",
      "",
      "Of a folder, every .flow and .flow.yaml file below it is checked; hidden folders, target"
          + " and node_modules are passed over.",
      "",
      "Where the build of a file's own project has handlers, or --handlers names some, a handler"
          + " that is not among them is told, and an argument that it does not take, lacks, or cannot"
          + " be what is written there. --handlers may also name a catalog, as a build leaves it in"
          + " META-INF/flowstone/handlers.json or a host answers it. Told is also"
          + " where two files hold one workflow and differ. So is a workflow that is called and stands neither in"
          + " these files nor beside the one that calls it, and an input that it does not take."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  flow lint",
      "  flow lint workflows 'flows/**/*.flow' --fail-on warning",
      "  cat draft.flow | flow lint - --stdin-filename draft.flow --json"
    },
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Nothing to complain of.",
      "1:There are findings of the severity of --fail-on, or worse.",
      "2:The command line is wrong, or a path does not exist.",
      "3:A file could not be read."
    })
final class LintCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      paramLabel = "PATHS",
      arity = "0..*",
      description = "Files, folders or globs; - is standard input (default: the current folder).")
  private List<String> paths = List.of();

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      converter = SeverityConverter.class,
      description = "What makes the exit code 1: error, warning or info (default: error).")
  private Severity failOn = Severity.ERROR;

  @Option(
      names = "--stdin-filename",
      paramLabel = "NAME",
      description = "The name that standard input goes by; its ending tells the spelling.")
  private String standardInputName = "stdin.flow";

  @Option(names = "--json", description = "Prints one JSON document.")
  private boolean json;

  LintCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Output output = context.output(json);
    WorkflowReader reader = new WorkflowReader(context.shell());
    Lint lint;
    if (paths.equals(List.of("-"))) {
      lint = Lint.of(reader.standardInput(standardInputName));
    } else {
      SourceFiles places = new SourceFiles(context.shell());
      List<Path> files = places.find(paths.isEmpty() ? List.of(".") : paths);
      lint = Lint.of(files, places, reader, context.catalogs());
    }
    lint.print(output);
    return lint.failed()
        ? ExitCode.FAILURE
        : lint.has(failOn) ? ExitCode.UNSUCCESSFUL : ExitCode.OK;
  }
}
