package dev.flowstone.cli.command;

import dev.flowstone.cli.execution.StatusDocument;
import dev.flowstone.cli.execution.StatusText;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.workspace.Workspace;
import dev.flowstone.interpreter.engine.Description;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow status`: how an execution stands.
@Command(
    name = "status",
    description = {
      "Tells how an execution stands: its result or error, or what it waits for and how to go on."
    },
    footerHeading = "%nExamples%n",
    footer = {"  flow status order-4711", "  flow status order-4711 --json | jq -r .status"},
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Told, whatever the status.",
      "2:There is no such execution.",
      "3:The store could not be used."
    })
final class StatusCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "NAME", description = "The execution.")
  private String name = "";

  @Option(names = "--json", description = "Prints one JSON document.")
  private boolean json;

  StatusCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Output output = context.output(json);
    try (Workspace workspace = context.reading()) {
      Description description = Executions.describe(context, workspace.engine(), name);
      if (json) {
        output.document(StatusDocument.of(description));
      } else {
        new StatusText(output.colors(), context.clock().instant(), context.self())
            .full(description)
            .forEach(output::say);
      }
    }
    return ExitCode.OK;
  }
}
