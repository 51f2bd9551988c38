package dev.flowstone.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow terminate`: ends an execution at once, without its undos.
@Command(
    name = "terminate",
    description = {
      "Ends an execution at once, as it stands: a step in progress is not waited for, nothing that"
          + " was done is undone, and the execution ends TERMINATED.",
      "",
      "It is for what cannot be mended; flow cancel undoes what was done."
    },
    footerHeading = "%nExamples%n",
    footer = {"  flow terminate order-4711 --reason 'refunded by hand'"},
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Accepted; the execution is terminated, or will be by the process that is at it.",
      "1:Accepted, but the execution ended otherwise.",
      "2:Not accepted: no such execution, or it has ended.",
      "3:The store, the handlers or the host could not be used.",
      "130:Stopped by ctrl-C; the termination goes on with flow resume."
    })
final class TerminateCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "NAME", description = "The execution.")
  private String name = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
  private String reason = "";

  @Mixin private Delivering delivering = new Delivering();

  TerminateCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.reach().deliver(new Outgoing.Terminate(name, reason), delivering);
  }
}
