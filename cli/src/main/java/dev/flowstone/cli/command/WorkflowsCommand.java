package dev.flowstone.cli.command;

import dev.flowstone.cli.execution.TimeWords;
import dev.flowstone.cli.remote.HostRequest;
import dev.flowstone.cli.remote.Registered;
import dev.flowstone.cli.remote.RemoteHost;
import dev.flowstone.cli.terminal.ExitCode;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Table;
import dev.flowstone.grammar.value.Value;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow workflows`: what a deployed host can run.
@Command(
    name = "workflows",
    description = {"Lists the workflows of a deployed host, with their versions and aliases."},
    footerHeading = "%nExamples%n",
    footer = {
      "  flow workflows --function flows",
      "  flow workflows order_processing --function flows --json"
    },
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Listed.",
      "2:The command line is wrong, or there is no such workflow.",
      "3:The host could not be asked."
    })
final class WorkflowsCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      arity = "0..1",
      paramLabel = "WORKFLOW",
      description = "Only this one (default: all).")
  private @Nullable String workflow;

  @Option(names = "--json", description = "Prints one JSON document.")
  private boolean json;

  WorkflowsCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Output output = context.output(json);
    try (RemoteHost host = context.remote().host()) {
      Value.Fields document = host.ask(HostRequest.workflows(Optional.ofNullable(workflow)));
      List<Registered> all = Registered.read(document);
      if (json) {
        output.document(document);
      } else if (all.isEmpty()) {
        output.say("no workflows; flow deploy brings some");
      } else {
        table(all).lines().forEach(output::say);
      }
    }
    return ExitCode.OK;
  }

  private static Table table(List<Registered> all) {
    Table table = new Table("WORKFLOW", "VERSION", "ALIASES", "UPLOADED", "FILE");
    for (Registered one : all) {
      for (Registered.Upload upload : one.versions()) {
        table.row(
            one.workflow(),
            Shortened.version(upload.version()),
            aliases(one, upload.version()),
            TimeWords.dayAndTime(upload.at()),
            upload.file().orElse(""));
      }
    }
    return table;
  }

  private static String aliases(Registered one, String version) {
    return one.aliases().entrySet().stream()
        .filter(alias -> alias.getValue().equals(version))
        .map(Map.Entry::getKey)
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
