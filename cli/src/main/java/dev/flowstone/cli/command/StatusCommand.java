package dev.flowstone.cli.command;

import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.grammar.value.Value;
import dev.flowstone.interpreter.report.StatusDocument;
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
      "3:The store or the host could not be used."
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
    Value.Fields document = context.reach().status(name);
    if (json) {
      output.document(document);
    } else {
      context.statusText(output).full(StatusDocument.read(document)).forEach(output::say);
    }
    return ExitCode.OK;
  }
}
