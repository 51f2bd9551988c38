package dev.flowstone.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `flow pause`: lets nothing of an execution begin until it is resumed.
@Command(
    name = "pause",
    description = {
      "Lets nothing new of an execution begin: no step, no attempt that was to be made again, no"
          + " undo. A step in progress may end, timers do not fire, and signals are kept.",
      "",
      "flow resume NAME lets it go on. Its time in a pause does not count against its timeout."
    },
    footerHeading = "%nExamples%n",
    footer = {
      "  flow pause order-4711 --reason 'the warehouse is counting'",
      "  flow resume order-4711"
    },
    exitCodeListHeading = "%nExit codes%n",
    exitCodeList = {
      "0:Accepted; the execution is paused, or will be by the process that is at it.",
      "1:Accepted; the execution has ended.",
      "2:Not accepted: no such execution, or it is paused already, or has ended.",
      "3:The store, the handlers or the host could not be used.",
      "130:Stopped by ctrl-C; the pause holds."
    })
final class PauseCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "NAME", description = "The execution.")
  private String name = "";

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for the history.")
  private String reason = "";

  @Mixin private Delivering delivering = new Delivering();

  PauseCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    return context.reach().deliver(new Outgoing.Pause(name, reason), delivering);
  }
}
