package dev.flowstone.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow cancel`: ends an execution, with its undos.
@Command(
    name = "cancel",
    description = {
      "Cancels an execution: a step in progress may end, the undos of what was done run, the last"
          + " first, and the execution ends CANCELLED."
    },
    footerHeading = "%nExamples%n",
    footer = {"  flow cancel order-4711 --reason 'the customer called'"},
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Accepted; the execution is cancelled, or waits for one of its undos.",
      "1:Accepted, but an undo failed, or the execution ended otherwise.",
      "2:Not accepted: no such execution, or it has ended.",
      "3:The store, the handlers or the host could not be used.",
      "130:Stopped by ctrl-C; the cancellation goes on with flow resume."
    })
final class CancelCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "NAME", description = "The execution.")
  private String name = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
  private String reason = "";

  @Mixin private Delivering delivering = new Delivering();

  CancelCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.reach().deliver(new Outgoing.Cancel(name, reason), delivering);
  }
}
