package dev.flowstone.cli.command;

import dev.flowstone.cli.remote.HostRequest;
import dev.flowstone.cli.remote.HostRequest.Choice;
import dev.flowstone.cli.remote.RemoteHost;
import dev.flowstone.cli.terminal.Output;
import dev.flowstone.cli.terminal.Problem;
import dev.flowstone.grammar.value.Value;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow start`: starts an execution on a deployed host.
@Command(
    name = "start",
    description = {
      "Starts a workflow on a deployed host, which runs it.",
      "",
      "To start a name again with the same workflow and input finds the execution that exists."
          + " flow run runs a file on this machine."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  flow start order_processing --function flows --name order-4711 --input @order.json",
      "  flow start greeting --url https://flows.example.com --input '{\"name\": \"Ada\"}' --wait"
          + " 10s"
    },
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:The execution succeeded, or goes on.",
      "1:The execution ended otherwise.",
      "2:The command line or the input is wrong; nothing was started.",
      "3:The host could not be asked, or could not do it."
    })
final class StartCommand implements Callable<Integer> {
  private static final Duration LONGEST = Duration.ofMinutes(15);

  private final Context context;

  @Parameters(paramLabel = "WORKFLOW", description = "The name of a workflow that was deployed.")
  private String workflow = "";

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description =
          "What the execution is called (default: the workflow and a few random letters).")
  private @Nullable String name;

  @Option(
      names = "--input",
      paramLabel = "JSON",
      description = "The input: JSON, @file, or - for standard input.")
  private @Nullable String input;

  @Option(
      names = "--wait",
      paramLabel = "DURATION",
      converter = DurationConverter.class,
      description =
          "Wait so long for the end; the host has a bound of its own, 25s where nobody changed it"
              + " (default: 0; the start is answered).")
  private Duration wait = Duration.ZERO;

  @Option(
      names = "--alias",
      paramLabel = "ALIAS",
      description = "The alias that names the version to run (default: live).")
  private @Nullable String alias;

  @Option(
      names = "--version",
      paramLabel = "HASH",
      description = "The version to run, in place of an alias.")
  private @Nullable String version;

  @Option(names = "--json", description = "Prints one JSON document.")
  private boolean json;

  StartCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (alias != null && version != null) {
      throw Problem.usage("--alias and --version both say what to run; give one").stop();
    }
    if (wait.compareTo(LONGEST) > 0) {
      throw Problem.usage("--wait: a host runs 15m at the most").stop();
    }
    Output output = context.output(json);
    RemoteReach reach = context.remote();
    String chosen = name == null ? ExecutionName.random(workflow) : ExecutionName.checked(name);
    Value given = input == null ? Value.Null.NULL : context.jsonArgument().read("--input", input);
    Choice choice =
        version != null
            ? new Choice.Version(version)
            : new Choice.Alias(alias == null ? "live" : alias);
    try (RemoteHost host = reach.host()) {
      Value.Fields document = host.ask(HostRequest.start(workflow, chosen, given, choice, wait));
      if (document.get("created").equals(Optional.of(new Value.Bool(false)))) {
        output.say("It exists already, with the same workflow and input.");
      }
      return reach.conclude(document, output);
    }
  }
}
